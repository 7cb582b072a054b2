"""Classifies a case: threats, where, how severe, about whom. The caseworker decides."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from hrd_report.casefile import counting, keeping
from hrd_report.desk import clocks
from hrd_report.desk.actions import access, assessing, moving, reading, tallying
from hrd_report.desk.worker import Seen, Worker
from hrd_report.errors import Invalid
from hrd_report.records.acts import Act
from hrd_report.records.cases import Case, CaseState, Due, ReportState, Urgency
from hrd_report.reference.reference import Reference
from hrd_report.reference.severity import Proposal, propose
from hrd_report.sealed import Plain


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Classification:
    """What a caseworker found, in ids of the reference data.

    Without `severity` the proposed one is taken; another needs a note that says why. `verdict`
    says what becomes of the report.
    """

    threats: tuple[str, ...]
    subtypes: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    severity: int | None = None
    severity_note: Plain = Plain("")
    modifiers: tuple[str, ...] = ()
    country: str | None = None
    group: str | None = None
    identity: str | None = None
    counted_elsewhere: bool = False
    summary: Plain = Plain("")
    verdict: ReportState = ReportState.ACCEPTED


def classify(
    session: Session,
    worker: Worker,
    seen: Seen,
    found: Classification,
    reference: Reference,
    *,
    now: dt.datetime,
) -> Case:
    """Keep a classification, set the urgency, count the case, and go on with it.

    Raises `Invalid` for what the reference does not know, `Conflict` from an old page.
    """
    check(found, reference)
    case, ring = access.fresh(session, worker, seen, day=now.date())
    proposed = proposal(found.subtypes, found.modifiers, reference).level
    severity = found.severity or proposed
    held = replace(
        assessing.held(session, worker, case, ring, now=now),
        threats=found.threats,
        subtypes=found.subtypes,
        platforms=found.platforms,
        severity=severity,
        severity_note=found.severity_note if severity != proposed else Plain(""),
        modifiers=found.modifiers,
        country=found.country,
        group=found.group,
        identity=found.identity,
        counted_elsewhere=found.counted_elsewhere,
        summary=found.summary,
    )
    _go_on(session, worker, case, found.verdict, now)
    set_urgency(case, severity, at_risk="yes" in held.risk.values(), now=now)
    held = counting.count(session, case, ring, held, reference, now=now)
    assessing.keep(session, case, ring, held)
    tallying.tell(session, worker, case, ring, day=now.date())
    keeping.changed(case)
    keeping.record(session, Act.CLASSIFIED, actor=worker.id, thing=case.id, day=now.date())
    return case


def proposal(subtypes: Iterable[str], modifiers: Iterable[str], reference: Reference) -> Proposal:
    """Return the severity that subtypes and circumstances (ids) propose, with its reason."""
    return propose(
        [reference.subtype(one) for one in subtypes],
        set(modifiers),
        reference.severity_modifiers,
        reference.severity_axes,
    )


def set_urgency(case: Case, severity: int | None, *, at_risk: bool, now: dt.datetime) -> None:
    """Set how soon somebody must look. A life at risk outweighs every severity."""
    by_level = {1: Urgency.CRITICAL, 2: Urgency.HIGH}
    wanted = Urgency.CRITICAL if at_risk else by_level.get(severity or 0, Urgency.NORMAL)
    if severity is None and not at_risk:
        return
    if wanted is Urgency.CRITICAL and case.urgency is not Urgency.CRITICAL:
        clocks.hasten(case, clocks.CRITICAL_WITHIN, now=now)
    case.urgency = wanted


def check(found: Classification, reference: Reference) -> None:
    """Refuse what the reference does not know. Raises `Invalid`."""
    known = {
        "threats": {one.id for one in reference.threats},
        "subtypes": {one.id for one in reference.subtypes},
        "platforms": {one.id for one in reference.platforms},
        "modifiers": {one.id for one in reference.severity_modifiers},
        "country": set(reference.codes["country"].codes),
        "group": set(reference.codes["group"].codes),
        "identity": set(reference.codes["identity"].codes),
        "severity": {str(one.level) for one in reference.severity_levels},
    }
    wrong: dict[str, list[str]] = {}
    for name, allowed in known.items():
        value = getattr(found, name)
        given = value if isinstance(value, tuple) else () if value is None else (str(value),)
        if not set(given) <= allowed:
            wrong[name] = ["unknown"]
    if not found.threats:
        wrong["threats"] = ["missing"]
    if not wrong and _is_unexplained(found, reference):
        wrong["severity_note"] = ["missing"]
    if wrong:
        raise Invalid(wrong)


def _is_unexplained(found: Classification, reference: Reference) -> bool:
    """Tell whether a severity is another than the matrix proposes, and nobody says why."""
    if found.severity is None or found.severity_note.reveal().strip():
        return False
    return found.severity != proposal(found.subtypes, found.modifiers, reference).level


def _go_on(
    session: Session, worker: Worker, case: Case, verdict: ReportState, now: dt.datetime
) -> None:
    row = reading.report_row(session, case)
    role = worker.role.value
    if row.state in (ReportState.RECEIVED, ReportState.ACKNOWLEDGED, ReportState.UNREADABLE):
        moving.move_report(row, ReportState.IN_TRIAGE, role)
    moving.move_report(row, verdict, role)
    if case.state is CaseState.OPEN:
        moving.move_case(session, case, CaseState.IN_PROGRESS, role, actor=worker.id, now=now)
    if case.due is Due.TRIAGE:
        clocks.start(case, Due.WORD_TO_DEFENDER, clocks.NEXT_WORD[case.urgency], now=now)
