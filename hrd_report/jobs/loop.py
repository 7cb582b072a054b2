"""The jobs process: takes one job after another until it is told to stop. Serves no page."""

import datetime as dt
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hrd_report.escalation import delivery
from hrd_report.jobs import (
    alarms,
    answers_in,
    clearing,
    ending,
    figures,
    fixity,
    hook_keys,
    imap,
    incoming,
    outbox,
    owed,
    reshelving,
    reshelving_traces,
    sequencing,
    silence,
    unfinished,
    webhooks,
)
from hrd_report.jobs.erasures import Erasures
from hrd_report.jobs.mail_drop import MailDrop
from hrd_report.jobs.sweeping import Sweep
from hrd_report.statistics import releasing
from hrd_report.vault.instance import Secrets
from hrd_report.web import log
from hrd_report.web.services import Services

_PAUSE_SECONDS: Final = 1.0
_SECOND: Final = dt.timedelta(seconds=1)
_SECONDS: Final = dt.timedelta(seconds=5)
_MINUTE: Final = dt.timedelta(minutes=1)
_HOUR: Final = dt.timedelta(hours=1)


@dataclass(slots=True)
class _Chore:
    """Something done again and again."""

    work: Callable[[], object]
    every: dt.timedelta
    last: dt.datetime | None = None

    def is_due(self, now: dt.datetime) -> bool:
        """Whether its time has come; a clock that was set back makes nothing wait."""
        return self.last is None or not dt.timedelta() <= now - self.last < self.every


def run(parts: Services, secrets: Secrets, stop: threading.Event) -> None:
    """Work until `stop` is set. One failing job is logged and never ends the others."""
    sweep = Sweep(parts.database, parts.store, parts.clock)
    copy = sequencing.copy_of(parts.settings)
    erasures = Erasures(parts.database, parts.store, parts.clock)
    chores = [
        # First: a case that is to be gone sends nothing more.
        _Chore(erasures.complete, _MINUTE),
        _Chore(lambda: _call(parts, secrets), _SECONDS),
        _Chore(lambda: webhooks.tell_one(parts, secrets.delivery), _SECOND),
        _Chore(lambda: webhooks.look(parts.database, parts.clock), webhooks.EVERY),
        _Chore(lambda: hook_keys.settle(parts.database, parts.clock, secrets.delivery), _HOUR),
        _Chore(lambda: _mails(parts), _MINUTE),
        _Chore(lambda: silence.record(parts.database, parts.clock), _MINUTE),
        _Chore(lambda: owed.show(parts.database, parts.clock), _HOUR),
        _Chore(lambda: sequencing.run(parts.database, secrets.audit, copy), _MINUTE),
        _Chore(lambda: clearing.clear(parts.database, parts.clock), _MINUTE),
        _Chore(lambda: releasing.freeze_due(parts.figures, parts.clock), _HOUR),
        _Chore(lambda: figures.tidy(parts.database), _HOUR),
        _Chore(lambda: figures.destroy_old(parts.database, parts.clock), _HOUR),
        _Chore(sweep.look, _HOUR),
        _Chore(lambda: fixity.check(parts.database, parts.store, parts.clock), _MINUTE),
        _Chore(lambda: unfinished.forget(parts.database, parts.store, parts.clock), _HOUR),
        _Chore(lambda: _end(parts), _HOUR),
        _Chore(lambda: _reshelve(parts, secrets, stop), _HOUR),
    ]
    while not stop.is_set():
        now = parts.clock()
        for chore in chores:
            if chore.is_due(now):
                chore.last = now
                _attempt(chore.work)
        if not _attempt(lambda: outbox.deliver_one(parts, secrets.delivery)):
            stop.wait(_PAUSE_SECONDS)


def _mails(parts: Services) -> object:
    server, drop = imap.imap_server(parts.settings.imap_url), parts.settings.mail_drop
    intake = incoming.Intake(
        database=parts.database,
        store=parts.store,
        clock=parts.clock,
        pepper=parts.pepper,
        authserv=parts.settings.mail_authserv,
    )
    if drop:
        _attempt(lambda: answers_in.look_into(intake, MailDrop(Path(drop))))
    return answers_in.look(intake, server) if server else None


def _end(parts: Services) -> object:
    kept = parts.settings.kept_days
    return ending.run(parts.database, parts.store, parts.clock, kept)


def _call(parts: Services, secrets: Secrets) -> object:
    server = delivery.mail_server(parts.settings.smtp_url)
    return alarms.call(parts, secrets.delivery, server)


def _reshelve(parts: Services, secrets: Secrets, stop: threading.Event) -> object:
    today = parts.clock().date()
    # Before the grants: once those are done, weeks are forgotten.
    reshelving_traces.renew(
        parts.database, secrets.shelf, today=today, goes_on=lambda: not stop.is_set()
    )
    return reshelving.renew(
        parts.database,
        secrets.shelf,
        today=parts.clock().date(),
        days=parts.settings.backup_days,
        goes_on=lambda: not stop.is_set(),
    )


def _attempt(work: Callable[[], object]) -> object:
    try:
        return work()
    except Exception as problem:  # noqa: BLE001 - the loop outlives any one job
        log.unexpected(problem)
        return None
