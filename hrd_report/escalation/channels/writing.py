"""What exactly leaves by each channel, from a notice: pure, the same each time. Sends nothing."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from hrd_report.documents.escalations import Attachment, NoticeDocument
from hrd_report.escalation import wording
from hrd_report.escalation.channels import xarf
from hrd_report.escalation.notice import Letter, Text
from hrd_report.i18n.marks import N_
from hrd_report.sealed import Plain
from hrd_report.vault import digests

_NO_FILES: Final[Mapping[str, bytes]] = MappingProxyType({})
_HARM: Final = N_("Harm and risk: %(words)s")


@dataclass(frozen=True, slots=True, repr=False)
class Outgoing:
    """What leaves: `preview` is all of it, as its writer reads it. `call` is for a program."""

    preview: str
    digest: str
    call: dict[str, Any] | None = None
    attachments: tuple[Attachment, ...] = ()


def outgoing(
    notice: NoticeDocument, text: Text, letter: Letter, files: Mapping[str, bytes] = _NO_FILES
) -> Outgoing:
    """Return what leaves by the notice's own channel. `files` lie inside a report, by name."""
    call: dict[str, Any] | None = None
    attachments: tuple[Attachment, ...] = ()
    if notice.way.channel in _CALLS:
        call = _CALLS[notice.way.channel](notice, letter)
        preview = _json(call)
    elif notice.way.channel == "xarf":
        attachments = _xarf(notice, letter, files)
        parts = (base64.b64decode(one.content.reveal()).decode() for one in attachments)
        preview = "\n".join((text.body, *parts))
    else:
        preview = text.body
    return Outgoing(preview, _digest(notice, text, preview), call, attachments)


def short(notice: NoticeDocument, letter: Letter) -> str:
    """Return the few sentences that a program's field takes: the words, none cut off."""
    harm = wording.paragraphs(notice.harm.reveal())
    pieces = (
        f"{notice.reference}: {wording.line(notice.subject.reveal())}",
        wording.paragraphs(notice.explanation.reveal()),
        wording.paragraphs(notice.context.reveal()),
        letter.say(_HARM) % {"words": harm} if harm else "",
        wording.paragraphs(notice.clause.reveal()),
        f"{letter.organisation}, {letter.address}",
    )
    return "\n\n".join(filter(None, pieces))


def _mastodon(notice: NoticeDocument, letter: Letter) -> dict[str, Any]:
    category = notice.way.reason or "other"
    return {
        "comment": short(notice, letter),
        "category": category,
        "rule_ids": list(notice.way.rules) if category == "violation" else [],
        "forward": notice.way.forward,
        "items": _addresses(notice),
    }


def _atproto(notice: NoticeDocument, letter: Letter) -> dict[str, Any]:
    return {
        "reasonType": notice.way.reason,
        "reason": short(notice, letter),
        "items": _addresses(notice),
    }


def _lumen(notice: NoticeDocument, letter: Letter) -> dict[str, Any]:
    """Return what everybody will read: no name but the organisation's, no harm, no findings."""
    asked = letter.reference.platform(notice.about or notice.platform)
    return {
        "type": notice.way.reason,
        "title": wording.line(notice.subject.reveal()),
        "body": wording.paragraphs(notice.explanation.reveal()),
        "language": notice.language,
        "jurisdiction_list": notice.country,
        "works_attributes": [
            {
                "description": wording.line(notice.subject.reveal()),
                "infringing_urls_attributes": [{"url": one} for one in _addresses(notice)],
            }
        ],
        "entity_notice_roles_attributes": [
            _entity("sender", letter.organisation),
            _entity("recipient", asked.name),
        ],
    }


def _entity(role: str, name: str) -> dict[str, Any]:
    return {"name": role, "entity_attributes": {"name": name, "kind": "organization"}}


_CALLS: Final = {"mastodon": _mastodon, "atproto": _atproto, "lumen": _lumen}


def _xarf(
    notice: NoticeDocument, letter: Letter, files: Mapping[str, bytes]
) -> tuple[Attachment, ...]:
    numbers = range(1, len(notice.items) + 1)
    reports = (xarf.report(notice, letter, number, files) for number in numbers)
    return tuple(
        Attachment(
            name=f"xarf-{number}.json",
            media_type="application/json",
            content=Plain(base64.b64encode(_json(one).encode()).decode()),
        )
        for number, one in enumerate(reports, 1)
    )


def _addresses(notice: NoticeDocument) -> list[str]:
    return [wording.line(one.url.reveal()) for one in notice.items]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _digest(notice: NoticeDocument, text: Text, preview: str) -> str:
    """Return a hex digest that changes with whatever leaves, with the way and with the key."""
    way = notice.way
    chosen = (way.channel, way.account, way.key, way.target.reveal(), str(way.bare))
    parts = (text.digest, *chosen, notice.address)
    said = (one.encode("utf-8", "replace") for one in (*parts, preview))
    return digests.sha256(digests.prefixed(*said)).hex()
