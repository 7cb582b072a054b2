"""Takes what arrives at the door into one transaction. The only part of this zone that commits."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Final, Self

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from hrd_report.casefile import keeping, renewing
from hrd_report.errors import Conflict, NotFound, WrongReceipt
from hrd_report.intake import openness, places, sealing
from hrd_report.intake.actions import receiving, telling_more, writing
from hrd_report.intake.actions.opening import HoldersChanged
from hrd_report.intake.actions.receiving import Kept, PlaceTaken
from hrd_report.intake.files import Files
from hrd_report.intake.pieces import Answer, Arrived, Letter
from hrd_report.intake.places import Place
from hrd_report.records.base import LOCKED
from hrd_report.records.cases import Case
from hrd_report.sealed import Plain
from hrd_report.vault import receipts
from hrd_report.vault.envelopes import AnswerTo
from hrd_report.vault.receipts import Receipt
from hrd_report.web import lanes, uploads
from hrd_report.web.lanes import Crowded, Lane
from hrd_report.web.services import services
from hrd_report.web.uploads import Discard, Sink

_TRIES: Final = 4

Choose = Callable[["Taking"], Lane]
Seal = Callable[[Place, Files], Arrived]
Keep = Callable[[Session, Arrived], Kept]


class Taking:
    """A form on its way in: its receipt and place are known before its first file.

    Whatever fails inside its block, no file of it stays.
    """

    def __init__(self, place: Place | None = None, *, lane: Choose | None = None) -> None:
        self.files = fresh_files()
        self._lane = lane
        self.fields: MultiDict[str, str] = MultiDict()
        self._receipt: Receipt | None = None
        self._place = place

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            self.files.discard()

    def read(self) -> None:
        """Read the whole form; its files are sealed as they come.

        Raises `StorageFull`, `TooLarge`.
        """
        limit = services().settings.text_limit
        self.fields = uploads.read_form(self.open, text_limit=limit)
        self.files.keep_metadata = self.fields.get("keep_metadata") == "yes"

    @property
    def is_empty(self) -> bool:
        """Whether no file came with it, not even one that was not kept."""
        return not (self.files.kept or self.files.too_large or self.files.deferred)

    def open(self, name: str, media_type: str, fields: MultiDict[str, str]) -> Sink:
        """Begin a file, sealed to the case that the receipt before it answers to.

        While its lane is pressed it is read and let go, and named: words go before files.
        """
        self.fields = fields
        if self._lane is not None and self._lane(self).pressed:
            self.files.defer(name)
            return Discard()
        return self.files.open(self.place, name, media_type)

    @property
    def receipt(self) -> Receipt:
        """Return the form's receipt, or a fresh one: nothing is refused for a broken one."""
        if self._receipt is None:
            self._receipt = _receipt_in(self.fields.get("receipt", ""))
        return self._receipt

    @property
    def place(self) -> Place:
        """Return where the form belongs."""
        if self._place is None:
            self._place = place_of(self.receipt)
        return self._place

    @property
    def likely_place(self) -> Place:
        """Return where the form belongs if its receipt is fresh, as nearly every one is.

        Nothing is sealed twice for it but a few words. Once a file came, the place is certain.
        """
        return self._place or places.fresh()


def fresh_files() -> Files:
    """Return an empty set of files on their way to the store."""
    parts = services()
    settings = parts.settings
    return Files(parts.store, limit=settings.file_limit, sum_limit=settings.sum_limit)


def place_of(receipt: Receipt | AnswerTo) -> Place:
    """Return the place of a receipt's case, or of a fresh one."""
    with services().database.reading() as session:
        found = places.known(session, receipt.lookup)
    return place_in(found.case_id, found.digest) if found else places.fresh()


