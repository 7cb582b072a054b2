"""Fills an outbox, kills whoever sends from it at random moments, and counts what arrived."""

import random
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from escalation.escalated import Work
from escalation.mailbox import Mailbox
from sqlalchemy import select

from hrd_report.casefile import keeping
from hrd_report.documents.escalations import DeliveryDocument
from hrd_report.jobs.outbox import AGAIN
from hrd_report.records.escalations import (
    Delivery,
    DeliveryState,
    Escalation,
    EscalationConsent,
    EscalationState,
)
from hrd_report.records.keys import ItemKind
from hrd_report.sealed import Plain
from hrd_report.vault import digests

_MESSAGE = DeliveryDocument(
    address="abuse@murmur.example",
    sender="Réseau Aubépine <notices@localhost>",
    subject=Plain("HRD-7K2M-91QX: À voir"),
    body=Plain("First line.\n"),
    message_id="",
)
_LONGEST_LIFE = 300
"""Milliseconds: some processes die before they sent anything, others after several messages."""


@dataclass
class Outcome:
    """How it went: kills, notices, those that arrived twice or more, those marked so, the lost."""

    kills: int
    notices: int
    twice: int
    marked: int
    lost: int
    unmarked: int


def fill(work: Work, count: int) -> None:
    """Put notices into the outbox, all about one case."""
    consent, now = work.consent(), work.house.clock.now
    with work.house.services.database.writing() as session:
        for _ in range(count):
            id_ = f"<{digests.random_bytes(16).hex()}@localhost>"
            item = keeping.keep(
                session,
                work.case_id,
                ItemKind.DELIVERY,
                replace(_MESSAGE, message_id=id_),
                work.house.secrets.delivery.public,
                day=now.date(),
            )
            session.flush()
            escalation = Escalation(
                id=keeping.new_id(),
                case_id=work.case_id,
                state=EscalationState.QUEUED,
                notice_item=item.id,
                day=now.date(),
            )
            session.add(escalation)
            session.flush()
            session.add_all(
                [
                    EscalationConsent(escalation_id=escalation.id, consent_id=consent),
                    Delivery(
                        id=keeping.new_id(),
                        escalation_id=escalation.id,
                        item_id=item.id,
                        state=DeliveryState.QUEUED,
                        message_id=id_,
                        next_at=now,
                    ),
                ]
            )


def drill(work: Work, box: Mailbox, kills: int, chance: random.Random) -> Outcome:
    """Kill that often, then let one live to the end, and compare what arrived with the rows."""
    settings = work.house.services.settings
    program = Path(__file__).with_name("forked_outbox.py")
    words = [str(settings.instance), settings.database_url, str(box.port)]
    killed = ahead = 0
    with subprocess.Popen(
        [sys.executable, str(program), *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout.readline() == "ready\n"
        while killed < kills:
            killed += _live(process, ahead, chance.randint(1, _LONGEST_LIFE))
            # A lease runs out after ten minutes.
            ahead += 11
        _live(process, ahead, 0)
        process.stdin.close()
    return _count(work, box, killed)


def _live(process: subprocess.Popen, ahead: int, life: int) -> bool:
    """Let one live; tell whether it was killed."""
    process.stdin.write(f"{ahead} {life}\n")
    process.stdin.flush()
    return process.stdout.readline() == "killed\n"


def _count(work: Work, box: Mailbox, kills: int) -> Outcome:
    with work.house.services.database.reading() as session:
        rows = session.scalars(select(Delivery)).all()
    arrived = Counter(str(one["Message-ID"]) for one in box.messages)
    twice = {name for name, times in arrived.items() if times > 1}
    marked = {one.message_id for one in rows if one.problem == AGAIN}
    left = {one.message_id for one in rows if one.state is DeliveryState.SENT}
    return Outcome(
        kills=kills,
        notices=len(rows),
        twice=len(twice),
        marked=len(marked),
        lost=len({one.message_id for one in rows} - (set(arrived) & left)),
        unmarked=len(twice - marked),
    )
