"""A case's shutdown as pages of a form, one for each subject, and as a whole. Keeps nothing."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from hrd_report.desk import addresses
from hrd_report.desk.actions import shutdown_records as records
from hrd_report.desk.actions.shutdowns.writing import VERIFICATIONS
from hrd_report.desk.casefile import CaseFile
from hrd_report.desk.shown.shutdowns import measuring, telling
from hrd_report.desk.shown.voice import Voice
from hrd_report.documents import stop
from hrd_report.i18n.marks import N_
from hrd_report.reference.reference import Reference
from hrd_report.reference.stop import StopField
from hrd_report.sealed import Plain

Row = dict[str, Any]
Form = Mapping[str, Sequence[str]]
"""What was typed: for each field its values."""

WRONG: Final = {
    "missing": N_("It is missing."),
    "not_a_date": N_("Write the day as 2022-06-30."),
    "too_long": N_("It is too long: 10,000 letters at most."),
    "unknown": N_("Choose from the list."),
    "ends_before_it_begins": N_(
        "The last day is before the first one: see which of them is wrong."
    ),
    "new_value": N_("A value the data set does not have yet: see whether a known one fits."),
    "no_link": N_("It does not begin with a link."),
}
VERIFICATION: Final = {
    "unverified": N_("Nobody checked it yet"),
    "single_source": N_("One source"),
    "corroborated": N_("Two sources or more that do not depend on each other"),
    "measured": N_("Measured"),
}
_SOURCES: Final = "sources"
_BIG: Final = frozenset({"event", "users_target_detail", "gov_ack_quote", "telco_ack_quote"})
_BIG_TYPES: Final = frozenset({"urls", "url"})


def page(
    file: CaseFile,
    subject: str,
    typed: Form | None,
    wrong: Mapping[str, str],
    reference: Reference,
    voice: Voice,
) -> dict[str, Any]:
    """Return one page of the form. `typed` is a form that comes back."""
    held = records.newest(file.records)
    row = records.cells(held) if held is not None else telling.proposed(file, reference)
    columns = [one for one in reference.stop_fields if one.subject == subject]
    return {
        **_frame(file, subject, reference, voice),
        "proposed": held is None and bool(row),
        "fields": [_field(one, _cell(one, row, typed), wrong, voice) for one in columns],
        "errors": [
            {"field": name, "message": voice.say(WRONG[code])} for name, code in wrong.items()
        ],
        "ours": _ours(file, typed, voice) if subject == _SOURCES else None,
    }


def whole(file: CaseFile, reference: Reference, voice: Voice) -> dict[str, Any]:
    """Return everything that is held of a shutdown, by subject, with doubts and references."""
    held = records.newest(file.records)
    row = records.cells(held)
    labels = {one.name: voice.say(one.label) for one in reference.stop_fields}
    doubts = [*stop.faults_of(row), *stop.doubts_of(row, reference.stop_fields)] if row else []
    return {
        **_frame(file, "", reference, voice),
        "sections": [
            {
                "title": voice.say(one.label),
                "href": addresses.shutdown(file.case.number, one.id),
                "pairs": _pairs(one.id, row, reference, voice),
            }
            for one in reference.stop_subjects
        ],
        "doubts": [
            {"column": labels[name], "text": voice.say(WRONG[code])} for code, name in doubts
        ],
        "length": _length(row, voice),
        "verification": voice.say(VERIFICATION[_verified(file)]),
        "by": voice.say(N_("%(name)s, %(day)s"), name=held.by, day=voice.day(held.at))
        if held
        else "",
        "references": measuring.references(row, reference),
    }


def read(form: Form, subject: str, file: CaseFile, reference: Reference) -> Row:
    """Return the columns of one page as they were chosen and written."""
    held = records.cells(records.newest(file.records))
    columns = [one for one in reference.stop_fields if one.subject == subject]
    return {one.name: _read(one, form, held.get(one.name, "")) for one in columns}


def _read(column: StopField, form: Form, held: str) -> str:
    if column.type == "choices":
        chosen = list(form.get(column.name, ()))
        # What nobody touched stays as it is, in its own order.
        return held if set(chosen) == set(stop.parts(held, column)) else ", ".join(chosen)
    written = _first(form, column.name).replace("\r\n", "\n").strip()
    day = stop.date_of(written) if column.type == "date" else None
    return held if written == held.strip() else day.isoformat() if day else written


def _first(form: Form, name: str) -> str:
    return next(iter(form.get(name, ())), "")


def _frame(file: CaseFile, subject: str, reference: Reference, voice: Voice) -> Row:
    number = file.case.number
    return {
        "number": number,
        "version": file.case.version,
        "whole_url": addresses.shutdown(number),
        "action": addresses.shutdown(number, subject) if subject else "",
        "title": next(
            (voice.say(one.label) for one in reference.stop_subjects if one.id == subject), ""
        ),
        "tabs": [
            {
                "href": addresses.shutdown(number, one.id),
                "label": voice.say(one.label),
                "current": one.id == subject,
            }
            for one in reference.stop_subjects
        ],
    }


def _cell(column: StopField, row: Mapping[str, str], typed: Form | None) -> str:
    if typed is None:
        return row.get(column.name, "")
    if column.type == "choices":
        return ", ".join(typed.get(column.name, ()))
    return _first(typed, column.name)


def _field(column: StopField, cell: str, wrong: Mapping[str, str], voice: Voice) -> Row:
    chosen = stop.parts(cell, column)
    options = [
        {"id": value, "text": voice.say(value)}
        for value in dict.fromkeys((*column.seen, *chosen))
        if value
    ]
    big = column.name in _BIG or column.type in _BIG_TYPES
    kind = {"date": "date", "choices": "several"}.get(column.type, "one" if column.seen else "")
    return {
        "name": column.name,
        "label": voice.say(column.label),
        "kind": kind or ("words" if big else "line"),
        "value": Plain(cell),
        "chosen": chosen,
        "options": options,
        "nothing": voice.say(N_("Not said")),
        "error": voice.say(WRONG[wrong[column.name]]) if column.name in wrong else "",
    }


def _pairs(subject: str, row: Mapping[str, str], reference: Reference, voice: Voice) -> list[Row]:
    return [
        {"label": voice.say(one.label), "text": Plain(_said(one, row[one.name], voice))}
        for one in reference.stop_fields
        if one.subject == subject and row.get(one.name)
    ]


def _said(column: StopField, cell: str, voice: Voice) -> str:
    """Return a cell in the reader's language where its values are known."""
    if not column.seen:
        return cell
    found = stop.parts(cell, column)
    return ", ".join(voice.say(one) if one in column.seen else one for one in found)


def _length(row: Mapping[str, str], voice: Voice) -> str:
    days = stop.days_of(row)
    if days is not None:
        return voice.ngettext("%(num)s day", "%(num)s days", days)
    if row.get("shutdown_status") == "Ongoing":
        return voice.say(N_("It goes on."))
    return voice.say(N_("Nobody knows how long."))


def _verified(file: CaseFile) -> str:
    held = records.newest(file.records)
    found = held.codes.get(records.VERIFICATION, "") if held else ""
    return found if found in VERIFICATIONS else VERIFICATIONS[0]


def _ours(file: CaseFile, typed: Form | None, voice: Voice) -> Row:
    held = records.newest(file.records)
    asns = held.words.get(records.ASNS) if held else None
    return {
        "chosen": _first(typed, records.VERIFICATION) if typed else _verified(file),
        "options": [{"id": one, "text": voice.say(VERIFICATION[one])} for one in VERIFICATIONS],
        "asns": Plain(_first(typed, records.ASNS)) if typed else asns or Plain(""),
    }
