"""Names of tables, dimensions and codes in a reader's language. Counts nothing."""

from collections.abc import Mapping
from typing import Final, Protocol

from hrd_report.i18n import formats
from hrd_report.i18n.catalogues import catalogue
from hrd_report.i18n.marks import N_
from hrd_report.statistics.recode import CROSS, ROLLED_UP


class Labels(Protocol):
    """What naming needs of a code list."""

    @property
    def codes(self) -> tuple[str, ...]:
        """All codes, in their order."""

    def label(self, name: str) -> str:
        """Return the message that names a code."""


TITLES: Final = {
    "threat": N_("Threats"),
    "world_region": N_("Regions"),
    "region": N_("Regions"),
    "other_countries": N_("Countries not shown by name, by region"),
    "country": N_("Countries"),
    "platform_group": N_("Platforms"),
    "platform": N_("Platforms"),
    "group": N_("Field of work"),
    "identity_group": N_("Who is targeted"),
    "identity": N_("Who is targeted"),
    "severity": N_("Severity"),
    "finding": N_("Step that failed most"),
    "outcome_group": N_("Outcome"),
    "outcome": N_("Outcome"),
    "duration": N_("Time to closing"),
    "month": N_("Month of the report"),
    "language": N_("Language"),
    "dsa_category": N_("Categories of the DSA Transparency Database"),
}
"""What a table of one dimension is called."""

HEADS: Final = {
    "threat": N_("Threat"),
    "world_region": N_("Region"),
    "region": N_("Region"),
    "other_countries": N_("Region"),
    "country": N_("Country"),
    "platform_group": N_("Platform"),
    "platform": N_("Platform"),
    "group": N_("Field of work"),
    "identity_group": N_("Group"),
    "identity": N_("Group"),
    "severity": N_("Severity"),
    "finding": N_("Step"),
    "outcome_group": N_("Outcome"),
    "outcome": N_("Outcome"),
    "duration": N_("Time"),
    "month": N_("Month"),
    "acknowledged": N_("Receipt confirmed"),
    "decided": N_("Decided"),
    "acted": N_("Posts acted on"),
    "remedy": N_("Appeal"),
    "language": N_("Language"),
    "dsa_category": N_("Category"),
}
"""What the column of a dimension's codes is called."""

_LIKE: Final = {"other_countries": "region"}
_ROLLED: Final = N_("Countries never shown by name")
_ALL: Final = N_("All")
_PAIR: Final = N_("%(one)s by %(other)s")


def title(table: str, language: str) -> str:
    """Return what a table is called."""
    say, names = catalogue(language).gettext, table.split(CROSS)
    if len(names) == 1:
        return say(TITLES[table])
    heads = [say(HEADS[name]) for name in names]
    said = heads[0]
    for head in heads[1:]:
        said = say(_PAIR) % {"one": said, "other": head}
    return said


def code_name(lists: Mapping[str, Labels], dimension: str, code: str, language: str) -> str:
    """Return what a code of a dimension is called; a code that is a proper name, as it is."""
    say = catalogue(language).gettext
    if dimension == "total":
        return say(_ALL)
    if dimension == "month":
        return formats.month(int(code[1:]), language)
    if dimension == "country":
        if code == ROLLED_UP:
            return say(_ROLLED)
        label = lists["country"].label(code)
        return formats.country(code, language) if label == code else say(label)
    if dimension == "language":
        label = lists["language"].label(code)
        return _begun(formats.language_name(code, language)) if label == code else say(label)
    return say(lists[_LIKE.get(dimension, dimension)].label(code))


def _begun(name: str) -> str:
    """Return a name as it begins a row: locales write those of languages small."""
    return name[:1].upper() + name[1:]
