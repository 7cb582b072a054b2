"""What arrives, once it is sealed and before it is kept. Seals, keeps and opens nothing."""

from dataclasses import dataclass

from hrd_report.casefile.routing import Told
from hrd_report.documents.reports import Danger
from hrd_report.intake.files import Files
from hrd_report.intake.places import Holders, Place
from hrd_report.records.keys import ItemKind
from hrd_report.sealed import Sealed
from hrd_report.vault.envelopes import AnswerTo
from hrd_report.vault.receipts import Receipt


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Piece:
    """A sealed item before it is kept: its bytes here (`blob`) or in the store (`object`).

    `size` is the sealed size in bytes, `kid` the key that opens it.
    """

    id: bytes
    kind: ItemKind
    kid: bytes
    size: int
    blob: Sealed | None = None
    object: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Access:
    """A fresh case's key, sealed to each of its holders: `grants` are in their order."""

    holders: Holders
    grants: tuple[Sealed, ...]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Arrived:
    """A report and its files, sealed before any transaction begins.

    The first of `pieces` is the report itself. `digest` recognises it, and is keyed. `told`
    decides the team of a fresh case; `access` is there when the place is fresh. `name` is the id
    by which a file that came sealed is known again, in whichever case it is.
    """

    receipt: Receipt | AnswerTo
    place: Place
    told: Told
    danger: Danger
    digest: bytes
    pieces: tuple[Piece, ...]
    files: Files
    access: Access | None = None
    name: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Letter:
    """A letter sealed twice, to the case and as a copy to the receipt, with its files."""

    place: Place
    pieces: tuple[Piece, ...]
    files: Files


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Answer:
    """The answers to a further page, sealed to the case, and a note for the receipt."""

    place: Place
    pieces: tuple[Piece, ...]
