"""What of an estimate may be shown, and with which range. Sees nothing exact."""

import enum
import math
from dataclasses import dataclass
from typing import Final

LAPLACE_SIGMAS: Final = math.log(20) / math.sqrt(2)
"""Half a 95 % range in sigmas (2.12). It is Laplace noise's own; a fitted cell is a weighted sum of
such noise, whose tails are lighter, so that the range errs on the wide side."""

GAUSSIAN_SIGMAS: Final = 1.96

_THRESHOLD_SIGMAS: Final = 2


class Status(enum.Enum):
    """Whether a figure is shown."""

    OK = "ok"
    BELOW_THRESHOLD = "below_threshold"


@dataclass(frozen=True, slots=True)
class Figure:
    """A released number with its 95 % range, in counts; below the threshold it has neither.

    A cell of several dimensions has several codes in `code`, joined as in the table's name.
    """

    table: str
    code: str
    value: int | None
    lower: int | None
    upper: int | None
    status: Status


@dataclass(frozen=True, slots=True)
class Precision:
    """How precise a table's figures are: sigma after fitting, and the smallest value shown."""

    table: str
    cells: int
    sigma: float
    threshold: int


def threshold(sigma: float, floor: int) -> int:
    """Return the smallest value shown: two sigmas, never under `floor`."""
    return max(floor, math.ceil(_THRESHOLD_SIGMAS * sigma))


def figure(name: tuple[str, str], value: int, estimate: float, half: float, least: int) -> Figure:
    """Return the figure `name` (table, code) from its whole `value` and its unbiased `estimate`.

    The range reaches `half` to both sides of the estimate, since clamping and rounding move the
    value a little; it always holds the value, and whole numbers from 0 up.
    """
    if value < least:
        return hidden(name)
    lower = min(value, max(0, math.ceil(estimate - half)))
    upper = max(value, math.floor(estimate + half))
    return Figure(*name, value, lower, upper, Status.OK)


def hidden(name: tuple[str, str]) -> Figure:
    """Return a figure that is too small to show."""
    return Figure(*name, None, None, None, Status.BELOW_THRESHOLD)
