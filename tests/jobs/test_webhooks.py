"""A system is told that something changed: signed, without content, until it takes the message."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from canaries import Canaries, in_rows
from cryptography.exceptions import InvalidSignature
from desk.desk_house import Desk, filing, signed_in
from escalation.escalated import work_on
from escalation.platform_servers import certificate
from house import House
from jobs.listening import Came, System, listening
from sqlalchemy import func, select

from hrd_report.accounts.actions.notifying import BOTH_SIGN
from hrd_report.casefile import erasing
from hrd_report.escalation.channels.wire import Wire
from hrd_report.jobs import hook_keys, webhooks
from hrd_report.jobs.webhooks import WAITS, Teller
from hrd_report.records.acts import Act
from hrd_report.records.audit import acts_on
from hrd_report.records.cases import Case
from hrd_report.records.erasure import Cause
from hrd_report.records.webhooks import Webhook, WebhookEvent, WebhookState
from hrd_report.vault import channels


@pytest.fixture(scope="module")
def tls(tmp_path_factory):
    return certificate(tmp_path_factory.mktemp("tls"))


@dataclass
class Hook:
    """A system that is told of changes, and the job that tells it."""

    house: House
    system: System
    teller: Teller

    def row(self) -> Webhook:
        with self.house.services.database.reading() as session:
            return session.scalars(select(Webhook)).one()

    def waiting(self) -> int:
        with self.house.services.database.reading() as session:
            return session.scalars(select(func.count()).select_from(WebhookEvent)).one()

    def tell(self) -> list[dict]:
        """Look what changed, tell all of it, and return what came."""
        webhooks.look(self.house.services.database, self.house.clock)
        before = len(self.system.came)
        while webhooks.tell(self.teller):
            pass
        return [one.said for one in self.system.came[before:]]


def administer(house: House, path: str, **fields: str):
    client = house.client()
    form = {"form_token": house.sign_in(client, "avocet"), **fields}
    return client.post(f"/admin/webhooks/{path}", data=form)


@pytest.fixture
def hook(house: House, tls) -> Iterator[Hook]:
    theirs, trust = tls
    with listening(theirs) as system:
        team = house.team.id.hex()
        made = administer(house, "make", name="dashboard", address=system.address, team=team)
        assert made.status_code == 303
        parts = house.services
        wire = Wire(seconds=5, trust=trust)
        teller = Teller(parts.database, parts.clock, house.secrets.delivery, wire)
        yield Hook(house, system, teller)


def test_a_case_that_comes_and_changes_is_told_by_number_kind_and_hour_alone(hook: Hook):
    filed = filing(hook.house)
    desk = signed_in(hook.house, "heron")
    told = {"timestamp": "2026-11-21T09:00:00Z", "data": {"id": filed.number}}
    assert hook.tell() == [{"type": "case.received", **told}]
    assert hook.tell() == []
    desk.taken(filed)
    desk.act(filed, "notes", text="Call back on Monday.")
    assert hook.tell() == [{"type": "case.changed", **told}]
    (first, second) = hook.system.came
    assert first.path == "/changes?of=desk"
    assert first.id != second.id
    for one in (first, second):
        one.verify(channels.spell_hook_public(hook.row().public), hook.house.clock.now.timestamp())


def test_an_escalation_is_told_by_its_id(hook: Hook):
    work = work_on(hook.house)
    work.consent()
    hook.tell()
    made = work.draft()
    told = hook.tell()
    assert ("escalation.changed", {"id": made.id.hex()}) in [
        (one["type"], one["data"]) for one in told
    ]


def test_what_was_there_before_is_no_news(house: House, tls):
    filing(house)
    with listening(tls[0]) as system:
        team = house.team.id.hex()
        administer(house, "make", name="late", address=system.address, team=team)
        assert webhooks.look(house.services.database, house.clock) == 0
        filing(house)
        assert webhooks.look(house.services.database, house.clock) == 1


def test_a_message_goes_again_under_its_id_until_it_is_taken(hook: Hook):
    filing(hook.house)
    hook.system.status = 500
    assert len(hook.tell()) == 1
    assert (hook.row().failures, hook.row().problem) == (1, "refused_content")
    assert hook.tell() == []  # its time has not come
    hook.house.clock.advance(dt.timedelta(minutes=WAITS[0]))
    hook.system.status = 307  # leads elsewhere: not followed
    assert len(hook.tell()) == 1
    hook.house.clock.advance(dt.timedelta(minutes=WAITS[1]))
    hook.system.status = 200
    assert len(hook.tell()) == 1
    assert len({one.id for one in hook.system.came}) == 1
    assert {one.path for one in hook.system.came} == {"/changes?of=desk"}
    assert (hook.row().failures, hook.row().problem, hook.waiting()) == (0, None, 0)


@pytest.mark.parametrize(("status", "tries"), [(503, len(WAITS) + 1), (410, 1)])
def test_one_that_fails_again_and_again_is_stopped_and_an_administrator_sees_why(
    hook: Hook, status: int, tries: int
):
    filing(hook.house)
    hook.system.status = status
    hook.tell()
    for minutes in WAITS[: tries - 1]:
        hook.house.clock.advance(dt.timedelta(minutes=minutes))
        hook.tell()
    assert len(hook.system.came) == tries
    assert (hook.row().state, hook.waiting()) == (WebhookState.STOPPED, 0)
    client = hook.house.client()
    hook.house.sign_in(client, "avocet")
    page = client.get("/admin/webhooks/").text
    assert "stopped: it did not take it" in page
    assert "/changes" not in page
    hook.system.status = 200
    number = filing(hook.house).number
    assert hook.tell() == []
    assert administer(hook.house, "resume", webhook=hook.row().id.hex()).status_code == 303
    assert hook.tell() == []  # what it missed is not told
    signed_in(hook.house, "heron").post(f"/desk/cases/{number}/take")
    assert [one["data"]["id"] for one in hook.tell()] == [number]
    with hook.house.services.database.reading() as session:
        acts = [one.act for one in session.scalars(acts_on(hook.row().id))]
    assert set(acts) == {Act.WEBHOOK_MADE, Act.WEBHOOK_STOPPED, Act.WEBHOOK_RESUMED}


def test_nothing_is_told_of_a_case_for_people_named_alone_nor_of_one_that_is_gone(hook: Hook):
    closed, gone = filing(hook.house), filing(hook.house)
    webhooks.look(hook.house.services.database, hook.house.clock)
    with hook.house.services.database.writing() as session:
        session.get_one(Case, closed.id).restricted = True
        erasing.erase(session, gone.id, Cause.DEFENDER, now=hook.house.clock.now)
    assert hook.waiting() == 1
    assert hook.tell() == []
    assert hook.waiting() == 0


def test_an_ended_one_is_told_nothing_and_its_address_is_forgotten(hook: Hook):
    filing(hook.house)
    webhooks.look(hook.house.services.database, hook.house.clock)
    assert administer(hook.house, "end", webhook=hook.row().id.hex()).status_code == 303
    assert (hook.tell(), hook.row().blob) == ([], None)
    assert administer(hook.house, "end", webhook=hook.row().id.hex()).status_code == 404


def test_a_key_is_followed_by_another_one_and_for_a_week_both_sign(hook: Hook):
    filed, house, former = filing(hook.house), hook.house, hook.row().public
    assert administer(house, "rotate", webhook=hook.row().id.hex()).status_code == 303
    assert administer(house, "rotate", webhook=hook.row().id.hex()).status_code == 409
    later = hook.row().later_public
    assert newest(hook).signatures != []
    assert signed_by(hook, former, later) == [True, True]
    house.clock.advance(BOTH_SIGN)
    signed_in(house, "heron").post(f"/desk/cases/{filed.number}/take")
    assert len(newest(hook).signatures) == 1
    assert signed_by(hook, former, later) == [False, True]
    assert hook_keys.settle(house.services.database, house.clock, house.secrets.delivery) == 1
    assert (hook.row().public, hook.row().later_blob, hook.row().switch_day) == (later, None, None)
    filing(house)
    newest(hook)
    assert signed_by(hook, former, later) == [False, True]


def test_a_former_key_ends_at_once_where_somebody_says_so(hook: Hook):
    former, this = hook.row().public, hook.row().id
    assert administer(hook.house, "end-former-key", webhook=this.hex()).status_code == 404
    administer(hook.house, "rotate", webhook=this.hex())
    client = hook.house.client()
    hook.house.sign_in(client, "avocet")
    later = hook.row().later_public
    assert channels.spell_hook_public(later) in client.get("/admin/webhooks/").text
    assert administer(hook.house, "end-former-key", webhook=this.hex()).status_code == 303
    page = client.get("/admin/webhooks/").text
    assert channels.spell_hook_public(later) in page
    assert channels.spell_hook_public(former) not in page
    filing(hook.house)
    newest(hook)
    assert signed_by(hook, former, later) == [False, True]
    with hook.house.services.database.reading() as session:
        acts = {one.act for one in session.scalars(acts_on(this))}
    assert acts == {Act.WEBHOOK_MADE, Act.WEBHOOK_ROTATED, Act.WEBHOOK_KEY_ENDED}


def newest(hook: Hook) -> Came:
    """Tell what changed, and return the last message that came."""
    assert hook.tell()
    return hook.system.came[-1]


def signed_by(hook: Hook, *keys: bytes) -> list[bool]:
    """Say of each key whether it signed the last message."""
    found = []
    for one in keys:
        try:
            now = hook.house.clock.now.timestamp()
            hook.system.came[-1].verify(channels.spell_hook_public(one), now)
        except InvalidSignature:
            found.append(False)
        else:
            found.append(True)
    return found


NOT_TAKEN = ("http://a.example/", "https://u:p@a.example/", "https://", "ftp://a", "https://a/#x")


def test_only_an_https_address_without_a_password_is_taken_and_it_rests_sealed(house: House):
    canaries, team = Canaries(), house.team.id.hex()
    for address in NOT_TAKEN:
        answer = administer(house, "make", name="dashboard", address=address, team=team)
        assert answer.status_code == 422, address
    word = canaries.word("address")
    fine = administer(house, "make", name="x1", address=f"https://a.example/{word}", team=team)
    assert fine.status_code == 303
    assert in_rows(house.services.database.engine, canaries) == {}
    desk: Desk = signed_in(house, "plover")
    assert desk.get("/admin/webhooks/").status_code == 403
