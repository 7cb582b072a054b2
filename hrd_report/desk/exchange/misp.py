"""A case's traces as a MISP event (core format, JSON). Holds nothing of the defender. Pure.

The defender's own accounts and addresses are left out, and so is every telephone number: whose it
is, nobody can tell from a text.
"""

import datetime as dt
import json
import uuid
from typing import Any, Final

from hrd_report.desk.exchange.source import Source
from hrd_report.desk.indicators import extracting
from hrd_report.desk.indicators.extracting import Indicator
from hrd_report.media import kinds
from hrd_report.vault import digests

_TYPES: Final = {
    extracting.URL: ("url", "Network activity"),
    extracting.DOMAIN: ("domain", "Network activity"),
    extracting.MAIL: ("email", "Social network"),
    extracting.ACCOUNT: ("text", "Social network"),
    extracting.HASHTAG: ("text", "Social network"),
}
_COMMENTS: Final = {
    extracting.ACCOUNT: "account: platform and name",
    extracting.HASHTAG: "hashtag",
}
_LEVELS: Final = {1: "1", 2: "2", 3: "3", 4: "3"}
_TLP: Final = ("red", "amber+strict", "amber", "green", "clear")
_TECHNICAL: Final = frozenset({"malicious_cyber", "surveillance"})
"""Threats in which a file that was received may be the attack; a picture never is."""

_ORGANISATION_ONLY: Final = "0"
_INITIAL: Final = "0"


def event(source: Source) -> bytes:
    """Return the event. Its id follows from the export's, so the same file is the same event."""
    own, seen = source.own(), source.indicators()
    named = [one for one in seen if one.kind in _TYPES and one.value not in own]
    attributes = [_attribute(one, source) for one in named]
    if _TECHNICAL & set(source.file.threats):
        attributes += [
            _hash(one.document.sha256, source)
            for one in source.file.files
            if one.document.detected not in kinds.EXTENSIONS
        ]
    whole = {
        "uuid": _uuid(source, "event"),
        "info": "Online attack on a human rights defender",
        "date": source.now.date().isoformat(),
        "threat_level_id": _LEVELS.get(source.assessment.severity or 0, "4"),
        "analysis": _INITIAL,
        "distribution": _ORGANISATION_ONLY,
        "published": False,
        "timestamp": _seconds(source.now),
        "Orgc": {
            "name": source.organisation,
            "uuid": str(uuid.uuid5(uuid.NAMESPACE_DNS, source.organisation)),
        },
        "Tag": [{"name": one} for one in _tags(source)],
        "Attribute": _once(attributes),
    }
    text = json.dumps({"Event": whole}, ensure_ascii=False, indent=1, sort_keys=True)
    return text.encode()


def _tags(source: Source) -> list[str]:
    crosswalks = [source.reference.subtype(one).crosswalk for one in source.assessment.subtypes]
    attack = {one for cross in crosswalks for one in cross.attack}
    found = [
        f"tlp:{source.tlp if source.tlp in _TLP else 'red'}",
        f"PAP:{source.pap.upper()}",
        *sorted({one.rsit for one in crosswalks if one.rsit}),
        *sorted(f'misp-galaxy:mitre-attack-pattern="{one}"' for one in attack),
        *(f'hrd-threat:kind="{one}"' for one in source.assessment.threats),
    ]
    return list(dict.fromkeys(found))


def _attribute(one: Indicator, source: Source) -> dict[str, Any]:
    kind, category = _TYPES[one.kind]
    value = f"https://{one.value}" if one.kind == extracting.URL else one.value
    return _row(source, kind, category, value, comment=_COMMENTS.get(one.kind, ""))


def _hash(sha256: str, source: Source) -> dict[str, Any]:
    return _row(source, "sha256", "Payload delivery", sha256, comment="file that was received")


def _row(source: Source, kind: str, category: str, value: str, *, comment: str) -> dict[str, Any]:
    return {
        "uuid": _uuid(source, f"{kind}/{value}"),
        "type": kind,
        "category": category,
        "value": value,
        "comment": comment,
        # A machine that blocks by it would block whoever is only named: people decide.
        "to_ids": False,
        "distribution": "5",
        "timestamp": _seconds(source.now),
        "disable_correlation": False,
    }


def _uuid(source: Source, part: str) -> str:
    raw = digests.sha256(f"hrd1/misp/{source.export}/{part}".encode())[:16]
    return str(uuid.UUID(bytes=raw, version=4))


def _seconds(moment: dt.datetime) -> str:
    return str(int(moment.replace(minute=0, second=0, microsecond=0).timestamp()))


def _once(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return list({one["uuid"]: one for one in rows}.values())
