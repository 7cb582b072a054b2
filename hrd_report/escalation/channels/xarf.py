"""XARF v4 reports (xarf.org) for hosts and registrars, one for each item. Sends nothing."""

import re
from typing import Any, Final
from urllib.parse import urlsplit

from hrd_report.documents.escalations import NoticeDocument
from hrd_report.escalation import wording
from hrd_report.escalation.notice import Letter
from hrd_report.vault import digests

VERSION: Final = "4.2.0"
TYPES: Final = ("phishing", "malware", "exposed_data")
_LONGEST: Final = 1000
_LONGEST_ORG: Final = 200
_DOMAIN: Final = re.compile(r"([a-z0-9]+(-[a-z0-9]+)*\.)+[a-z]{2,}")
_MORE: Final[dict[str, dict[str, Any]]] = {
    "exposed_data": {"data_types": ["personal_information"], "exposure_method": "intentional_leak"},
}


def report(notice: NoticeDocument, letter: Letter, number: int) -> dict[str, Any]:
    """Return the report on one item, from 1. The organisation alone is named in it."""
    url = wording.line(notice.items[number - 1].url.reveal())
    host = (urlsplit(url).hostname or "").lower()
    contact = {
        "org": letter.organisation[:_LONGEST_ORG],
        "contact": letter.address,
        "domain": letter.address.rpartition("@")[2],
    }
    found = {
        "xarf_version": VERSION,
        "report_id": _id(notice, number),
        # Cut to the hour: when somebody wrote is nobody's business.
        "timestamp": notice.at.strftime("%Y-%m-%dT%H:00:00Z"),
        "reporter": contact,
        "sender": contact,
        "source_identifier": host,
        "category": "content",
        "type": notice.way.reason,
        "url": url,
        "evidence_source": "user_report",
        "description": wording.line(notice.explanation.reveal())[:_LONGEST],
        **_MORE.get(notice.way.reason, {}),
    }
    return found | ({"domain": host} if _DOMAIN.fullmatch(host) else {})


def _id(notice: NoticeDocument, number: int) -> str:
    """Return a UUID (version 4) that stays the same, so that a second copy is known for one."""
    raw = bytearray(digests.sha256(digests.prefixed(notice.reference.encode(), b"%d" % number)))
    raw[6], raw[8] = raw[6] & 0x0F | 0x40, raw[8] & 0x3F | 0x80
    text = raw[:16].hex()
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))
