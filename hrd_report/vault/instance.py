"""The few secrets of an instance that live in files, outside every database. Prints none.

`pepper` lies there as it is; everything else is sealed under it, so that a copy of one file
alone opens nothing.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hrd_report.errors import Conflict, Damaged, NotFound
from hrd_report.sealed import Sealed
from hrd_report.vault import digests, locks, notes, owner
from hrd_report.vault.keys import Key
from hrd_report.vault.proofs import Prover
from hrd_report.vault.shelf_file import ShelfFile
from hrd_report.vault.signatures import SigningKey

_PEPPER: Final = "pepper"
_DELIVERY: Final = "delivery"
_SIGNING: Final = "signing"
_OWNER: Final = "owner"
_OWNER_SEED: Final = "owner.seed"


@dataclass(frozen=True, slots=True, repr=False)
class DoorSecrets:
    """All that the public door alone is given. `owner` (public, Ed25519): who signs rosters.

    `self_signed`: the owner's key lies here too, so its signature says no more than we do.
    """

    pepper: bytes
    shelf: ShelfFile
    owner: bytes | None
    self_signed: bool


@dataclass(frozen=True, slots=True, repr=False)
class Secrets:
    """`pepper` strengthens locks, `delivery` opens the outbox, `signing` signs releases.

    `shelf` is the one among them that changes: the weeks under which grants of cases lie.
    `owner` is the public half of the key that signs rosters, once it is pinned. `owner_key` is
    its private half, in a demo that signs for itself and nowhere else.
    """

    pepper: bytes
    delivery: Key
    signing: SigningKey
    shelf: ShelfFile
    owner: bytes | None = None
    owner_key: SigningKey | None = None

    @property
    def self_signed(self) -> bool:
        """Whether this instance signs its rosters itself."""
        return self.owner_key is not None

    @property
    def audit(self) -> SigningKey:
        """Return the key that signs checkpoints of the audit: another than the releases' own."""
        return SigningKey.from_seed(digests.hkdf(self.signing.seed, "hrd1/audit/key"))

    @property
    def endorser(self) -> SigningKey:
        """Return the key that endorses teams' keys; a roster names it."""
        return SigningKey.from_seed(digests.hkdf(self.signing.seed, "hrd1/endorse/key"))

    @property
    def prover(self) -> Prover:
        """Return the key that signs proofs of filing, and the endorser's word for it."""
        key = SigningKey.from_seed(digests.hkdf(self.signing.seed, "hrd1/proof/key"))
        return Prover.under(key, self.endorser)


def create(folder: Path) -> Secrets:
    """Make an instance's secrets, readable by us alone. Raises `FileExistsError` if there are."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    pepper = digests.random_bytes(locks.PEPPER_BYTES)
    delivery, signing = Key.new(), SigningKey.new()
    for name, secret in ((_DELIVERY, delivery.seed), (_SIGNING, signing.seed)):
        _write(folder / name, locks.seal_local(secret, pepper, name).blob)
    shelf = ShelfFile.create(folder, pepper)
    # Last: with the pepper the set is complete.
    _write(folder / _PEPPER, pepper)
    return Secrets(pepper, delivery, signing, shelf)


def load(folder: Path) -> Secrets:
    """Read an instance's secrets. Raises `NotFound` before they are made, `Damaged` if altered."""
    door = load_door(folder)
    return Secrets(
        pepper=door.pepper,
        delivery=Key.from_seed(_opened(folder, _DELIVERY, door.pepper)),
        signing=SigningKey.from_seed(_opened(folder, _SIGNING, door.pepper)),
        shelf=door.shelf,
        owner=door.owner,
        owner_key=_owner_key(folder, door.pepper),
    )


def load_door(folder: Path) -> DoorSecrets:
    """Read what the public door alone needs: no key that opens or signs anything is touched.

    Raises `NotFound` before it is made, `Damaged` if altered.
    """
    pepper = _read(folder / _PEPPER)
    if len(pepper) != locks.PEPPER_BYTES:
        raise Damaged("the pepper is not whole")
    shelf = ShelfFile(folder, pepper)
    try:
        pinned = notes.text_of(_read(folder / _OWNER))
    except NotFound:
        return DoorSecrets(pepper, shelf, None, self_signed=False)
    public = owner.read_public(pinned.removesuffix("\n"))
    return DoorSecrets(pepper, shelf, public, self_signed=(folder / _OWNER_SEED).exists())


def pin(folder: Path, owner_public: bytes) -> None:
    """Pin the owner's public key. Raises `Conflict` when one is pinned: nothing replaces it."""
    try:
        _write(folder / _OWNER, f"{owner.spell_public(owner_public)}\n".encode())
    except FileExistsError:
        raise Conflict("an owner's key is pinned already") from None


def pin_own(folder: Path, pepper: bytes) -> SigningKey:
    """Make an owner's key that stays here, for a demo that signs for itself, and pin it.

    Raises `Conflict` when a key is pinned.
    """
    key = SigningKey.new()
    pin(folder, key.public_raw)
    _write(folder / _OWNER_SEED, locks.seal_local(key.seed, pepper, _OWNER_SEED).blob)
    return key


def _owner_key(folder: Path, pepper: bytes) -> SigningKey | None:
    try:
        return SigningKey.from_seed(_opened(folder, _OWNER_SEED, pepper))
    except NotFound:
        return None


def _opened(folder: Path, name: str, pepper: bytes) -> bytes:
    return locks.open_local(Sealed(_read(folder / name)), pepper, name)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise NotFound from None


def _write(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
