"""Reads the names of countries that the STOP data set uses. Keeps nothing."""

from hrd_report.i18n import formats
from hrd_report.reference.reference import Reference

_THEIRS = "en"


def code_of(name: str, reference: Reference) -> str | None:
    """Return the code (ISO 3166-1) of a country as the data set names it; None for any other."""
    wanted = name.strip().casefold()
    known = {one.id.casefold(): one.code for one in reference.stop_countries}
    if wanted in known:
        return known[wanted]
    for code in reference.countries:
        if formats.country(code, _THEIRS).casefold() == wanted:
            return code
    return None


def name_of(code: str, reference: Reference) -> str:
    """Return what the data set calls a country."""
    known = {one.code: one.id for one in reversed(reference.stop_countries)}
    return known.get(code) or formats.country(code, _THEIRS)
