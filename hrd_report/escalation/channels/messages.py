"""Makes the finished message of a notice, with names under which answers find back. Sends none."""

import json

from hrd_report.documents.escalations import DeliveryDocument, NoticeDocument
from hrd_report.escalation import wording
from hrd_report.escalation.channels import kinds
from hrd_report.escalation.channels.writing import Outgoing
from hrd_report.escalation.notice import Letter, Text
from hrd_report.reference.platforms import Platform
from hrd_report.sealed import Plain
from hrd_report.vault import digests, recipients

TOKEN_BYTES = 16


def by_hand(notice: NoticeDocument) -> bool:
    """Whether a person lets it leave."""
    kind = kinds.kind(notice.way.channel)
    return kind is not None and kind.hand == "person"


def message(
    notice: NoticeDocument,
    text: Text,
    leaving: Outgoing,
    letter: Letter,
    follows: tuple[str, ...] = (),
) -> DeliveryDocument:
    """Return a finished message. Its token stands in the Message-ID and in the reply address."""
    token = digests.random_bytes(TOKEN_BYTES).hex()
    local, _, domain = letter.address.rpartition("@")
    way = notice.way
    return DeliveryDocument(
        address=notice.address,
        sender=f"{letter.organisation} <{letter.address}>",
        subject=Plain(text.subject),
        # A program's call is read as it stands; the letter beside a file is its own body.
        body=Plain(leaving.preview if leaving.call is not None else text.body),
        message_id=f"<{token}@{domain}>",
        channel=way.channel,
        account=way.account,
        call=Plain(json.dumps(leaving.call) if leaving.call is not None else ""),
        key="" if recipients.is_one(way.key) else way.key,
        reply_to=f"{local}+{token}@{domain}" if letter.answers else "",
        follows=follows,
        answers_from=domains(letter.reference.platform(notice.platform)),
        attachments=leaving.attachments,
    )


def domains(platform: Platform) -> tuple[str, ...]:
    """Return the domains that the directory knows of an addressee."""
    routes = [route.address or "" for route in platform.routes]
    hosts = [wording.host(address) or address.rpartition("@")[2] for address in routes]
    return tuple(dict.fromkeys(host.lower() for host in hosts if "." in host))
