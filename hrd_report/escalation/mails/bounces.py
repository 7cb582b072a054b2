"""Tells a mail that came back from an answer: delivery reports (RFC 3464) and the common others."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from hrd_report.escalation.mails.reading import Mail

Kind = Literal["address", "full", "policy", "other", "delayed", "arrived"]

_STATUS: Final = re.compile(r"(?m)^Status:\s*([245])\.(\d{1,3})\.(\d{1,3})", re.IGNORECASE)
_ACTION: Final = re.compile(r"(?m)^Action:\s*([a-z]+)", re.IGNORECASE)
_CODE: Final = re.compile(r"\b([45])\.(\d{1,3})\.(\d{1,3})\b")
_IDS: Final = re.compile(r"(?im)^(?:Message-ID|Original-Envelope-Id):\s*(\S+)")
_DAEMON: Final = re.compile(r"^\s*\"?(?:mailer-daemon|postmaster)|mail delivery", re.IGNORECASE)
_SUBJECT: Final = re.compile(
    r"undeliver|delivery (?:status|failure|has failed)|returned mail|failure notice|delayed|"
    r"mail delivery failed|non remis|unzustellbar",
    re.IGNORECASE,
)
_WORDS: Final[tuple[tuple[Kind, re.Pattern[str]], ...]] = (
    ("full", re.compile(r"quota|mailbox (?:is )?full|over ?quota|inbox is full", re.IGNORECASE)),
    (
        "address",
        re.compile(
            r"user unknown|no such (?:user|mailbox|recipient)|does ?n[o']t exist|unknown user|"
            r"address rejected|recipient rejected|couldn't be found|invalid recipient",
            re.IGNORECASE,
        ),
    ),
    ("policy", re.compile(r"blocked|policy|spam|denied|blacklist|not allowed", re.IGNORECASE)),
)
_LONGEST: Final = 60_000


@dataclass(frozen=True, slots=True)
class Bounce:
    """What became of a message of ours. `ids` are Message-IDs that it speaks of, as text."""

    kind: Kind
    ids: str


def read(mail: Mail) -> Bounce | None:
    """Return what a delivery report or another bounce says, or nothing for any other mail."""
    report = _report(mail)
    if report is not None:
        return Bounce(_reported(report), _ids(mail))
    if _DAEMON.search(mail.sender) and _SUBJECT.search(mail.subject):
        return Bounce(_guessed(mail), _ids(mail))
    return None


def _report(mail: Mail) -> str | None:
    said = mail.message
    if said.get_content_type() != "multipart/report":
        return None
    if said.get_param("report-type") != "delivery-status":
        return None
    found = [one for one in mail.parts if one.media_type == "message/delivery-status"]
    return "\n".join(_text(one.content) for one in found) if found else None


def _reported(report: str) -> Kind:
    """Return the worst that a report says of any recipient: we write to one alone."""
    actions = {one.lower() for one in _ACTION.findall(report)}
    if "failed" in actions or not actions:
        return _of_codes(_STATUS.findall(report))
    return "delayed" if "delayed" in actions else "arrived"


def _of_codes(codes: list[tuple[str, str, str]]) -> Kind:
    for _, subject, detail in codes:
        if subject == "1":
            return "address"
        if (subject, detail) in {("2", "2"), ("2", "3"), ("3", "1")}:
            return "full"
        if subject == "2":
            return "address"
        if subject == "7":
            return "policy"
    return "other"


def _guessed(mail: Mail) -> Kind:
    words = mail.body[:_LONGEST]
    if re.search(
        r"delayed|will (?:keep|be) (?:try|retr)|warning", mail.subject + words[:500], re.IGNORECASE
    ):
        return "delayed"
    by_code = _of_codes(_CODE.findall(words))
    if by_code != "other":
        return by_code
    return next((kind for kind, sign in _WORDS if sign.search(words)), "other")


def _ids(mail: Mail) -> str:
    return " ".join(dict.fromkeys((*_said(mail), *mail.answers.split())))


def _said(mail: Mail) -> Iterator[str]:
    for part in mail.parts:
        if part.media_type in {"message/rfc822", "text/rfc822-headers", "message/delivery-status"}:
            yield from _IDS.findall(_text(part.content))
    yield from _IDS.findall(mail.body[:_LONGEST])
    yield from mail.message.get_all("X-Failed-Message-Id", [])


def _text(content: bytes) -> str:
    return content[:_LONGEST].decode("utf-8", "replace").replace("\r\n", "\n")
