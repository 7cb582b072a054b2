"""A case in HURIDOCS Events Standard Formats, as one table: the event, a row for each act. Pure.

Fields carry the numbers of the standard. No person is described: a victim is counted, not named.
"""

from typing import Final

from hrd_report.desk.exchange import cells
from hrd_report.desk.exchange.source import Source
from hrd_report.reference.threats import Subtype

COLUMNS: Final = (
    ("0101", "Event Record Number"),
    ("0102", "Event Title"),
    ("0108", "Confidentiality"),
    ("0111", "Geographical Term"),
    ("0113", "Initial Date"),
    ("0115", "Event Description"),
    ("0116", "Impact of Event"),
    ("0150", "Remarks"),
    ("0160", "Date Received"),
    ("0161", "Date of Entry"),
    ("2101", "Act Record Number"),
    ("2109", "Type of Act"),
    ("2109 label", "Type of Act, in words"),
    ("2115", "Attribution"),
    ("2152", "Victim Characteristics"),
    ("2160", "Date Received (act)"),
)
_HARM: Final = ("offline", "life")


def table(source: Source) -> bytes:
    """Return the table. Where the desk found no subtype, there is one row without an act."""
    subtypes: list[Subtype | None] = [
        source.reference.subtype(one) for one in source.assessment.subtypes
    ]
    rows = [_row(source, number, one) for number, one in enumerate(subtypes or [None], 1)]
    header = [f"{number} {label}" for number, label in COLUMNS]
    return cells.table(header, rows)


def _row(source: Source, number: int, subtype: Subtype | None) -> list[str]:
    # The case's own number leads to it at our desk: a partner gets one of this file's own.
    event = source.export[:12].upper()
    found = {
        "0101": event,
        "0102": _titles(source),
        "0108": "Y" if source.tlp != "clear" else "N",
        "0111": source.country,
        "0113": _since(source),
        "0115": source.summary,
        "0116": _harm(source),
        "0150": f"TLP:{source.tlp.upper()} PAP:{source.pap.upper()}",
        "0160": source.file.case.received_day.isoformat(),
        "0161": source.now.date().isoformat(),
        "2101": f"{event}-{number}" if subtype is not None else "",
        "2109": subtype.crosswalk.huridocs if subtype is not None else "",
        "2109 label": source.voice.say(subtype.label) if subtype is not None else "",
        "2115": _attribution(source),
        "2152": _characteristics(source),
        "2160": source.file.case.received_day.isoformat(),
    }
    return [found[name] for name, _ in COLUMNS]


def _titles(source: Source) -> str:
    named = (source.reference.threat(one).label for one in source.file.threats if one != "unsure")
    return source.voice.listed(named)


def _since(source: Source) -> str:
    """Return when it began, as far as it was said and in our own calendar."""
    for answer in reversed(source.file.answers):
        day = answer.days.get("since") if answer.subject == "when" else None
        if day is not None and day.calendar == "gregorian":
            parts = [f"{day.year:04}", *(f"{one:02}" for one in (day.month, day.day) if one)]
            return "-".join(parts)
    return ""


def _harm(source: Source) -> str:
    return ";".join(code for one in _HARM for code in source.file.chosen("effects", one))


def _attribution(source: Source) -> str:
    return ";".join(source.file.chosen("who", "actors"))


def _characteristics(source: Source) -> str:
    group = source.assessment.group
    if not source.names_person or group in (None, "not_said"):
        return ""
    return str(group)
