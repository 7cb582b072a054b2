"""Keeps the answers to the immediate-risk questions. Any yes makes a case critical."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import cast, get_args

from sqlalchemy.orm import Session

from hrd_report.casefile import keeping
from hrd_report.desk import clocks
from hrd_report.desk.actions import access, alarms, assessing, classify
from hrd_report.desk.worker import Seen, Worker
from hrd_report.documents.casework import RiskAnswer
from hrd_report.errors import Invalid
from hrd_report.records.acts import Act
from hrd_report.records.cases import Case
from hrd_report.reference.reference import Reference


def assess(
    session: Session,
    worker: Worker,
    seen: Seen,
    answers: Mapping[str, str],
    reference: Reference,
    *,
    now: dt.datetime,
) -> Case:
    """Keep the answers by question id. Any new yes makes the case critical.

    Something is due within two hours then, and a second person is called. Raises `Invalid` for a
    question or an answer that does not exist, `Conflict` from an old page.
    """
    questions = {one.id for one in reference.risk_questions}
    wrong = {
        name: ["unknown"]
        for name, answer in answers.items()
        if name not in questions or answer not in get_args(RiskAnswer)
    }
    if wrong:
        raise Invalid(wrong)
    case, ring = access.fresh(session, worker, seen, day=now.date())
    former = assessing.held(session, worker, case, ring, now=now)
    held = replace(former, risk=cast("dict[str, RiskAnswer]", dict(answers)))
    if _new_yes(former.risk, answers):
        clocks.hasten(case, clocks.CRITICAL_WITHIN, now=now)
        alarms.call(session, worker, case, now=now)
    at_risk = "yes" in answers.values()
    classify.set_urgency(case, held.severity, at_risk=at_risk, now=now)
    assessing.keep(session, case, ring, held)
    keeping.changed(case)
    keeping.record(session, Act.ASSESSED_RISK, actor=worker.id, thing=case.id, day=now.date())
    return case


def _new_yes(former: Mapping[str, str], answers: Mapping[str, str]) -> bool:
    return any(one == "yes" and former.get(name) != "yes" for name, one in answers.items())
