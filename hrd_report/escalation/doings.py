"""What it is to write to each kind of addressee, in the words of the markings. Decides nothing."""

from typing import Final

from hrd_report.documents.escalations import NoticeDocument
from hrd_report.reference.reference import Reference

_DOINGS: Final = {
    **dict.fromkeys(("regulator", "settlement", "un"), "authority"),
    "partner": "partner",
    "archive": "public",
}


def of(notice: NoticeDocument, reference: Reference) -> str:
    """Return what sending a notice is; a package is for a partner, whoever it is about."""
    if notice.way.channel == "package":
        return "partner"
    return _DOINGS.get(reference.platform(notice.platform).kind, "notice")
