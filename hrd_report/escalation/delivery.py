"""The e-mail channel: one finished message to one mail server. Logs and keeps nothing of it."""

import datetime as dt
import re
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from typing import Final, Literal
from urllib.parse import unquote, urlsplit

from hrd_report.documents.escalations import DeliveryDocument
from hrd_report.errors import Damaged, SettingsError
from hrd_report.escalation import pgp_mime
from hrd_report.escalation.undelivered import NotDelivered
from hrd_report.vault.openpgp import KeyUnusable

Security = Literal["none", "starttls", "tls"]

_SCHEMES: Final[dict[str, tuple[Security, int]]] = {
    "smtp": ("none", 25),
    "smtp+starttls": ("starttls", 587),
    "smtps": ("tls", 465),
}
_PERMANENT: Final = 500
# The first kind that fits names the problem; only an answer about this message can be lasting.
_PROBLEMS: Final[tuple[tuple[type[Exception], str], ...]] = (
    (smtplib.SMTPRecipientsRefused, "refused_recipient"),
    (smtplib.SMTPSenderRefused, "refused_sender"),
    (smtplib.SMTPAuthenticationError, "refused_login"),
    (smtplib.SMTPNotSupportedError, "not_private"),
    (smtplib.SMTPConnectError, "unreachable"),
    (smtplib.SMTPHeloError, "unreachable"),
    (smtplib.SMTPResponseException, "rejected"),
    (smtplib.SMTPException, "unreachable"),
    (ssl.SSLError, "not_private"),
    (TimeoutError, "timeout"),
    (OSError, "unreachable"),
)
_ANSWERS: Final = frozenset({"refused_recipient", "refused_sender", "rejected"})
_SENDER: Final = re.compile(r"(?P<name>.*) <(?P<address>[^<>]+)>", re.DOTALL)


@dataclass(frozen=True, slots=True, repr=False)
class MailServer:
    """Where notices are handed over. `timeout` (seconds) is for each word of the conversation."""

    host: str
    port: int
    security: Security
    user: str = ""
    password: str = ""
    timeout: float = 20
    trust: ssl.SSLContext | None = None


def mail_server(url: str) -> MailServer | None:
    """Read `HRD_SMTP_URL`; empty means there is no server. Raises `SettingsError`."""
    if not url:
        return None
    parts = urlsplit(url)
    try:
        security, port = _SCHEMES[parts.scheme]
        given = parts.port
    except (KeyError, ValueError):
        raise SettingsError("HRD_SMTP_URL must be smtp://, smtp+starttls:// or smtps://") from None
    if not parts.hostname:
        raise SettingsError("HRD_SMTP_URL names no host")
    return MailServer(
        host=parts.hostname,
        port=given or port,
        security=security,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


def build(document: DeliveryDocument, now: dt.datetime) -> EmailMessage:
    """Return the message: these words, our own Message-ID, a date cut to the hour in UTC.

    RFC 5322; the body is quoted-printable UTF-8, so that no server on the way has to change it.
    Where a key is known everything but the head is encrypted to it (RFC 3156), and the subject
    says the reference alone. Raises `KeyUnusable` for a key that has run out.
    """
    message = pgp_mime.content(document)
    if document.key:
        message = pgp_mime.sealed(message, document.key, now)
    message["From"] = _sender(document.sender)
    message["To"] = Address(addr_spec=document.address)
    message["Subject"] = pgp_mime.subject(document)
    message["Date"] = now.astimezone(dt.UTC).replace(minute=0, second=0, microsecond=0)
    message["Message-ID"] = document.message_id
    if document.reply_to:
        message["Reply-To"] = Address(addr_spec=document.reply_to)
    if document.follows:
        message["In-Reply-To"] = document.follows[-1]
        message["References"] = " ".join(document.follows)
    return message


def send(
    document: DeliveryDocument,
    server: MailServer,
    now: dt.datetime,
    before: Callable[[], None],
) -> None:
    """Hand a message over. `before` runs last of all and may still raise to stop it.

    Raises `NotDelivered` when the server cannot be reached or says no.
    """
    # `send_message` would write ">From" where a line begins with that word; bytes stay as they are.
    message = _bytes(document, now)
    sender = _sender(document.sender).addr_spec
    with _mapped(), _connected(server) as smtp:
        before()
        try:
            smtp.sendmail(sender, [document.address], message)
        except smtplib.SMTPServerDisconnected:
            # In the middle of it, or after its last byte: nobody can say which.
            raise NotDelivered("no_answer", unsure=True) from None


def _bytes(document: DeliveryDocument, now: dt.datetime) -> bytes:
    try:
        return build(document, now).as_bytes()
    except KeyUnusable as problem:
        raise NotDelivered(problem.reason, lasting=True) from None
    except Damaged:
        raise NotDelivered("bad_key", lasting=True) from None


def _sender(text: str) -> Address:
    found = _SENDER.fullmatch(text)
    if found is None:
        return Address(addr_spec=text)
    return Address(display_name=found["name"], addr_spec=found["address"])


@contextmanager
def _connected(server: MailServer) -> Iterator[smtplib.SMTP]:
    context = server.trust or ssl.create_default_context()
    # Our own name in the greeting would tell where this machine stands.
    name = "localhost"
    smtp: smtplib.SMTP
    if server.security == "tls":
        smtp = smtplib.SMTP_SSL(
            server.host, server.port, name, timeout=server.timeout, context=context
        )
    else:
        smtp = smtplib.SMTP(server.host, server.port, name, timeout=server.timeout)
    try:
        if server.security == "starttls":
            smtp.starttls(context=context)
        if server.user:
            smtp.login(server.user, server.password)
        yield smtp
    finally:
        _part(smtp)


def _part(smtp: smtplib.SMTP) -> None:
    # What was taken stays taken: a broken farewell must not look like a failed delivery.
    try:
        smtp.quit()
    except (smtplib.SMTPException, OSError):
        smtp.close()


@contextmanager
def _mapped() -> Iterator[None]:
    """Turn what a mail server may answer into codes; its own words could quote the message."""
    try:
        yield
    except (smtplib.SMTPException, OSError) as failure:
        # Where a server falls silent, smtplib says it hung up and keeps the reason underneath.
        real = failure.__context__ if isinstance(failure.__context__, TimeoutError) else failure
        problem = next(code for kind, code in _PROBLEMS if isinstance(real, kind))
        lasting = problem in _ANSWERS and _status(failure) >= _PERMANENT
        raise NotDelivered(problem, lasting=lasting) from None


def _status(failure: Exception) -> int:
    if isinstance(failure, smtplib.SMTPRecipientsRefused):
        return max((code for code, _ in failure.recipients.values()), default=_PERMANENT)
    return failure.smtp_code if isinstance(failure, smtplib.SMTPResponseException) else 0
