"""A case in our own versioned format: JSON with all but notes, or one row of a table. Pure."""

import json
from typing import Any, Final

from hrd_report.desk.exchange import as_data, cells
from hrd_report.desk.exchange.source import Source
from hrd_report.documents import codec

FORMAT: Final = "hrd-report/case"
VERSION: Final = 1
COLUMNS: Final = (
    "format_version",
    "export",
    "number",
    "received",
    "state",
    "urgency",
    "language",
    "threats",
    "subtypes",
    "platforms",
    "severity",
    "country",
    "group",
    "outcome",
    "tlp",
    "pap",
    "links",
    "summary",
)
_CLEAR: Final = ("number", "state", "urgency", "language", "received_day")
_NEVER: Final = frozenset({"fact", "bucket", "counted_elsewhere"})
"""How a case is counted: with these, a released fact could be led back to it."""


def whole(source: Source) -> bytes:
    """Return the case as JSON. Notes stay, and so does what only the program needs."""
    file = source.file
    opened = as_data.opened(file, {})
    case: dict[str, Any] = {name: _plain(opened[name]) for name in _CLEAR}
    for name in ("report", "additions", "answers", "files", "letters", "consents"):
        case[name] = opened[name]
    held = opened["assessment"] or {}
    case["assessment"] = {name: value for name, value in held.items() if name not in _NEVER}
    case["findings"] = [codec.to_data(one) for _, one in sorted(file.findings.items())]
    case["escalations"] = [
        {"state": one.row.state.value, "notice": codec.to_data(one.notice)}
        for one in file.escalations
        if one.notice is not None
    ]
    about = {
        "format": FORMAT,
        "version": VERSION,
        "export": source.export,
        "made": source.now.date().isoformat(),
        "by": source.organisation,
        "tlp": source.tlp,
        "pap": source.pap,
        "consent": {"purpose": source.consent.purpose, "identity": source.consent.identity},
        "case": case,
    }
    return json.dumps(about, ensure_ascii=False, indent=1, sort_keys=True).encode()


def row(source: Source) -> bytes:
    """Return the case as a table with one row; codes of a list have a semicolon between."""
    case, held = source.file.case, source.assessment
    sent = [one for one in (source.file.report, *source.file.additions) if one is not None]
    links = [link.reveal() for one in sent for link in one.links]
    found = {
        "format_version": str(VERSION),
        "export": source.export,
        "number": case.number,
        "received": case.received_day.isoformat(),
        "state": case.state.value,
        "urgency": case.urgency.value,
        "language": case.language,
        "threats": ";".join(source.file.threats),
        "subtypes": ";".join(held.subtypes),
        "platforms": ";".join(held.platforms),
        "severity": str(held.severity or ""),
        "country": source.country,
        "group": held.group or "",
        "outcome": held.outcome or "",
        "tlp": source.tlp,
        "pap": source.pap,
        "links": "\n".join(links),
        "summary": source.summary,
    }
    return cells.table(COLUMNS, [[found[name] for name in COLUMNS]])


def _plain(value: object) -> object:
    return getattr(value, "value", None) or (
        value.isoformat() if hasattr(value, "isoformat") else value
    )
