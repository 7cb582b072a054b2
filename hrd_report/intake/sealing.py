"""Seals what arrived into pieces of a case, before any transaction. Keeps and opens nothing."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from hrd_report.casefile import keeping
from hrd_report.casefile.routing import Told
from hrd_report.documents import codec
from hrd_report.documents.answers import AnswerDocument, AnsweredDocument
from hrd_report.documents.reports import FileDocument, ReportDocument
from hrd_report.intake.age_bodies import AgeBody
from hrd_report.intake.files import Files
from hrd_report.intake.pieces import Access, Arrived, Piece
from hrd_report.intake.places import Holders, Place
from hrd_report.records.keys import ItemKind
from hrd_report.sealed import Plain, Sealed
from hrd_report.vault import grants, items
from hrd_report.vault.envelopes import AnswerTo
from hrd_report.vault.keys import Key, PublicKey
from hrd_report.vault.preamble import ID_BYTES, Context
from hrd_report.vault.receipts import Receipt


def piece(
    kind: ItemKind,
    document: object,
    case_id: bytes,
    recipient: PublicKey,
    item: bytes | None = None,
) -> Piece:
    """Seal a document as an item of a case, under a random id or the one given."""
    chosen = item or keeping.new_id()
    context = Context(kind.value, case_id, chosen)
    blob = items.seal_json(codec.to_data(document), recipient, context)
    return Piece(id=chosen, kind=kind, kid=recipient.kid, size=len(blob), blob=blob)


def access(key: Key, holders: Holders) -> Access:
    """Seal a fresh case's key to whoever is to follow to it."""
    return Access(holders=holders, grants=tuple(grants.grant(key, one) for one in holders.public))


def file_pieces(
    files: Files,
    place: Place,
    received_at: dt.datetime,
    *,
    receipt: PublicKey | None = None,
) -> tuple[Piece, ...]:
    """Return the items of files that arrived: their bytes, and what is known of each, sealed.

    With `receipt` what is known is sealed to that too, so that its holder can prove what was sent:
    without the name, for a receipt does not open a report.
    """
    made = []
    for one in files.kept:
        document = FileDocument(
            file=one.item.hex(),
            name=one.name,
            media_type=one.media_type,
            size=one.result.true_size,
            sha256=one.result.sha256,
            received_at=received_at,
            keep_metadata=files.keep_metadata,
            detected=one.detected,
        )
        made += [
            Piece(
                id=one.item,
                kind=ItemKind.FILE,
                kid=place.recipient.kid,
                size=one.result.padded_size,
                object=one.object,
            ),
            piece(ItemKind.FILEMETA, document, place.case_id, place.recipient),
        ]
        if receipt is not None:
            copy = replace(document, name=Plain(""))
            made.append(piece(ItemKind.FILEMETA, copy, place.case_id, receipt))
    return tuple(made)


def answer_pieces(
    place: Place, receipt: PublicKey, answer: AnswerDocument, item: bytes | None = None
) -> tuple[Piece, Piece]:
    """Seal answers to the case, and to the receipt that there are some, and about what."""
    note = AnsweredDocument(subject=answer.subject, at=answer.at)
    return (
        piece(ItemKind.ANSWER, answer, place.case_id, place.recipient, item),
        piece(ItemKind.ANSWER, note, place.case_id, receipt),
    )


def report(
    receipt: Receipt,
    place: Place,
    document: ReportDocument,
    files: Files,
    content: bytes,
    further: Sequence[AnswerDocument] = (),
) -> Arrived:
    """Seal a report to its place. `content` is its canonical form, `further` its further answers.

    An addition's id is derived from receipt and content, so that the same one is not kept twice.
    """
    digest, told_to = receipt.mac(content), receipt.key.public
    addition = place.key is None
    main = piece(
        ItemKind.ADDITION if addition else ItemKind.REPORT,
        document,
        place.case_id,
        place.recipient,
        receipt.mac(b"addition" + digest)[:ID_BYTES] if addition else None,
    )
    return Arrived(
        receipt=receipt,
        place=place,
        told=Told(
            language=document.language,
            threats=frozenset(document.threats),
            country=document.country,
        ),
        danger=document.danger,
        digest=digest,
        pieces=(
            main,
            *(one for answer in further for one in answer_pieces(place, told_to, answer)),
            *file_pieces(files, place, document.received_at, receipt=told_to),
        ),
        files=files,
    )


def sealed_report(
    receipt: Receipt | AnswerTo,
    place: Place,
    taken: AgeBody,
    known_by: tuple[bytes, bytes | None],
    *,
    language: str,
    files: Files,
) -> Arrived:
    """Return a report that came sealed to an intake key, sealed again to its case.

    `known_by`: its digest and the id by which the same file is recognised, whoever brings it.
    """
    main = Piece(
        id=taken.id,
        kind=ItemKind.REPORT if place.key is not None else ItemKind.ADDITION,
        kid=place.recipient.kid,
        size=taken.size,
        blob=taken.body if isinstance(taken.body, Sealed) else None,
        object=taken.body if isinstance(taken.body, str) else None,
    )
    return Arrived(
        receipt=receipt,
        place=place,
        told=Told(language=language),
        danger="unsure",
        digest=known_by[0],
        pieces=(main,),
        files=files,
        name=known_by[1],
    )
