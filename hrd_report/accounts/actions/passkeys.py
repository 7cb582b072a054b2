"""Passkeys (WebAuthn): what browsers are asked, and what answers prove. Always verifies users.

A passkey that can derive a secret (extension `prf`) opens a lock by itself; any other is a second
factor behind a password.
"""

import base64
import datetime as dt
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Final

from sqlalchemy.orm import Session

from hrd_report.casefile import keeping
from hrd_report.errors import Damaged, WrongPassword
from hrd_report.records import factors
from hrd_report.records.factors import Passkey
from hrd_report.records.keys import Lock, LockMethod
from hrd_report.vault import locks
from hrd_report.vault.keys import Key

_ALGORITHMS: Final = (-8, -7, -257)
"""EdDSA, ES256, RS256: what phones, computers and sticks offer."""

_PATIENCE_MS: Final = 5 * 60 * 1000

TakeChallenge = Callable[[bytes], None]
"""Takes a challenge that a browser says it answered, or raises `WrongPassword`."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where a passkey is used: browsers bind it to `host` and sign `origin`."""

    host: str
    origin: str


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """What a browser sent: `credential` as JSON, and what the passkey derived, if it could."""

    credential: str
    derived: bytes | None


def answer_of(credential: str, derived: str) -> Answer:
    """Read what a form carries. Something that is no 32 bytes counts as nothing derived."""
    try:
        answer = _bytes(derived)
    except ValueError:
        answer = b""
    return Answer(credential, answer if len(answer) == locks.PRF_BYTES else None)


def ask_to_add(
    site: Site,
    organisation: str,
    person: tuple[bytes, str],
    challenge: bytes,
    known: Iterable[bytes],
) -> str:
    """Return, as JSON, what `navigator.credentials.create` is asked for a person (id, name)."""
    person_id, name = person
    asked = {
        "rp": {"id": site.host, "name": organisation},
        "user": {"id": _text(person_id), "name": name, "displayName": name},
        "challenge": _text(challenge),
        "pubKeyCredParams": [{"type": "public-key", "alg": one} for one in _ALGORITHMS],
        "timeout": _PATIENCE_MS,
        "attestation": "none",
        "excludeCredentials": _named(known),
        "authenticatorSelection": {
            "residentKey": "required",
            "requireResidentKey": True,
            "userVerification": "required",
        },
        "extensions": _derive(),
    }
    return json.dumps(asked)


def ask_to_show(site: Site, challenge: bytes, known: Iterable[bytes] = ()) -> str:
    """Return, as JSON, what `navigator.credentials.get` is asked: for any passkey, or `known`."""
    asked = {
        "rpId": site.host,
        "challenge": _text(challenge),
        "timeout": _PATIENCE_MS,
        "allowCredentials": _named(known),
        "userVerification": "required",
        "extensions": _derive(),
    }
    return json.dumps(asked)


def add(  # noqa: PLR0913 - a passkey, whose it is, and where it was made
    session: Session,
    answer: Answer,
    site: Site,
    take: TakeChallenge,
    *,
    person_id: bytes,
    key: Key,
    pepper: bytes,
    day: dt.date,
) -> None:
    """Keep a new passkey, and a lock it opens by itself if it derived something.

    Raises `WrongPassword` for an answer to something else, of another site, or without the user.
    """
    webauthn = _webauthn()
    challenge = _challenge_of(answer)
    take(challenge)
    try:
        shown = webauthn.verify_registration_response(
            credential=answer.credential,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
            supported_pub_key_algs=list(_ALGORITHMS),
        )
    except Exception as problem:  # noqa: BLE001 - whatever it stumbles over, nothing is proved
        raise WrongPassword(type(problem).__name__) from None
    if session.scalars(factors.passkey_named(shown.credential_id)).first() is not None:
        raise WrongPassword("a passkey that is kept already")
    row = Passkey(
        id=keeping.new_id(),
        person_id=person_id,
        credential=shown.credential_id,
        public=shown.credential_public_key,
        day=day,
        uses=shown.sign_count,
    )
    session.add(row)
    _let_open(session, row, answer, key, pepper)


