"""Takes and ends the organisation's accounts at platforms; it seals secrets and opens none."""

import datetime as dt
import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from hrd_report.casefile import keeping
from hrd_report.documents import codec
from hrd_report.documents.correspondence import AccountDocument
from hrd_report.errors import Conflict, Invalid, NotFound
from hrd_report.records import correspondence, keys
from hrd_report.records.acts import Act
from hrd_report.records.correspondence import AccountKind, PlatformAccount
from hrd_report.records.keys import KeyKind
from hrd_report.sealed import Plain
from hrd_report.vault import items
from hrd_report.vault.keys import PublicKey
from hrd_report.vault.preamble import ID_BYTES, Context

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{1,39}")
_HOST: Final = re.compile(r"(?:[a-z0-9-]{1,63}\.)+[a-z0-9-]{2,63}|127\.0\.0\.1")
_LABELER: Final = re.compile(r"did:(?:plc|web):[A-Za-z0-9.:-]{1,200}#[a-z_]{1,60}")
_LONGEST: Final = 500


def every(session: Session) -> Sequence[PlatformAccount]:
    """Return all accounts, those that are over at the end."""
    return session.scalars(correspondence.accounts()).all()


def take(
    session: Session,
    label: str,
    kind: AccountKind,
    typed: AccountDocument,
    *,
    day: dt.date,
    by: bytes | None = None,
) -> PlatformAccount:
    """Keep an account, sealed to the delivery key alone.

    Raises `Invalid` for a label or a server that is none, `Conflict` where there is no outbox.
    """
    called = label.strip().lower()
    problems = _problems(session, called, kind, typed)
    if problems:
        raise Invalid(problems)
    outbox = session.scalars(keys.active(KeyKind.DELIVERY)).first()
    if outbox is None:
        raise Conflict
    account = PlatformAccount(id=keeping.new_id(), kind=kind, name=called, day=day, made_by=by)
    context = Context("account", bytes(ID_BYTES), account.id)
    recipient = PublicKey.from_raw(outbox.public)
    account.blob = items.seal_json(codec.to_data(_tidy(typed)), recipient, context)
    session.add(account)
    keeping.record(session, Act.ACCOUNT_TAKEN, actor=by, thing=account.id, day=day)
    return account


def end(session: Session, account: bytes, *, day: dt.date, by: bytes | None = None) -> None:
    """End an account at once and forget its secret. Raises `NotFound`."""
    row = session.get(PlatformAccount, account)
    if row is None or row.ended is not None:
        raise NotFound
    row.ended, row.blob = day, None
    keeping.record(session, Act.ACCOUNT_ENDED, actor=by, thing=row.id, day=day)


def _tidy(typed: AccountDocument) -> AccountDocument:
    return AccountDocument(
        server=typed.server.strip().rstrip("/").lower(),
        name=typed.name.strip().removeprefix("@"),
        secret=Plain(typed.secret.reveal().strip()),
        labeler=typed.labeler.strip(),
    )


def _problems(
    session: Session, called: str, kind: AccountKind, typed: AccountDocument
) -> dict[str, list[str]]:
    tidy, found = _tidy(typed), {}
    if not _NAME.fullmatch(called):
        found["label"] = ["bad_name"]
    elif session.scalars(correspondence.account_named(called)).first() is not None:
        found["label"] = ["taken"]
    if not _is_server(tidy.server):
        found["server"] = ["bad_server"]
    secret = tidy.secret.reveal()
    if not secret or len(secret) > _LONGEST or not secret.isprintable():
        found["secret"] = ["bad_secret"]
    if kind is AccountKind.ATPROTO and not 0 < len(tidy.name) <= _LONGEST:
        found["name"] = ["no_name"]
    if tidy.labeler and not _LABELER.fullmatch(tidy.labeler):
        found["labeler"] = ["bad_labeler"]
    return found


def _is_server(text: str) -> bool:
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return False
    bare = f"https://{parts.hostname}" + (f":{port}" if port else "")
    return text == bare and _HOST.fullmatch(parts.hostname or "") is not None
