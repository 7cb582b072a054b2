"""An escalation as plain data. The schemas say what of it leaves."""

from collections.abc import Mapping, Sequence
from typing import Any

from hrd_report.documents import codec
from hrd_report.escalation import questions
from hrd_report.escalation.actions import enclosing
from hrd_report.escalation.enclosing.held import Piece
from hrd_report.escalation.enclosing.rules import Form
from hrd_report.escalation.views.sheet import Sheet
from hrd_report.records.cases import Case
from hrd_report.records.escalations import Escalation

Data = dict[str, Any]


def row(escalation: Escalation, case: Case) -> Data:
    """Return what stands in clear of an escalation."""
    return {
        "id": escalation.id.hex(),
        "case": case.number,
        "version": escalation.version,
        "state": escalation.state,
        "day": escalation.day,
        "sent_at": escalation.sent_at,
        "acknowledged_at": escalation.acknowledged_at,
        "decided_at": escalation.decided_at,
        "acknowledgement_due": escalation.acknowledgement_due,
        "decision_due": escalation.decision_due,
        "due_at": escalation.due_at,
        "appeal_due": escalation.appeal_due,
        "look_due": escalation.look_due,
        "appeal_of": escalation.appeal_of.hex() if escalation.appeal_of else None,
    }


def whole(found: Sheet) -> Data:
    """Return all of an escalation that is open."""
    notice, reference = found.notice, found.desk.reference
    asked = questions.due(notice, reference)
    said = codec.to_data(notice)
    steps = [
        {"step": step, "ask": ask} for step, ask in zip(said["steps"], said["asks"], strict=True)
    ]
    return {
        **row(found.escalation, found.desk.file.case),
        "notice": {**said, "steps": steps},
        "body": found.body,
        "seen": found.leaving.digest if found.is_draft else None,
        "missing": found.missing,
        "uncaptured": sorted(found.uncaptured),
        "questions": [{"id": one.id, "answer": notice.answers.get(one.id)} for one in asked],
        "consents": [one.id for one in found.consents],
        "ways_on": [{"rung": one.rung, "why": one.why, "at": one.at} for one in found.proposals],
        "delivery": _delivery(found),
        "decision": codec.to_data(found.decision) if found.decision is not None else None,
        "earlier_decisions": [codec.to_data(one) for one in found.earlier],
        "mails": [codec.to_data(one) for one in found.mails],
    }


def files(
    known: Sequence[tuple[Piece, Mapping[Form, str | None]]],
    proofs: Mapping[str, tuple[str, ...]],
) -> list[Data]:
    """Return the files of a notice's cases, each with why it cannot go, by form."""
    return [
        {
            "file": one.file.file,
            "case": one.home.case.number,
            "number": one.number,
            "size": one.file.size,
            "pictures": len(one.pictures),
            "copy": why["copy"],
            "original": why["original"],
            "proves": enclosing.proven_by(one, proofs),
        }
        for one, why in known
    ]


def _delivery(found: Sheet) -> Data | None:
    one = found.delivery
    if one is None or found.is_draft:
        return None
    return {
        "state": one.state,
        "attempts": one.attempts,
        "problem": one.problem,
        "next_at": one.next_at,
    }