def place_in(case_id: bytes, digest: bytes | None = None) -> Place:
    """Return the place of a case that is there, under a key that nobody without a right may know.

    Raises `NotFound` when it was erased meanwhile.
    """
    parts = services()
    with parts.database.reading() as session:
        case = _case(session, case_id)
        if not renewing.is_stale(session, case):
            recipient = keeping.public_key(session, case.kid)
            return Place(case_id=case_id, recipient=recipient, digest=digest)
    with parts.database.writing() as session:
        case = _case(session, case_id, lock=True)
        recipient = renewing.recipient(session, case, day=parts.clock().date())
        return Place(case_id=case_id, recipient=recipient, digest=digest)


def _case(session: Session, case_id: bytes, *, lock: bool = False) -> Case:
    case = session.get(Case, case_id, with_for_update=LOCKED if lock else None)
    if case is None:
        raise NotFound
    return case


def promise() -> dt.timedelta:
    """Return how long a defender waits for a person at most."""
    return dt.timedelta(hours=services().settings.promise_hours)


def keep_report() -> Keep:
    """Return what keeps a report, now. It may run in the thread of another request."""
    now, within = services().clock(), promise()
    return lambda session, arrived: receiving.keep(session, arrived, now=now, promise=within)


def settle(place: Place, files: Files, seal: Seal, keep: Keep | None = None) -> Kept:
    """Seal a report, then keep it with its files in one transaction, or keep nothing of it.

    Two posts of the same form may arrive at once: the later one finds the case of the earlier
    one and is sealed to that. Raises `StorageFull`, `NotVouched` while the door is closed,
    `Conflict` when it cannot be settled.
    """
    keep = keep or keep_report()
    for _ in range(_TRIES):
        try:
            arrived = _accessible(seal(place, files))
            if place.digest == arrived.digest:
                files.discard()
                return Kept.NOTHING_NEW
            files.keep()
            with files.being_named():
                kept = _kept(keep, arrived)
        except PlaceTaken:
            place, files = _moved(place, files, arrived.receipt)
            continue
        except HoldersChanged:
            openness.forget()
            continue
        except IntegrityError:
            # The case's number, its receipt or the answer's key was taken a moment ago.
            continue
        except BaseException:
            files.discard()
            raise
        if kept is Kept.NOTHING_NEW:
            files.discard()
        return kept
    files.discard()
    raise Conflict("the report could not be settled")


def settle_in_turn(place: Place, files: Files, seal: Seal, keep: Keep | None = None) -> Kept:
    """Settle what a program sent, or somebody carried here. Raises `Crowded` too."""
    try:
        with lanes.lanes().programs.place():
            return settle(place, files, seal, keep)
    except Crowded:
        files.discard()
        raise


def _kept(keep: Keep, arrived: Arrived) -> Kept:
    return services().database.together(lambda session: keep(session, arrived))


def _accessible(arrived: Arrived) -> Arrived:
    """Seal a fresh case's key to its holders, so that somebody can follow to it."""
    key = arrived.place.key
    if key is None:
        return arrived
    return replace(arrived, access=sealing.access(key, openness.ways().of(arrived.told)))


def _moved(before: Place, files: Files, receipt: Receipt | AnswerTo) -> tuple[Place, Files]:
    try:
        place = place_of(receipt)
        return place, files.moved(before, place)
    finally:
        files.discard()


def _receipt_in(value: str) -> Receipt:
    try:
        return receipts.parse(Plain(value))[0]
    except WrongReceipt:
        return receipts.new()


def send(letter: Letter) -> None:
    """Keep a letter with its files in one transaction, or keep nothing of it."""
    now, within = services().clock(), promise()
    try:
        letter.files.keep()
        with letter.files.being_named():
            new = services().database.together(
                lambda session: writing.send(session, letter, now=now, promise=within)
            )
    except BaseException:
        letter.files.discard()
        raise
    if not new:
        letter.files.discard()


def tell_more(answer: Answer) -> None:
    """Keep the answers to a further page, unless the same form was sent before."""
    now, within = services().clock(), promise()
    services().database.together(
        lambda session: telling_more.keep(session, answer, now=now, promise=within)
    )
