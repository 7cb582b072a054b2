"""A copy at Lumen: off until switched on, with a consent of its own, and with nobody's name."""

import json
from collections.abc import Iterator

import pytest
from escalation.escalated import Sheet, Work
from escalation.mailbox import Mailbox
from escalation.platform_servers import TOKEN, Platform, certificate, serving
from escalation.ways_taken import choose, outbox, take_account

from hrd_report.jobs.outbox import deliver
from hrd_report.records.escalations import DeliveryState

SUBMISSIONS = "/notices.json"


@pytest.fixture(scope="module")
def tls(tmp_path_factory):
    return certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def server(tls) -> Iterator[Platform]:
    with serving(*tls) as platform:
        yield platform


def copied(work: Work, notice: Sheet, account: str) -> Sheet:
    answer = notice.do("publish")
    assert answer.status_code == 303, answer.text
    made = Sheet(work, answer.location.removesuffix("/edit"))
    way = choose(made, "lumen", account=account, reason="PrivateInformation")
    assert way.status_code == 303, way.text
    assert made.answer().status_code == 303
    return made


def read_by_another(made: Sheet) -> None:
    made.work.sign_in("plover")
    assert made.do("approve").status_code == 303
    made.work.sign_in("heron")


def test_without_an_account_of_the_organisation_nobody_can_publish(work: Work, box: Mailbox):
    work.consent()
    notice = work.sent(box)
    assert "Write the copy" not in notice.page
    assert notice.do("publish").status_code == 409


def test_a_copy_shows_what_was_asked_and_names_nobody(work: Work, box: Mailbox, server: Platform):
    account = take_account(work, kind="lumen", server=server.base, secret=TOKEN)
    consent = work.consent()
    notice = work.sent(box, explanation="They published where she lives.", harm="People came.")
    made = copied(work, notice, account)
    for missing in ("There is no consent to write here.", "The marking of the case forbids it."):
        assert missing in made.page
    work.consent(purpose="lumen", platform=None)
    work.mark("clear")
    assert "Nobody else has read it." in made.page
    assert made.send().status_code == 409
    read_by_another(made)
    assert made.send().status_code == 303, made.page
    preview = json.loads(made.preview)
    # Its own consent carries it: the one for the notice may be gone.
    work.withdraw(consent)
    assert deliver(outbox(work, server))
    (submitted,) = server.posted(SUBMISSIONS)
    assert submitted == {"notice": preview}
    assert preview["type"] == "PrivateInformation"
    assert preview["works_attributes"][0]["infringing_urls_attributes"] == [
        {"url": "https://t.me/somechannel/41"}
    ]
    assert {
        one["name"]: one["entity_attributes"]["name"]
        for one in preview["entity_notice_roles_attributes"]
    } == {"sender": work.house.services.settings.organisation, "recipient": "Telegram"}
    assert "People came." not in json.dumps(submitted)
    assert (made.state, made.row.due_at, made.delivery.state) == (
        "closed",
        None,
        DeliveryState.SENT,
    )
    assert "40404" in made.page
    assert notice.state == "sent"


def test_a_copy_stands_on_its_own_consent_alone(work: Work, box: Mailbox, server: Platform):
    account = take_account(work, kind="lumen", server=server.base, secret=TOKEN)
    work.consent()
    work.mark("clear")
    made = copied(work, work.sent(box), account)
    consent = work.consent(purpose="lumen", platform=None)
    read_by_another(made)
    assert made.send().status_code == 303, made.page
    work.withdraw(consent)
    assert deliver(outbox(work, server))
    assert (made.state, server.posted(SUBMISSIONS)) == ("stopped", [])


def test_what_the_archive_does_not_take_is_a_dead_letter(
    work: Work, box: Mailbox, server: Platform
):
    account = take_account(work, kind="lumen", server=server.base, secret=TOKEN)
    work.consent()
    work.consent(purpose="lumen", platform=None)
    work.mark("clear")
    made = copied(work, work.sent(box), account)
    read_by_another(made)
    assert made.send().status_code == 303, made.page
    server.says[SUBMISSIONS] = (422, {}, {"works": ["is invalid"]})
    assert deliver(outbox(work, server))
    assert (made.state, made.delivery.problem) == ("failed", "refused_content")
