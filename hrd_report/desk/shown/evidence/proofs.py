"""What in a case may prove a finding: files, captures, what went to the platform. Opens nothing."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from hrd_report.desk import addresses
from hrd_report.desk.actions.evidence.exhibits import Exhibit
from hrd_report.desk.casefile import CaseFile
from hrd_report.desk.shown import labels
from hrd_report.desk.shown.evidence import rows
from hrd_report.desk.shown.summary import platform_name
from hrd_report.desk.shown.voice import Voice
from hrd_report.i18n.marks import N_
from hrd_report.reference.reference import Reference

Row = dict[str, Any]


def options(
    file: CaseFile, platform: str, found: Iterable[Exhibit], voice: Voice, marked: Sequence[str]
) -> list[Row]:
    """Return what may be named: files, addresses that were preserved, escalations to a platform.

    What is marked keeps the id by which it was marked: an address may be captured again.
    """
    offered = [
        _row(ids, one.number, rows.title(one), _exhibit(file, one))
        for one in found
        if (ids := ids_of(one))
    ]
    for entry in file.escalations:
        if entry.notice is not None and entry.notice.platform == platform:
            row, state = entry.row, voice.say(labels.ESCALATION[entry.row.state])
            day = voice.short_day(row.sent_at or row.day)
            text = voice.say(N_("Notice of %(day)s"), day=day)
            offered.append(_row((row.id.hex(),), text, state, addresses.escalation(row.id)))
    return [
        {**one, "id": next((each for each in marked if each in one["ids"]), one["id"])}
        for one in offered
    ]


def named(
    file: CaseFile, platform: str, found: Iterable[Exhibit], ids: Sequence[str], voice: Voice
) -> list[Row]:
    """Return those of a finding's proofs that are still there."""
    offered = options(file, platform, found, voice, ids) if ids else []
    return [one for one in offered if one["id"] in ids]


def ids_of(one: Exhibit) -> tuple[str, ...]:
    """Return the ids by which findings name an exhibit; an address has none until it is captured.

    The first is the one to be offered.
    """
    return (one.file.file, *one.preserved_as) if one.file is not None else one.preserved_as


def proven(file: CaseFile, one: Exhibit, reference: Reference, voice: Voice) -> list[Row]:
    """Return the findings that name an exhibit, as places to go to."""
    ids: Collection[str] = ids_of(one)
    return [
        {
            "href": addresses.steps(file.case.number, platform, step),
            "text": voice.say(
                N_("%(platform)s, step %(step)s"),
                platform=voice.say(platform_name(platform, reference)),
                step=step,
            ),
        }
        for (platform, step), finding in file.findings.items()
        if set(finding.evidence) & set(ids)
    ]


def _row(ids: tuple[str, ...], text: str, note: str, href: str) -> Row:
    return {"id": ids[0], "ids": ids, "text": text, "note": note, "href": href}


def _exhibit(file: CaseFile, one: Exhibit) -> str:
    return addresses.case(file.case.number, "evidence", one.name)
