"""Opens the channel that a message names, with the organisation's account. Sends nothing itself."""

from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from hrd_report.documents import codec
from hrd_report.documents.correspondence import AccountDocument
from hrd_report.documents.escalations import DeliveryDocument
from hrd_report.errors import Damaged
from hrd_report.escalation.channels.atproto import LABELER, AtprotoChannel
from hrd_report.escalation.channels.lumen import LumenChannel
from hrd_report.escalation.channels.mail import EmailChannel
from hrd_report.escalation.channels.mastodon import MastodonChannel
from hrd_report.escalation.channels.protocol import Channel, NotDelivered
from hrd_report.records.correspondence import PlatformAccount
from hrd_report.vault import items
from hrd_report.vault.keys import Key
from hrd_report.vault.preamble import ID_BYTES, Context

if TYPE_CHECKING:
    from hrd_report.jobs.outbox import Outbox

NO_CASE = bytes(ID_BYTES)
MAILS = ("email", "xarf")


def channel(outbox: "Outbox", document: DeliveryDocument) -> Channel:
    """Return the channel of a message. Raises `NotDelivered` where it cannot be opened now."""
    if document.channel in MAILS:
        if outbox.server is None:
            raise NotDelivered("no_server")
        return EmailChannel(outbox.server, outbox.clock, outbox.lies_there)
    with outbox.database.reading() as session:
        account = open_account(session, document.account, outbox.key)
    if document.channel == "mastodon":
        return MastodonChannel(outbox.wire, account.server, account.secret.reveal())
    if document.channel == "lumen":
        return LumenChannel(outbox.wire, account.server, account.secret.reveal())
    if document.channel == "atproto":
        return AtprotoChannel(
            outbox.wire,
            account.server,
            account.name,
            account.secret.reveal(),
            account.labeler or LABELER,
        )
    raise NotDelivered("damaged", lasting=True)


def open_account(session: Session, hex_id: str, key: Key) -> AccountDocument:
    """Open an account of the organisation. Raises `NotDelivered` where it is over or damaged."""
    try:
        row = session.get(PlatformAccount, bytes.fromhex(hex_id))
    except ValueError:
        row = None
    if row is None or row.blob is None:
        raise NotDelivered("no_account", lasting=True)
    context = Context("account", NO_CASE, row.id)
    try:
        return codec.from_data(items.open_json(row.blob, key, context), AccountDocument)
    except Damaged:
        raise NotDelivered("damaged", lasting=True) from None
