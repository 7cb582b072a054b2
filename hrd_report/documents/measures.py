"""Safety measures and the people of a case, as they are sealed. Decides nothing."""

import datetime as dt
from dataclasses import dataclass, field

from hrd_report.sealed import Plain


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class MeasureDocument:
    """One safety measure as it stands; the newest of its `measure` (hex id) holds.

    Sealed to the case and, without `note`, to the receipt: title and text are the very words that
    the defender reads, in `language`. `library` names where they are from, or nothing. `by` is
    empty where the defender moved it. `review_on` is a day (ISO 8601).
    """

    measure: str
    state: str
    title: Plain
    text: Plain
    language: str
    at: dt.datetime
    by: str = ""
    library: str = ""
    review_on: str = ""
    note: Plain = field(default_factory=lambda: Plain(""))


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ParticipantDocument:
    """Somebody in a case, with a role of the reference data; the newest of its `participant` holds.

    Sealed to the case alone. `gone`: taken out of the list again.
    """

    participant: str
    role: str
    name: Plain
    by: str
    at: dt.datetime
    reach: Plain = field(default_factory=lambda: Plain(""))
    note: Plain = field(default_factory=lambda: Plain(""))
    gone: bool = False
