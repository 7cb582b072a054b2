"""Whether a message left before a break: asked of the mailbox, told by an answer, or marked."""

import datetime as dt
from dataclasses import replace

import pytest
from escalation.escalated import Work
from escalation.mailbox import Mailbox
from jobs.arriving import answer, intake, outbox

from hrd_report.jobs import answers_in, imap
from hrd_report.jobs.outbox import AGAIN, deliver
from hrd_report.records.escalations import DeliveryState


@pytest.fixture
def work(answered: Work) -> Work:
    return answered


def test_a_break_between_sending_and_writing_down_is_found_in_the_mailbox(work, box, post):
    made = work.queued()
    first = outbox(work, box)
    with pytest.raises(_Killed):
        deliver(replace(first, clock=_killed_once(first.clock, box)))
    assert made.delivery.state is DeliveryState.SENDING
    post.put(box.raw[0], "Sent")
    work.house.clock.advance(dt.timedelta(minutes=11))
    assert deliver(replace(first, lies_there=lambda one: imap.lies_there(post.server, one)))
    assert (made.state, made.delivery.problem, len(box.raw)) == ("sent", None, 1)


def test_an_answer_proves_that_a_message_left_before_the_break(work, box, post):
    made = work.queued()
    first = outbox(work, box)
    with pytest.raises(_Killed):
        deliver(replace(first, clock=_killed_once(first.clock, box)))
    post.put(answer(made))
    answers_in.look(intake(work), post.server)
    work.house.clock.advance(dt.timedelta(minutes=11))
    assert deliver(first)
    assert (made.delivery.problem, len(box.raw)) == (None, 1)


def test_without_a_trace_it_goes_again_under_its_name_and_is_marked(work, box, post):
    made = work.queued()
    first = outbox(work, box)
    with pytest.raises(_Killed):
        deliver(replace(first, clock=_killed_once(first.clock, box)))
    work.house.clock.advance(dt.timedelta(minutes=11))
    assert deliver(replace(first, lies_there=lambda one: imap.lies_there(post.server, one)))
    assert made.delivery.problem == AGAIN
    assert len({one["Message-ID"] for one in box.messages}) == 1


class _Killed(BaseException):
    """As a kill -9: nothing of ours runs any more."""


def _killed_once(clock, box: Mailbox):
    def now() -> dt.datetime:
        if box.raw:
            raise _Killed
        return clock()

    return now
