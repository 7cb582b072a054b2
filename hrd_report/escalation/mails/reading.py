"""Reads a mail that came: who says it is from, what it answers, its words and files. Trusts none.

Nothing here raises for what a stranger can send: what cannot be read is empty, or a file.
"""

import codecs
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import getaddresses, parseaddr
from typing import Final, cast

from hrd_report.escalation import wording
from hrd_report.escalation.mails import plain

WHOLE: Final = "message.eml"
LONGEST_BODY: Final = 200_000
LONGEST_HEAD: Final = 2_000
MOST_PARTS: Final = 60
_LONGEST_SENT: Final = 4_000
_LONGEST_ABOUT: Final = 1_000
_LONGEST_TEXT: Final = 2_000_000
_MOST_INSIDE: Final = 100
_MOST_LINES: Final = 20_000
_INSIDE: Final = re.compile(rb"(?im)^content-type:")
_BETWEEN: Final = re.compile(rb"(?m)^--")
"""What parts begin with. The library takes mails apart that lie one in the other, and falls over or
takes minutes where there are many."""
_SLOW: Final = frozenset({"punycode", "idna"})
"""Encodings that no mail is in, and that take an hour for a long one."""
_ADDRESSED: Final = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To", "Resent-To")
_ANSWERED: Final = ("In-Reply-To", "References")
_QUOTED: Final = re.compile(r'"(?:[^"\\]|\\.)*"?')
_NOTED: Final = re.compile(r"\([^()]*\)?")
_PROOFS: Final = (
    re.compile(
        r"\s*dmarc\s*=\s*pass\s(?:.*\s)?header\.from\s*=\s*([\w.-]+)(?:\s.*)?", re.IGNORECASE
    ),
    re.compile(r"\s*dkim\s*=\s*pass\s(?:.*\s)?header\.d\s*=\s*([\w.-]+)(?:\s.*)?", re.IGNORECASE),
)
"""Results that prove a domain. An envelope's address stands among them, and its sender chose it:
whatever is in quotes or brackets, or not at the beginning of a result, proves nothing."""


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
    """Read a mail, or its head alone. `authserv` is whose word on the sender counts.

    One that cannot be taken apart comes whole, as one file.
    """
    apart = not head_only and _can_be_taken_apart(raw)
    parsed = _parsed(raw, head_only=not apart)
    message = parsed or EmailMessage()
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
        body=_body(message) if apart else "",
        parts=() if head_only else _files(parsed if apart else None, raw),
        message=message,
    )


class _Short(policy.EmailPolicy):
    """Reads of each line of a head no more than anybody needs: a long one takes gigabytes."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """Return name and words of a line of a head."""
        name, said = super().header_source_parse(sourcelines)
        longest = _LONGEST_ABOUT if name.lower().startswith("content-") else _LONGEST_SENT
        return name, str(said)[:longest]


def _can_be_taken_apart(raw: bytes) -> bool:
    inside, between = len(_INSIDE.findall(raw)), len(_BETWEEN.findall(raw))
    return inside <= _MOST_INSIDE and between <= _MOST_LINES


def _parsed(raw: bytes, *, head_only: bool) -> EmailMessage | None:
    parser = BytesParser(policy=_Short())
    try:
        return cast("EmailMessage", parser.parsebytes(raw, headersonly=head_only))
    except Exception:  # noqa: BLE001 - see _head
        return None


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
    for said in _as_sent(message, "Authentication-Results"):
        name, _, results = said.partition(";")
        if name.split()[:1] == [authserv]:
            found = {one for part in results.split(";") for one in _proved_domains(part)}
            return any(domain == one or domain.endswith("." + one) for one in found)
    return False


def _as_sent(message: EmailMessage, name: str) -> Iterator[str]:
    # Not as the library shows it: it would decode what a sender hid in an address.
    for one, said in message.raw_items():
        if one.lower() == name.lower():
            yield _NOTED.sub(" ", _QUOTED.sub(" ", str(said)))


def _proved_domains(result: str) -> Iterator[str]:
    line = " ".join(result.split())
    for proof in _PROOFS:
        if found := proof.fullmatch(line):
            yield found[1].lower().strip(".")


def _body(message: EmailMessage) -> str:
    part = _preferred(message)
    if part is None:
        return ""
    text = _text(part)[:_LONGEST_TEXT]
    shown = plain.words(text) if part.get_content_subtype() == "html" else text
    return wording.paragraphs(shown[:LONGEST_BODY])


def _preferred(message: EmailMessage) -> EmailMessage | None:
    try:
        return cast("EmailMessage | None", message.get_body(preferencelist=("plain", "html")))
    except Exception:  # noqa: BLE001 - see _head
        return None


def _text(part: EmailMessage) -> str:
    try:
        slow = codecs.lookup(part.get_content_charset("ascii")).name in _SLOW
        found = part.get_payload(decode=True) if slow else part.get_content()
    except Exception:  # noqa: BLE001 - a charset that is none, a broken encoding
        found = part.get_payload(decode=True)
    return found.decode("utf-8", "replace") if isinstance(found, bytes) else str(found)


def _files(message: EmailMessage | None, raw: bytes) -> tuple[Part, ...]:
    """Return what came with a mail; where that cannot be told, the mail itself."""
    if message is not None:
        with suppress(Exception):  # see _head
            return tuple(_parts(message))
    return (Part(WHOLE, "message/rfc822", raw),)


def _parts(message: EmailMessage) -> Iterator[Part]:
    """Yield everything that is not the body, mails inside as they came.

    Raises `ValueError` where it is too much.
    """
    body = _preferred(message)
    for number, part in enumerate(_leaves(message), 1):
        if number > MOST_PARTS:
            raise ValueError(number)
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
