"""What a platform said before, and what may be recorded besides. Shows it, and records nothing."""

from collections.abc import Iterable
from typing import Any

from hrd_report.documents.escalations import ItemDecision
from hrd_report.escalation.actions import statements
from hrd_report.escalation.views.sheet import Sheet
from hrd_report.i18n import formats
from hrd_report.records.escalations import EscalationState
from hrd_report.web import pages


def acts(found: Sheet) -> dict[str, Any]:
    """Return what the page offers beside the steps of the lifecycle."""
    state, said = found.escalation.state, found.decision
    return {
        "may_decide_again": state is EscalationState.DECIDED and said is not None,
        "may_reason": said is not None and state in statements.SPEAKS,
        "reasons_of": len(said.statements) if said else 0,
        "earlier": [
            [formats.moment(one.at, pages.language()), _decided(found, one.items)]
            for one in found.earlier
        ],
        "contradicted": said is not None
        and any(statements.contradict(said, one, found.desk.reference) for one in found.earlier),
    }


def _decided(found: Sheet, items: Iterable[ItemDecision]) -> str:
    labels = (pages.say(found.desk.reference.decision(one.decision).label) for one in items)
    return ", ".join(dict.fromkeys(labels))
