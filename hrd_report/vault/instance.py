"""The few secrets of an instance that live in files, outside every database. Prints none.

`pepper` lies there as it is; everything else is sealed under it, so that a copy of one file
alone opens nothing.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hrd_report.errors import Damaged, NotFound
from hrd_report.sealed import Sealed
from hrd_report.vault import digests, locks
from hrd_report.vault.keys import Key
from hrd_report.vault.shelf_file import ShelfFile
from hrd_report.vault.signatures import SigningKey

_PEPPER: Final = "pepper"
_DELIVERY: Final = "delivery"
_SIGNING: Final = "signing"


@dataclass(frozen=True, slots=True, repr=False)
class Secrets:
    """`pepper` strengthens locks, `delivery` opens the outbox, `signing` signs releases.

    `shelf` is the one among them that changes: the weeks under which grants of cases lie.
    """

    pepper: bytes
    delivery: Key
    signing: SigningKey
    shelf: ShelfFile

    @property
    def audit(self) -> SigningKey:
        """Return the key that signs checkpoints of the audit: another than the releases' own."""
        return SigningKey.from_seed(digests.hkdf(self.signing.seed, "hrd1/audit/key"))


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
    try:
        pepper = (folder / _PEPPER).read_bytes()
        seeds = {
            name: locks.open_local(Sealed((folder / name).read_bytes()), pepper, name)
            for name in (_DELIVERY, _SIGNING)
        }
    except FileNotFoundError:
        raise NotFound from None
    except ValueError:
        raise Damaged("the pepper is not whole") from None
    return Secrets(
        pepper,
        Key.from_seed(seeds[_DELIVERY]),
        SigningKey.from_seed(seeds[_SIGNING]),
        ShelfFile(folder, pepper),
    )


def _write(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