def show(
    session: Session, answer: Answer, site: Site, take: TakeChallenge, *, day: dt.date
) -> Passkey:
    """Return the passkey that an answer proves to be here, its user verified.

    Raises `WrongPassword` for an unknown one and for an answer to something else or of another
    site, without the user, or from a copy that was used less often than the original.
    """
    webauthn = _webauthn()
    challenge = _challenge_of(answer)
    take(challenge)
    row = session.scalars(factors.passkey_named(_name_of(answer)).with_for_update()).first()
    if row is None:
        raise WrongPassword("nobody's passkey")
    try:
        shown = webauthn.verify_authentication_response(
            credential=answer.credential,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=row.public,
            credential_current_sign_count=row.uses,
            require_user_verification=True,
        )
    except Exception as problem:  # noqa: BLE001 - whatever it stumbles over, nothing is proved
        raise WrongPassword(type(problem).__name__) from None
    row.uses, row.used_day = shown.new_sign_count, day
    return row


def owner_of(session: Session, answer: Answer) -> bytes | None:
    """Return whose passkey an answer claims to be from: nothing is proved by it."""
    try:
        row = session.scalars(factors.passkey_named(_name_of(answer))).first()
    except WrongPassword:
        return None
    return row.person_id if row else None


def open_lock(session: Session, row: Passkey, answer: Answer, kid: bytes, pepper: bytes) -> Key:
    """Open a person's key with what a passkey derived. Raises `WrongPassword`."""
    lock = session.get(Lock, row.lock_id) if row.lock_id else None
    if lock is None or answer.derived is None:
        raise WrongPassword("this passkey opens nothing by itself")
    kept = locks.LockRow(lock.method.value, lock.params, lock.blob)
    try:
        return locks.open_with_passkey(kept, kid, answer.derived, row.credential, pepper)
    except Damaged:
        raise WrongPassword("a lock of something else") from None


def learn(session: Session, row: Passkey, answer: Answer, key: Key, pepper: bytes) -> None:
    """Let a passkey open its owner's key from now on, if it derives something only now."""
    if row.lock_id is None:
        _let_open(session, row, answer, key, pepper)


def remove(session: Session, person_id: bytes, passkey_id: bytes) -> bool:
    """Forget a person's passkey and the lock it opens. False if it is not theirs."""
    row = session.get(Passkey, passkey_id)
    if row is None or row.person_id != person_id:
        return False
    lock = session.get(Lock, row.lock_id) if row.lock_id else None
    session.delete(row)
    session.flush()  # the passkey names the lock
    if lock is not None:
        session.delete(lock)
    return True


def _let_open(session: Session, row: Passkey, answer: Answer, key: Key, pepper: bytes) -> None:
    if answer.derived is None:
        return
    made = locks.lock_with_passkey(key, answer.derived, row.credential, pepper)
    lock = Lock(
        id=keeping.new_id(),
        kid=key.kid,
        method=LockMethod.PASSKEY,
        params=dict(made.params),
        blob=made.blob,
    )
    session.add(lock)
    session.flush()  # the passkey names the lock
    row.lock_id = lock.id


def _challenge_of(answer: Answer) -> bytes:
    """Return the challenge that a browser says it answered."""
    try:
        said = json.loads(_bytes(_part(answer, "response", "clientDataJSON")))
        return _bytes(said["challenge"])
    except (ValueError, TypeError, KeyError, RecursionError):
        raise WrongPassword("no answer of a browser") from None


def _name_of(answer: Answer) -> bytes:
    try:
        return _bytes(_part(answer, "rawId"))
    except (ValueError, TypeError, KeyError, RecursionError):
        raise WrongPassword("no answer of a browser") from None


def _part(answer: Answer, *path: str) -> Any:  # noqa: ANN401 - whatever a browser sent
    found = json.loads(answer.credential)
    for name in path:
        found = found[name]
    return found


def _named(known: Iterable[bytes]) -> list[dict[str, str]]:
    return [{"type": "public-key", "id": _text(one)} for one in known]


def _derive() -> dict[str, object]:
    return {"prf": {"eval": {"first": _text(locks.PRF_INPUT)}}}


def _text(of: bytes) -> str:
    return base64.urlsafe_b64encode(of).rstrip(b"=").decode()


def _bytes(of: str) -> bytes:
    padded = of + "=" * (-len(of) % 4)
    return base64.b64decode(padded.encode("ascii"), altchars=b"-_", validate=True)


def _webauthn() -> ModuleType:
    """Return the library: 23 MB that a process nobody logs in to never needs."""
    import webauthn  # noqa: PLC0415

    return webauthn
