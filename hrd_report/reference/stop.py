"""The shape of Access Now's #KeepItOn STOP data set. Imports and exports nothing itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

StopType = Literal["date", "choice", "choices", "yes_no", "text", "url", "urls"]


@dataclass(frozen=True, slots=True)
class StopField:
    """A column; `seen` are values found in the sheet of 2022, for choices only.

    `label` and the values are msgids, `subject` the page of the form on which it stands. A label
    that is somebody's own name (`proper`) is the same in every language.
    """

    name: str
    type: StopType
    subject: str
    label: str
    proper: bool = False
    seen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StopKind:
    """What a shutdown subtype is called there: column name to value."""

    id: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class StopCountry:
    """A country's name there, where it is not the usual English one, and its ISO 3166-1 code."""

    id: str
    code: str
