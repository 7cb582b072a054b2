"""Reads a mail that came: who says it is from, what it answers, its words and files. Trusts none.

Nothing here raises for what a stranger can send: what cannot be read is empty, or a file.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses, parseaddr
from typing import Final, cast

from hrd_report.escalation import wording
from hrd_report.escalation.mails import plain

LONGEST_BODY: Final = 200_000
LONGEST_HEAD: Final = 2_000
MOST_PARTS: Final = 60
_ADDRESSED: Final = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To", "Resent-To")
_ANSWERED: Final = ("In-Reply-To", "References")
_PASSED: Final = re.compile(r"\bdmarc\s*=\s*pass\b", re.IGNORECASE)
_SIGNED: Final = re.compile(r"\bdkim\s*=\s*pass\b[^;]*?\bheader\.d\s*=\s*([\w.-]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, repr=False)
class Part:
    """A file that came with a mail."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True, repr=False)
class Mail:
    """A mail as read. `domain` is the one its From lies in, or empty where From is not one address.

    `answers`: the Message-IDs it answers, `addressed`: the addresses it was sent to, as text.
    """

    sender: str
    domain: str
    subject: str
    message_id: str
    answers: str
    addressed: str
    automatic: bool
    proved: bool
    body: str
    parts: tuple[Part, ...]
    message: EmailMessage


def read(raw: bytes, authserv: str = "", *, head_only: bool = False) -> Mail:
    """Read a mail, or its head alone. `authserv` is whose word on the sender counts."""
    message = message_from_bytes(raw, policy=policy.default)
    sender = _head(message, "From")
    domain = _domain(sender)
    return Mail(
        sender=sender,
        domain=domain,
        subject=wording.line(_head(message, "Subject")),
        message_id=_head(message, "Message-ID"),
        answers=" ".join(_head(message, name) for name in _ANSWERED),
        addressed=" ".join(_addresses(message)),
        automatic=_automatic(message),
        proved=_proved(message, authserv, domain),
        body="" if head_only else _body(message),
        parts=() if head_only else tuple(_parts(message)),
        message=message,
    )


def _head(message: EmailMessage, name: str) -> str:
    try:
        return str(message.get(name, ""))[:LONGEST_HEAD]
    except Exception:  # noqa: BLE001 - the library trips over some heads that strangers write
        return ""


def _addresses(message: EmailMessage) -> Iterator[str]:
    for name in _ADDRESSED:
        for said in _all(message, name):
            yield from (address for _, address in getaddresses([said]))


def _all(message: EmailMessage, name: str) -> list[str]:
    try:
        return [str(one)[:LONGEST_HEAD] for one in message.get_all(name, [])]
    except Exception:  # noqa: BLE001 - see _head
        return []


def _domain(sender: str) -> str:
    # Two addresses in one From are a trick: whose is it then?
    if len(getaddresses([sender])) != 1:
        return ""
    address = parseaddr(sender)[1]
    return address.rpartition("@")[2].lower().strip(".") if address.count("@") == 1 else ""


def _automatic(message: EmailMessage) -> bool:
    said = _head(message, "Auto-Submitted").split(";")[0].strip().lower()
    bulk = _head(message, "Precedence").strip().lower() in {"auto_reply", "bulk", "junk"}
    return (said not in {"", "no"}) or bulk or bool(_head(message, "X-Autoreply"))


def _proved(message: EmailMessage, authserv: str, domain: str) -> bool:
    """Whether our own mail server says so: in the topmost line that bears its name (RFC 8601)."""
    if not authserv or not domain:
        return False
    for said in _all(message, "Authentication-Results"):
        name, _, results = said.partition(";")
        if name.split()[:1] != [authserv]:
            continue
        signed = {one.lower() for one in _SIGNED.findall(results)}
        aligned = any(domain == one or domain.endswith("." + one) for one in signed)
        return bool(_PASSED.search(results)) or aligned
    return False


def _body(message: EmailMessage) -> str:
    part = _preferred(message)
    if part is None:
        return ""
    text = _text(part)
    shown = plain.words(text) if part.get_content_subtype() == "html" else text
    return wording.paragraphs(shown[:LONGEST_BODY])


def _preferred(message: EmailMessage) -> EmailMessage | None:
    try:
        return cast("EmailMessage | None", message.get_body(preferencelist=("plain", "html")))
    except Exception:  # noqa: BLE001 - see _head
        return None


def _text(part: EmailMessage) -> str:
    try:
        found = part.get_content()
    except Exception:  # noqa: BLE001 - a charset that is none, a broken encoding
        found = part.get_payload(decode=True)
    return found.decode("utf-8", "replace") if isinstance(found, bytes) else str(found)


def _parts(message: EmailMessage) -> Iterator[Part]:
    """Yield everything that is not the body, mails inside as they came."""
    body = _preferred(message)
    for number, part in enumerate(_leaves(message), 1):
        if number > MOST_PARTS:
            return
        if part is not body:
            name = wording.line(_name(part)) or f"{number}"
            yield Part(name[:200], part.get_content_type(), _content(part))


def _leaves(part: EmailMessage) -> Iterator[EmailMessage]:
    if part.get_content_maintype() == "message" or not part.is_multipart():
        yield part
        return
    for one in part.get_payload():
        yield from _leaves(cast("EmailMessage", one))


def _name(part: EmailMessage) -> str:
    try:
        return part.get_filename("") or ""
    except Exception:  # noqa: BLE001 - see _head
        return ""


def _content(part: EmailMessage) -> bytes:
    if part.is_multipart():
        inside = part.get_payload()
        return b"".join(one.as_bytes() for one in cast("list[EmailMessage]", inside))
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""
