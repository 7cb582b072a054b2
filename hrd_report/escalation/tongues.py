"""In which language an addressee is written to, as far as the directory knows. Opens nothing."""

from typing import Final

from hrd_report.i18n.languages import OF_LETTERS
from hrd_report.i18n.marks import N_
from hrd_report.reference.platforms import Platform

FALLBACK: Final = "en"
"""What is written where the directory knows no language, or none that notices are made in."""

OWN: Final = N_("the addressee’s own")


def of(platform: Platform) -> str:
    """Return the first language an addressee reads that notices are made in, else the fallback."""
    return next((one for one in platform.languages if one in OF_LETTERS), FALLBACK)


def why_fallback(platform: Platform) -> str:
    """Return why an addressee gets the fallback, as a msgid, or nothing where it reads ours."""
    if not platform.languages:
        return N_("The directory does not say what they read: English is proposed.")
    if of(platform) not in platform.languages:
        return N_("They read %(languages)s, in which no notice is made yet: English is proposed.")
    return ""
