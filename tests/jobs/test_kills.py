"""The process that sends dies at random moments: nothing is lost, nothing goes twice in silence.

`python -m tests.bench.kills 200` is the long version; its figure stands in docs/benchmarks.md.
"""

import random

from escalation.escalated import Work
from escalation.mailbox import Mailbox
from jobs.killing import drill, fill


def test_twenty_deaths_lose_nothing_and_send_nothing_twice_without_a_mark(work: Work, box: Mailbox):
    fill(work, 60)
    outcome = drill(work, box, 20, random.Random())
    assert (outcome.kills, outcome.notices) == (20, 60)
    assert (outcome.lost, outcome.unmarked) == (0, 0)
    assert len(box.raw) >= outcome.notices
