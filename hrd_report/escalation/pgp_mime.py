"""What an e-mail holds: words and files, in clear or encrypted (RFC 3156). Sends nothing."""

import base64
import datetime as dt
from email.encoders import encode_7or8bit
from email.message import EmailMessage
from email.mime.application import MIMEApplication
from email.policy import SMTP
from typing import Any, Final

from hrd_report.documents.escalations import Attachment, DeliveryDocument
from hrd_report.vault import openpgp

_VERSION: Final = b"Version: 1\r\n"


def subject(document: DeliveryDocument) -> str:
    """Return the subject line; of an encrypted message the reference alone, for it stays clear."""
    whole = document.subject.reveal()
    return whole.partition(":")[0] if document.key else whole


def content(document: DeliveryDocument) -> EmailMessage:
    """Return the words and files of a message, without its head."""
    message = EmailMessage(policy=SMTP)
    message.set_content(document.body.reveal(), charset="utf-8", cte="quoted-printable")
    for one in document.attachments:
        _attach(message, one)
    return message


def sealed(message: EmailMessage, key: str, now: dt.datetime) -> EmailMessage:
    """Return an envelope around a message that only the key's holder opens.

    Raises `KeyUnusable` for a key that has run out, `Damaged` for none.
    """
    inside = openpgp.seal(message.as_bytes(), key, now)
    outside = EmailMessage(policy=SMTP)
    outside["MIME-Version"] = "1.0"
    outside["Content-Type"] = 'multipart/encrypted; protocol="application/pgp-encrypted"'
    outside.attach(_part(_VERSION, "pgp-encrypted"))
    block = _part(inside.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"), "octet-stream")
    block.add_header("Content-Disposition", "inline", filename="encrypted.asc")
    outside.attach(block)
    return outside


def _part(body: bytes, subtype: str) -> Any:  # noqa: ANN401 - the library names two kinds of message
    # A part that says its MIME version again would be one more clear line.
    part = MIMEApplication(body, subtype, encode_7or8bit)
    del part["MIME-Version"]
    return part


def _attach(message: EmailMessage, one: Attachment) -> None:
    maintype, _, subtype = one.media_type.partition("/")
    raw = base64.b64decode(one.content.reveal())
    message.add_attachment(raw, maintype=maintype, subtype=subtype, filename=one.name)
