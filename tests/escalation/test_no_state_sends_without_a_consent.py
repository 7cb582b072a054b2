"""Random histories of notices and consents: whatever happened before, nothing leaves without one.

The real actions and the real outbox, towards a real mail server, beside a model that knows only
which consents hold. After each step, what the server took was covered by one in that second.
"""

import datetime as dt
from dataclasses import dataclass, replace

import pytest
from escalation.documents_made import ANSWERS, LETTER, NOTICE
from escalation.escalated import LINKS, Work, work_on
from escalation.mailbox import Mailbox
from house import House
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import update

from hrd_report.casefile import consents
from hrd_report.documents.escalations import Way
from hrd_report.errors import HrdError
from hrd_report.escalation import casefile
from hrd_report.escalation.actions import by_hand, drafting, sending, ways
from hrd_report.escalation.casefile import Actor, CaseFile, Desk
from hrd_report.escalation.channels.writing import outgoing
from hrd_report.escalation.notice import write
from hrd_report.jobs.outbox import deliver
from hrd_report.records.cases import Case, Consent, ConsentState
from hrd_report.records.escalations import Delivery, DeliveryState, Escalation
from hrd_report.sealed import Plain
from hrd_report.vault.keyring import Keyring

RANKS = {"none": 0, "organisation": 1, "pseudonym": 2, "real": 3}
ANY = st.integers(0, 10**6)


@dataclass
class Known:
    """A consent as the model remembers it."""

    id: bytes
    purpose: str
    identity: str
    until: dt.datetime
    withdrawn: bool = False

    def allows(self, identity: str, now: dt.datetime) -> bool:
        if self.withdrawn or now >= self.until:
            return False
        shows = RANKS[identity] >= RANKS["pseudonym"]
        named = self.purpose == "notice_identified" and RANKS[self.identity] >= RANKS[identity]
        return named or not shows


