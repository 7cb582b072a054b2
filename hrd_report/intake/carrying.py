"""Takes a sealed report from whoever brings it, by page, program or hand. Opens none.

docs/formats.md, section 16. Who carries an envelope gets no receipt: its answers go to the one
that was made on the device.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, cast

from hrd_report.errors import Damaged
from hrd_report.intake import age_bodies, arriving, openness, places, sealing
from hrd_report.intake.actions.receiving import Kept
from hrd_report.intake.age_bodies import Source
from hrd_report.intake.arriving import Keep
from hrd_report.intake.files import Files
from hrd_report.intake.pieces import Arrived
from hrd_report.intake.places import Place
from hrd_report.records import cases
from hrd_report.records.keys import Item, KeyKind, KeyRow
from hrd_report.vault import age, digests, envelopes, receipts
from hrd_report.vault.envelopes import AnswerTo, Envelope
from hrd_report.vault.keys import Key
from hrd_report.vault.preamble import ID_BYTES
from hrd_report.vault.receipts import Receipt
from hrd_report.web.services import services

_KEYED_BY: Final = "hrd1/carried"


class NotSealed(Damaged):
    """What was brought is neither a sealed file nor an envelope with one."""

    code = "not_sealed"


class OtherKey(Damaged):
    """The envelope says that it is sealed to a key which was never ours."""

    code = "other_key"


@dataclass(frozen=True, slots=True, repr=False)
class Brought:
    """What became of what was brought. `receipt`: a fresh one, where it brings none of its own.

    `older_key`: it is sealed to a key that is not published any more.
    """

    kept: Kept
    receipt: Receipt | None
    older_key: bool


KeepBrought = Callable[[Receipt | None, bytes], Keep]
"""Returns what keeps a report, given the receipt to be answered and the digest of what came."""


def take(
    stream: Source, said: int | None, language: str, keep: KeepBrought | None = None
) -> Brought:
    """Keep a sealed report. `said` is how long it was announced to be, if it was.

    Raises `NotSealed`, `OtherKey`, `Damaged`, `TooLarge`, `StorageFull`, `NotVouched` while the
    door is closed, `Conflict`.
    """
    ways, files = openness.ways(), arriving.fresh_files()
    first = age_bodies.read_up_to(stream, envelopes.BYTES)
    envelope = _envelope(first)
    if envelope is not None:
        said = said if said is None else said - envelopes.BYTES
        first = b""
    receipt = receipts.new() if envelope is None else None
    to, place = _whom(receipt, envelope)
    name = _Name()
    taken = age_bodies.take(_Ahead(first, stream), said, place, files, services().store, name)
    if envelope is not None and envelope.digest != taken.digest:
        files.discard()
        raise Damaged("not the bytes that were put into the envelope")
    known_by = name.agreed(taken.digest)

    def seal(place: Place, files: Files) -> Arrived:
        return sealing.sealed_report(to, place, taken, known_by, language=language, files=files)

    kept = arriving.settle_in_turn(place, files, seal, keep and keep(receipt, taken.digest))
    listed = {one.kid for one in ways.roster.intake}
    older = envelope is not None and envelope.intake not in listed
    return Brought(kept, receipt if kept is not Kept.NOTHING_NEW else None, older_key=older)


def _envelope(first: bytes) -> Envelope | None:
    if age.is_one(first):
        return None
    if not envelopes.is_one(first):
        raise NotSealed("neither a sealed file nor an envelope")
    found = envelopes.read(first)
    with services().database.reading() as session:
        row = session.get(KeyRow, found.intake)
    if row is None or row.kind is not KeyKind.INTAKE:
        raise OtherKey("sealed to a key that was never ours")
    return found


def _whom(receipt: Receipt | None, envelope: Envelope | None) -> tuple[Receipt | AnswerTo, Place]:
    """Return whom to answer, and where the report belongs.

    A look-up that answers to another key already stays with that one: this report gets a case of
    its own, which the desk gives the receipt inside the seal, if it can.
    """
    if envelope is None:
        return cast("Receipt", receipt), places.fresh()
    to = envelope.answer_to
    with services().database.reading() as session:
        row = session.scalars(cases.report(to.lookup)).first()
        if row is not None and row.receipt_kid != to.public.kid:
            return AnswerTo(digests.random_bytes(len(to.lookup)), Key.new().public), places.fresh()
        return to, places.known(session, to.lookup) or places.fresh()


class _Name:
    """The id that a sealed file gets, so that it is known again, and the file that has it now."""

    def __init__(self) -> None:
        self._key = digests.hkdf(services().pepper, _KEYED_BY)
        self._id = b""
        self._whole = False
        self._there: bytes | None = None

    def __call__(self, first: bytes) -> bytes | None:
        self._id = digests.hmac_sha256(self._key, first)[:ID_BYTES]
        self._whole = len(first) > age.START
        with services().database.reading() as session:
            item = session.get(Item, self._id)
            if item is None:
                return self._id
            report = session.scalars(cases.report_of(item.case_id)).first()
        self._there = report.digest if report is not None else b""
        return None

    def agreed(self, came: bytes) -> tuple[bytes, bytes | None]:
        """Return a file's digest, and its id unless another file has that: its first bytes alone.

        Somebody may have brought those before others, so that this one would seem to be here.
        """
        digest = digests.hmac_sha256(self._key, came)
        other = self._there is not None and self._there != digest and not self._whole
        return digest, None if other else self._id


class _Ahead:
    """A stream some bytes of which were read already."""

    def __init__(self, first: bytes, stream: Source) -> None:
        self._first = first
        self._stream = stream

    def read(self, length: int) -> bytes:
        """Return up to so many bytes, none at the end."""
        if not self._first:
            return self._stream.read(length)
        piece, self._first = self._first[:length], self._first[length:]
        return piece
