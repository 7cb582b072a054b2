"""What leaves by each way, byte for byte as it was read; and ways that cannot be taken yet."""

import base64
import json
from dataclasses import replace

import pytest
import xarf
from escalation.documents_made import LETTER, NOTICE, NOW
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.documents.escalations import NoticeItem, Way
from hrd_report.escalation.channels import kinds, messages, wayward, writing
from hrd_report.escalation.notice import write
from hrd_report.sealed import Plain
from hrd_report.vault import recipients
from hrd_report.vault.keys import Key

HARASSED = "tools.ozone.report.defs#reasonHarassmentTargeted"
ITEM = NoticeItem(url=Plain("https://Login.Example.net/à?x=1"), action="remove")


def leaving(notice):
    return writing.outgoing(notice, write(notice, LETTER), LETTER)


def missing(notice, now=NOW):
    return list(wayward.problems(notice, LETTER, now))


@pytest.mark.parametrize("reason", ["phishing", "malware", "exposed_data"])
def test_each_xarf_report_is_one_to_the_library_of_its_authors(reason):
    notice = replace(
        NOTICE,
        platform="hosting_provider",
        way=Way(channel="xarf", reason=reason),
        items=(ITEM,) * 2,
    )
    found = [base64.b64decode(one.content.reveal()) for one in leaving(notice).attachments]
    assert len(found) == 2
    for one in found:
        read = xarf.parse(one.decode())
        assert (read.errors, read.report.type) == ([], reason)
        assert read.report.source_identifier == "login.example.net"
        assert one.decode() in leaving(notice).preview
    assert len({json.loads(one)["report_id"] for one in found}) == 2
    assert leaving(notice) == leaving(notice)


def test_a_program_s_call_is_what_was_read():
    notice = replace(NOTICE, platform="bluesky", way=Way(channel="atproto", reason=HARASSED))
    found = leaving(notice)
    message = messages.message(notice, write(notice, LETTER), found, LETTER)
    assert json.loads(message.call.reveal()) == json.loads(found.preview) == found.call
    assert message.body.reveal() == found.preview
    assert found.call["reasonType"] == HARASSED


def test_a_message_names_a_token_twice_and_never_the_same():
    notice, text = NOTICE, write(NOTICE, LETTER)
    answers = replace(LETTER, answers=True)
    one, other = (
        messages.message(notice, text, leaving(notice), answers, ("<a@b>",)) for _ in range(2)
    )
    token = one.message_id[1:33]
    assert one.reply_to == f"notices+{token}@aubepine.example"
    assert one.message_id != other.message_id
    assert one.follows == ("<a@b>",)
    assert messages.message(notice, text, leaving(notice), LETTER).reply_to == ""


@given(st.sampled_from(["address", "channel", "account", "key", "reason", "forward", "target"]))
def test_whatever_changes_on_the_way_is_to_be_read_again(what):
    way = Way(channel="mastodon", reason="other", account="a")
    notice = replace(NOTICE, platform="mastodon", way=way)
    changed = {
        "address": replace(notice, address="other@murmur.example"),
        "channel": replace(notice, way=replace(way, channel="email")),
        "account": replace(notice, way=replace(way, account="b")),
        "key": replace(notice, way=replace(way, key="k")),
        "reason": replace(notice, way=replace(way, reason="spam")),
        "forward": replace(notice, way=replace(way, forward=True)),
        "target": replace(notice, way=replace(way, target=Plain("t"))),
    }[what]
    assert leaving(changed).digest != leaving(notice).digest


def test_words_that_are_too_many_for_a_program_are_never_cut():
    way = Way(channel="mastodon", reason="other", account="a")
    long = replace(NOTICE, platform="mastodon", way=way, explanation=Plain("word " * 200))
    assert missing(long) == ["too_long_here"]
    assert long.explanation.reveal().strip() in leaving(long).call["comment"]
    assert missing(replace(long, explanation=Plain("word"))) == []


@pytest.mark.parametrize(
    ("platform", "way", "problems"),
    [
        ("telegram", Way(), []),
        ("telegram", Way(channel="atproto"), ["no_way"]),
        ("telegram", Way(channel="pigeon"), ["no_way"]),
        ("bluesky", Way(channel="atproto"), ["no_account", "no_reason", "not_theirs"]),
        ("mastodon", Way(channel="mastodon", account="a", reason="violation"), ["no_rules"]),
        ("hosting_provider", Way(channel="xarf", reason="ddos"), ["no_reason"]),
        ("telegram", Way(channel="letter"), ["no_target"]),
        ("telegram", Way(channel="package", target=Plain("P")), ["no_key"]),
        ("telegram", Way(channel="package", target=Plain("P"), key="age1"), ["bad_key"]),
        ("telegram", Way(key="no key"), ["bad_key"]),
        ("telegram", Way(channel="form"), []),
    ],
)
def test_a_way_says_what_it_misses(platform, way, problems):
    assert missing(replace(NOTICE, platform=platform, way=way)) == problems


def test_a_partner_s_key_is_one_of_age_s():
    key = recipients.encode(Key.new().public)
    way = Way(channel="package", target=Plain("P"), key=key)
    assert missing(replace(NOTICE, way=way)) == []


def test_an_addressee_s_own_ways_come_first():
    assert [one.id for one in kinds.for_platform("bluesky")][:2] == ["atproto", "email"]
    assert "mastodon" not in {one.id for one in kinds.for_platform("bluesky")}
