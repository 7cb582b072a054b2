import dataclasses
import re
from urllib.parse import urlsplit

import pytest

from hrd_report.reference.load import load

REFERENCE = load()
ROUTES = [(one, route) for one in REFERENCE.platforms for route in one.routes]


def test_there_are_twenty_four_addressees_and_each_can_be_reached():
    assert len(REFERENCE.platforms) == 24
    assert all(one.routes for one in REFERENCE.platforms)


def test_every_web_address_is_a_plain_https_one():
    for _, route in ROUTES:
        if route.kind in ("form", "help"):
            parts = urlsplit(route.address)
            assert parts.scheme == "https"
            assert not parts.username


def test_every_mail_address_is_one():
    mails = [route.address for _, route in ROUTES if route.kind == "email"]
    assert mails
    assert all(re.fullmatch(r"[\w.-]+@[\w.-]+\.\w+", mail) for mail in mails)


def test_a_verified_mail_address_is_taken_before_another():
    assert REFERENCE.platform("bluesky").email == "moderation@blueskyweb.xyz"
    assert REFERENCE.platform("x").email is None
    bluesky = REFERENCE.platform("bluesky")
    unsure = dataclasses.replace(bluesky.routes[1], address="first@a.example", verified=False)
    mixed = dataclasses.replace(bluesky, routes=(unsure, bluesky.routes[1]))
    assert mixed.email == "moderation@blueskyweb.xyz"


def test_the_address_for_emergencies_is_kept_for_them():
    wikipedia = REFERENCE.platform("wikipedia")
    assert wikipedia.emergency_email == "emergency@wikimedia.org"
    assert wikipedia.email == "ca@wikimedia.org"
    assert REFERENCE.platform("reddit").emergency_email is None


@pytest.mark.parametrize("name", ["vk", "weibo", "wechat", "isp_telecom", "hosting_provider"])
def test_an_addressee_that_may_pass_a_name_on_carries_its_warning(name):
    assert REFERENCE.platform(name).risk


def test_a_rule_has_the_platforms_own_name():
    subtype = REFERENCE.subtype("harassment.mass_harassment")
    assert REFERENCE.platform("facebook").clause(subtype.policy) == "Bullying and Harassment"
    assert REFERENCE.platform("signal").clause(subtype.policy) is None
    assert REFERENCE.platform("facebook").clause(None) is None


def test_the_first_person_rules_speak_of_rules_that_the_platform_has():
    for rule in REFERENCE.first_person_rules:
        for name in rule.platforms:
            assert set(rule.policies) <= set(REFERENCE.platform(name).clauses)


def test_the_shortest_appeal_window_is_known():
    assert REFERENCE.platform("bluesky").appeal_days == 14
    windows = [one.days for one in REFERENCE.deadlines if one.id == "bluesky_appeal"]
    assert windows == [14]
