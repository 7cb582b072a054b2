"""What in a case may prove a finding: files, and what went to the platform. Opens nothing."""

from typing import Any

from hrd_report.desk import addresses
from hrd_report.desk.casefile import CaseFile
from hrd_report.desk.shown import labels
from hrd_report.desk.shown.voice import Voice
from hrd_report.documents import filenames
from hrd_report.i18n.marks import N_


def options(file: CaseFile, platform: str, voice: Voice) -> list[dict[str, Any]]:
    """Return what may be named: the files, and the escalations to this platform."""
    found = [
        {
            "id": one.document.file,
            "text": f"E{number}",
            "note": filenames.shown(one.document.name.reveal()),
            "href": f"{addresses.case(file.case.number)}#files",
        }
        for number, one in enumerate(file.files, start=1)
    ]
    for one in file.escalations:
        if one.notice is not None and one.notice.platform == platform:
            day = voice.short_day(one.row.sent_at or one.row.day)
            found.append(
                {
                    "id": one.row.id.hex(),
                    "text": voice.say(N_("Notice of %(day)s"), day=day),
                    "note": voice.say(labels.ESCALATION[one.row.state]),
                    "href": addresses.escalation(one.row.id),
                }
            )
    return found


def named(
    file: CaseFile, platform: str, ids: tuple[str, ...], voice: Voice
) -> list[dict[str, Any]]:
    """Return those of a finding's proofs that are still there, in its order."""
    known = {one["id"]: one for one in options(file, platform, voice)}
    return [known[one] for one in ids if one in known]
