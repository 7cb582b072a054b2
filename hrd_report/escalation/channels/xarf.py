"""XARF v4 reports (xarf.org) for hosts and registrars, one for each item. Sends nothing."""

import base64
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from hrd_report.documents.escalations import NoticeDocument
from hrd_report.escalation import inline, wording
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


def report(
    notice: NoticeDocument, letter: Letter, number: int, files: Mapping[str, bytes]
) -> dict[str, Any]:
    """Return the report on one item, from 1. The organisation alone is named in it.

    `files` are the bytes of its evidence by name; a file whose bytes are not given is left out.
    """
    url = wording.line(notice.items[number - 1].url.reveal())
    host = wording.host(url)
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
    evidence = list(_evidence(notice, number, files))
    return (
        found
        | ({"domain": host} if _DOMAIN.fullmatch(host) else {})
        | ({"evidence": evidence} if evidence else {})
    )


def _evidence(
    notice: NoticeDocument, number: int, files: Mapping[str, bytes]
) -> Iterator[dict[str, Any]]:
    """Yield what belongs to an item, and a list of what is too large to lie here."""
    for one in inline.carried(notice):
        if inline.place(notice, one) == number and one.name in files:
            yield _piece(one.media_type, one.name, files[one.name])
    absent = [one for one in inline.left_out(notice) if inline.place(notice, one) == number]
    lines = (f"{one.name}: {one.size} bytes, SHA-256 {one.sha256}\n" for one in absent)
    if absent:
        yield _piece("text/plain", "Kept by the reporter, too large", "".join(lines).encode())


def _piece(kind: str, description: str, content: bytes) -> dict[str, Any]:
    return {
        "content_type": kind,
        "description": description,
        "payload": base64.b64encode(content).decode(),
        "hash": f"sha256:{digests.sha256(content).hex()}",
        "size": len(content),
    }


def _id(notice: NoticeDocument, number: int) -> str:
    """Return a UUID (version 4) that stays the same, so that a second copy is known for one."""
    raw = bytearray(digests.sha256(digests.prefixed(notice.reference.encode(), b"%d" % number)))
    raw[6], raw[8] = raw[6] & 0x0F | 0x40, raw[8] & 0x3F | 0x80
    text = raw[:16].hex()
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))
