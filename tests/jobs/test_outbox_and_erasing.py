"""A case is erased while a message of it is on its way: nothing more leaves, nothing fails."""

from escalation.escalated import Work
from escalation.mailbox import Mailbox

from hrd_report.casefile import erasing
from hrd_report.jobs import outbox
from hrd_report.records.erasure import Cause


def erase(work: Work) -> erasing.Erased:
    with work.house.services.database.writing() as session:
        return erasing.erase(session, work.case_id, Cause.DEFENDER, now=work.house.clock.now)


def test_what_waited_is_never_sent(work: Work, box: Mailbox):
    work.queued()
    assert erase(work).stopped == 1
    assert not outbox.deliver(work.outbox(box.server))
    assert box.messages == []


def test_what_was_taken_but_not_handed_over_stays_here(work: Work, box: Mailbox, monkeypatch):
    work.queued()
    real = outbox._hand_over

    def meanwhile(parts, taken):
        assert erase(work).left == 1
        return real(parts, taken)

    monkeypatch.setattr(outbox, "_hand_over", meanwhile)
    assert outbox.deliver(work.outbox(box.server))
    assert box.messages == []


def test_what_was_being_handed_over_has_left_and_leaves_no_error(
    work: Work, box: Mailbox, monkeypatch
):
    work.queued()
    real = outbox._hand_over

    def meanwhile(parts, taken):
        left = real(parts, taken)
        assert erase(work).left == 1
        return left

    monkeypatch.setattr(outbox, "_hand_over", meanwhile)
    assert outbox.deliver(work.outbox(box.server))
    assert len(box.messages) == 1
    assert not outbox.deliver(work.outbox(box.server))