class Sending(RuleBasedStateMachine):
    """Every act on one notice and its consents, in any order."""

    def __init__(self, house: House, box: Mailbox) -> None:
        super().__init__()
        self.work: Work = work_on(house)
        self.box, self.taken = box, len(box.raw)
        self.known: list[Known] = []
        self.identity = "organisation"
        with house.services.database.writing() as session:
            notice = replace(NOTICE, items=(replace(NOTICE.items[0], url=Plain(LINKS[0])),))
            notice = replace(notice, answers=ANSWERS, by="plover", approved_by="heron")
            self.id = drafting.keep_first(session, self._desk(session), notice).id

    @property
    def now(self) -> dt.datetime:
        return self.work.house.clock.now

    @initialize(given=st.booleans())
    def a_defender_may_have_agreed_before(self, *, given: bool) -> None:
        if given:
            self.a_consent_is_given("notice_anonymous", "organisation", 4, "telegram")

    @rule(
        purpose=st.sampled_from(["notice_anonymous", "notice_identified", "statistics", "lumen"]),
        identity=st.sampled_from(sorted(RANKS)),
        days=st.integers(1, 4),
        platform=st.sampled_from(["telegram", "telegram", "facebook"]),
    )
    def a_consent_is_given(self, purpose: str, identity: str, days: int, platform: str) -> None:
        made = self.work.consent(purpose=purpose, identity=identity, days=days, platform=platform)
        if platform == "telegram" and purpose.startswith("notice_"):
            until = self.now + dt.timedelta(days=days)
            self.known.append(Known(made, purpose, identity, until))

    @rule()
    def a_consent_is_asked_for(self) -> None:
        self.work.consent(state=ConsentState.ASKED)

    @precondition(lambda self: self.known)
    @rule(which=ANY, far_away=st.booleans())
    def a_consent_is_withdrawn(self, which: int, far_away: bool) -> None:
        one = self.known[which % len(self.known)]
        one.withdrawn = True
        if far_away:
            # Its row alone, as from another machine in the last second.
            self.work.withdraw(one.id)
            return
        with self.work.house.services.database.writing() as session:
            consents.withdraw(session, session.get_one(Consent, one.id), now=self.now)

    @rule(hours=st.sampled_from([1, 12, 24, 60]))
    def time_passes(self, hours: int) -> None:
        self.work.house.clock.advance(dt.timedelta(hours=hours))

    @rule(identity=st.sampled_from(["organisation", "pseudonym", "real"]))
    def somebody_else_is_shown(self, identity: str) -> None:
        def shown(session, desk: Desk, row: Escalation) -> None:
            notice = casefile.notice(session, desk.file, row)
            changed = replace(
                notice, identity=identity, identity_text=Plain("Samira K."), approved_by="heron"
            )
            drafting.point_to(session, desk, row, changed)

        if self._state == "draft":
            self._do(shown)
            self.identity = identity

    @rule(channel=st.sampled_from(["email", "letter"]))
    def a_way_is_chosen(self, channel: str) -> None:
        def chosen(session, desk: Desk, row: Escalation) -> None:
            way = Way(channel=channel, target=Plain("Somewhere 1"))
            notice = ways.choose(session, desk, row, way, row.version)
            read = replace(notice, by="plover", approved_by="heron")
            drafting.point_to(session, desk, row, read)

        self._do(chosen)

    @rule()
    def it_is_queued(self) -> None:
        def queued(session, desk: Desk, row: Escalation) -> None:
            notice = casefile.notice(session, desk.file, row)
            seen = outgoing(notice, write(notice, LETTER), LETTER).digest
            sending.queue(session, desk, row, LETTER, seen)

        if self._do(queued):
            assert self._covered()

    @rule(act=st.sampled_from([sending.stop, sending.retry, drafting.rework]))
    def a_button_is_pressed(self, act) -> None:
        self._do(lambda session, desk, row: act(session, desk, row, row.version))

    @rule()
    def somebody_sends_it_by_hand(self) -> None:
        def sent(session, desk: Desk, row: Escalation) -> None:
            by_hand.in_hand(session, desk, row)
            by_hand.sent(session, desk, row, row.version, self.now.date(), Plain(""))

        if self._do(sent):
            assert self._covered()

    @rule(refuses=st.booleans())
    def the_outbox_is_served(self, refuses: bool) -> None:
        self.box.says = {"RCPT": "550 no such address"} if refuses else {}
        while deliver(self.work.outbox(self.box.server)):
            pass
        if len(self.box.raw) > self.taken:
            assert self._covered()
        self.taken = len(self.box.raw)

    def teardown(self) -> None:
        """Leave nothing in the outbox that the next history would be blamed for."""
        with self.work.house.services.database.writing() as session:
            session.execute(update(Delivery).values(state=DeliveryState.STOPPED))

    def _covered(self) -> bool:
        return any(one.allows(self.identity, self.now) for one in self.known)

    @property
    def _state(self) -> str:
        with self.work.house.services.database.reading() as session:
            return session.get_one(Escalation, self.id).state.value

    def _do(self, act) -> bool:
        """Take a step; whether it was taken."""
        try:
            with self.work.house.services.database.writing() as session:
                row = session.get_one(Escalation, self.id)
                act(session, self._desk(session), row)
        except HrdError:
            return False
        return True

    def _desk(self, session) -> Desk:
        case = session.get_one(Case, self.work.case_id)
        person = self.work.house.people["heron"]
        file = CaseFile(case, Keyring(self.work.key))
        actor = Actor(person.id, "heron", "caseworker", person.key)
        return Desk(file, actor, LETTER.reference, self.now)


def test_no_reachable_state_sends_without_a_consent_that_holds(house: House, box: Mailbox):
    run_state_machine_as_test(
        lambda: Sending(house, box),
        settings=settings(
            max_examples=20,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.parametrize("given", [True, False])
def test_the_machine_can_tell_a_notice_that_leaves_from_one_that_does_not(
    house: House, box: Mailbox, given
):
    machine = Sending(house, box)
    if given:
        machine.a_consent_is_given("notice_anonymous", "organisation", 3, "telegram")
    machine.it_is_queued()
    machine.the_outbox_is_served(refuses=False)
    assert len(box.raw) == given
