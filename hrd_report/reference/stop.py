"""The shape of Access Now's #KeepItOn STOP data set. Imports and exports nothing itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

StopType = Literal["date", "choice", "choices", "yes_no", "text", "url", "urls"]


@dataclass(frozen=True, slots=True)
class StopField:
    """A column; `seen` are values found in the sheet of 2022, for choices only."""

    name: str
    type: StopType
    seen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StopKind:
    """What a shutdown subtype is called there: column name to value."""

    id: str
    values: Mapping[str, str]
