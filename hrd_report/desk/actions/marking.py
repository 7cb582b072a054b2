"""Marks how far a case may be told and acted on (TLP and PAP). Sends and exports nothing."""

import datetime as dt
from dataclasses import replace

from sqlalchemy.orm import Session

from hrd_report.casefile import keeping
from hrd_report.desk.actions import access, assessing
from hrd_report.desk.worker import Seen, Worker
from hrd_report.errors import Invalid
from hrd_report.records.acts import Act
from hrd_report.records.cases import Case
from hrd_report.reference.reference import Reference


def mark(
    session: Session,
    worker: Worker,
    seen: Seen,
    marking: tuple[str, str],
    reference: Reference,
    *,
    now: dt.datetime,
) -> Case:
    """Keep a case's TLP and PAP. Raises `Invalid` for a level that is none, `Conflict`."""
    tlp, pap = marking
    known = {"tlp": reference.handling.tlp, "pap": reference.handling.pap}
    given = {"tlp": tlp, "pap": pap}
    wrong = {
        name: ["unknown"]
        for name, levels in known.items()
        if given[name] not in {one.id for one in levels}
    }
    if wrong:
        raise Invalid(wrong)
    case, ring = access.fresh(session, worker, seen, day=now.date())
    held = assessing.held(session, worker, case, ring, now=now)
    assessing.keep(session, case, ring, replace(held, tlp=tlp, pap=pap))
    keeping.changed(case)
    keeping.record(session, Act.MARKED, actor=worker.id, thing=case.id, day=now.date())
    return case
