"""How safety measures may go on, as a table. Moves nothing."""

import enum
from typing import Final

from hrd_report.i18n.marks import N_
from hrd_report.lifecycle import Lifecycle, steps

STAFF: Final = ("lead", "caseworker")
DEFENDER: Final = "defender"
WISH: Final = "wish"


class MeasureState(enum.Enum):
    """How far a safety measure has come: what somebody does so that the defender is safer."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    ACTIVE = "active"
    ENDED = "ended"


_M: Final = MeasureState
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
MEASURE_LABELS: Final = {
    _M.PROPOSED: N_("Proposed"),
    _M.ACCEPTED: N_("Accepted by the defender"),
    _M.DECLINED: N_("Declined by the defender"),
    _M.ACTIVE: N_("Under way"),
    _M.ENDED: N_("Completed"),
}
