"""Resolves and closes a case: with an outcome, a last word and its consents looked at."""

import datetime as dt
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from hrd_report.casefile import counting, lifecycles
from hrd_report.desk.actions import access, assessing, messages, moving, reading
from hrd_report.desk.actions.messages import Letter
from hrd_report.desk.audiences import ForDefender
from hrd_report.desk.worker import Seen, Worker
from hrd_report.errors import Invalid
from hrd_report.records.cases import OVER, Case, CaseState
from hrd_report.reference.reference import Reference
from hrd_report.sealed import Plain
from hrd_report.store.objects import Store


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Ending:
    """How a case ends. `outcome` is a code; the last word goes to the defender.

    `anyway`: also with words not to use.
    """

    to: CaseState
    outcome: str | None
    last_word: Plain
    consents_reviewed: bool
    anyway: bool = False


def end(
    session: Session,
    worker: Worker,
    seen: Seen,
    ending: Ending,
    reference: Reference,
    store: Store,
    *,
    now: dt.datetime,
) -> Case:
    """Resolve or close a case, tell the defender, and bring the nameless fact up to date.

    A resolved case was told its last word already. Raises `NotReady` naming what is missing,
    `Invalid`, `IllegalTransition`, and `Conflict` from an old page.
    """
    if ending.to not in OVER:
        raise Invalid({"to": ["unknown"]})
    case, ring = access.fresh(session, worker, seen, day=now.date())
    held = assessing.held(session, worker, case, ring, now=now)
    outcome = ending.outcome or held.outcome
    if outcome is not None and outcome not in reference.codes["outcome"].codes:
        raise Invalid({"outcome": ["unknown"]})
    if outcome == "open":
        outcome = None
    held = replace(held, outcome=outcome)
    last_word = ForDefender(ending.last_word)
    said = bool(ending.last_word.reveal().strip())
    if said:
        reach = reading.reach(session, worker, case, ring, store)
        messages.check(Letter(words=last_word, anyway=ending.anyway), reach)
    moving.move_case(
        session,
        case,
        ending.to,
        worker.role.value,
        actor=worker.id,
        now=now,
        have=_there(case, outcome, ending, said=said),
        outcome=outcome,
    )
    if said:
        messages.post(session, worker, case, last_word, now=now)
    held = counting.count(session, case, ring, held, reference, now=now)
    assessing.keep(session, case, ring, held)
    return case


def go_on(
    session: Session,
    worker: Worker,
    seen: Seen,
    to: CaseState,
    *,
    now: dt.datetime,
) -> Case:
    """Take any other step, also reopen. Raises `IllegalTransition`, `Conflict`."""
    case, _ = access.fresh(session, worker, seen, day=now.date())
    moving.move_case(session, case, to, worker.role.value, actor=worker.id, now=now)
    return case


def _there(case: Case, outcome: str | None, ending: Ending, *, said: bool) -> frozenset[str]:
    there = {
        lifecycles.OUTCOME: outcome is not None,
        lifecycles.LAST_WORD: said or case.state is CaseState.RESOLVED,
        lifecycles.CONSENTS_REVIEWED: ending.consents_reviewed,
    }
    return frozenset(name for name, is_there in there.items() if is_there)
