"""How reports, cases and safety measures may go on, as tables. Moves nothing.

`states` guards the rows; the zones' actions ask who may take a step and what it needs. The table
of escalations is `escalation.lifecycle`.
"""

import enum
from typing import Final

from hrd_report.i18n.marks import N_
from hrd_report.lifecycle import Lifecycle, steps
from hrd_report.records.cases import OVER, CaseState, ReportState

STAFF: Final = ("lead", "caseworker")
PROGRAM: Final = "program"
DEFENDER: Final = "defender"

OUTCOME: Final = "outcome"
LAST_WORD: Final = "last_word"
CONSENTS_REVIEWED: Final = "consents_reviewed"
WISH: Final = "wish"
TO_END: Final = (OUTCOME, LAST_WORD, CONSENTS_REVIEWED)
"""What must be there before a case is resolved or closed."""

_R, _C = ReportState, CaseState
_WORKING: Final = (_C.OPEN, _C.IN_PROGRESS, _C.WAITING_DEFENDER, _C.WAITING_PLATFORM)
_TRIAGED: Final = (_R.ACCEPTED, _R.NEEDS_INFORMATION, _R.REFERRED, _R.REJECTED, _R.DUPLICATE)


class MeasureState(enum.Enum):
    """How far a safety measure has come: what somebody does so that the defender is safer."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    ACTIVE = "active"
    ENDED = "ended"


_M: Final = MeasureState
VERDICTS: Final = _TRIAGED
"""What triage may make of a report, the usual one first."""

REPORT: Final = Lifecycle(
    name="report",
    first=_R.RECEIVED,
    steps=(
        *steps([(_R.RECEIVED, _R.ACKNOWLEDGED)], PROGRAM),
        *steps(
            [(before, _R.IN_TRIAGE) for before in (_R.RECEIVED, _R.ACKNOWLEDGED, _R.UNREADABLE)],
            *STAFF,
            PROGRAM,
        ),
        *steps(
            [(before, _R.UNREADABLE) for before in (_R.RECEIVED, _R.ACKNOWLEDGED, _R.IN_TRIAGE)],
            PROGRAM,
        ),
        *steps([(_R.IN_TRIAGE, after) for after in _TRIAGED], *STAFF),
        *steps(
            [
                (before, after)
                for before in _TRIAGED
                for after in _TRIAGED
                if before is not after and before is not _R.DUPLICATE
            ],
            *STAFF,
        ),
    ),
)

CASE: Final = Lifecycle(
    name="case",
    first=_C.RECEIVED,
    steps=(
        *steps([(_C.RECEIVED, _C.OPEN)], *STAFF),
        *steps([(_C.OPEN, _C.IN_PROGRESS)], *STAFF, PROGRAM),
        *steps([(_C.WAITING_DEFENDER, _C.IN_PROGRESS)], *STAFF, PROGRAM, DEFENDER),
        *steps([(_C.WAITING_PLATFORM, _C.IN_PROGRESS)], *STAFF, PROGRAM),
        *steps(
            [(before, _C.WAITING_DEFENDER) for before in _WORKING if before is not _WORKING[2]],
            *STAFF,
        ),
        *steps(
            [(before, _C.WAITING_PLATFORM) for before in _WORKING if before is not _WORKING[3]],
            *STAFF,
            PROGRAM,
        ),
        *steps([(before, _C.RESOLVED) for before in _WORKING], *STAFF, needs=TO_END),
        *steps([(before, _C.CLOSED) for before in (*_WORKING, _C.RESOLVED)], *STAFF, needs=TO_END),
        *steps([(before, _C.IN_PROGRESS) for before in OVER], *STAFF, DEFENDER),
    ),
)

_WISHES: Final = (
    (_M.PROPOSED, _M.ACCEPTED),
    (_M.PROPOSED, _M.DECLINED),
    (_M.DECLINED, _M.ACCEPTED),
    (_M.ACCEPTED, _M.DECLINED),
    (_M.ACTIVE, _M.DECLINED),
)
MEASURE: Final = Lifecycle(
    name="measure",
    first=_M.PROPOSED,
    steps=(
        *steps(_WISHES, DEFENDER),
        *steps(_WISHES, *STAFF, needs=(WISH,)),
        *steps([(_M.ACCEPTED, _M.ACTIVE), (_M.ACTIVE, _M.ENDED), (_M.ACCEPTED, _M.ENDED)], *STAFF),
        *steps([(_M.ENDED, _M.ACTIVE)], *STAFF),
    ),
)

CASE_LABELS: Final = {
    _C.RECEIVED: N_("Received"),
    _C.OPEN: N_("Open"),
    _C.IN_PROGRESS: N_("In progress"),
    _C.WAITING_DEFENDER: N_("Waiting for the defender"),
    _C.WAITING_PLATFORM: N_("Waiting for a platform"),
    _C.RESOLVED: N_("Resolved"),
    _C.CLOSED: N_("Closed"),
}
REPORT_LABELS: Final = {
    _R.RECEIVED: N_("Received"),
    _R.ACKNOWLEDGED: N_("Acknowledged"),
    _R.IN_TRIAGE: N_("In triage"),
    _R.ACCEPTED: N_("Accepted"),
    _R.NEEDS_INFORMATION: N_("Needs information"),
    _R.REFERRED: N_("Referred to somebody else"),
    _R.REJECTED: N_("Not for us"),
    _R.DUPLICATE: N_("Sent twice"),
    _R.UNREADABLE: N_("Cannot be opened"),
}
MEASURE_LABELS: Final = {
    _M.PROPOSED: N_("Proposed"),
    _M.ACCEPTED: N_("Accepted by the defender"),
    _M.DECLINED: N_("Declined by the defender"),
    _M.ACTIVE: N_("Under way"),
    _M.ENDED: N_("Completed"),
}
NEEDS: Final = {
    OUTCOME: N_("an outcome"),
    LAST_WORD: N_("a last word to the defender"),
    CONSENTS_REVIEWED: N_("its consents looked at"),
    WISH: N_("what the defender wants"),
}
"""What each need of these tables is called."""
