"""Files of a case as a defender sent them: preserved, with safe copies, let out by two people."""

from escalation.escalated import Work

from hrd_report.casefile import keeping
from hrd_report.documents.evidence import (
    CaptureDocument,
    DerivedDocument,
    DescriptionDocument,
    ExportDocument,
)
from hrd_report.documents.reports import FileDocument
from hrd_report.records.keys import Item, ItemKind
from hrd_report.sealed import Plain
from hrd_report.vault import digests
from hrd_report.vault.items import Context, ItemSealer

ORIGINAL = b"\x89PNG\r\n\x1a\n hidden: Ama, 5.6037 N"
PICTURES = (b"small and grey", b"\xff\xd8 page one", b"\xff\xd8 page two")


def keep(work: Work, kind: ItemKind, document: object) -> str:
    """Keep a piece of the case; return the id of its item."""
    day = work.house.clock.now.date()
    with work.house.services.database.writing() as session:
        kept = keeping.keep(session, work.case_id, kind, document, work.key.public, day=day)
        return kept.id.hex()


def stored(work: Work, kind: ItemKind, content: bytes) -> str:
    """Seal bytes into the store as an item; return its id."""
    item_id, name = keeping.new_id(), digests.random_bytes(16).hex()
    writing = work.house.services.store.begin(name)
    sealer = ItemSealer(writing, work.key.public, Context(kind.value, work.case_id, item_id))
    sealer.write(content)
    size = sealer.finish().padded_size
    writing.keep()
    row = {"id": item_id, "case_id": work.case_id, "kid": work.key.public.kid, "kind": kind}
    with work.house.services.database.writing() as session:
        session.add(Item(**row, size=size, day=work.house.clock.now.date(), object=name))
    return item_id.hex()


def file(work: Work, content: bytes = ORIGINAL, **captured: object) -> str:
    """Keep a preserved file with a safe copy of two pictures; return the id of its item."""
    now, made = work.house.clock.now, stored(work, ItemKind.FILE, content)
    sha256 = digests.sha256(content).hex()
    document = FileDocument(
        file=made,
        name=Plain("IMG_ama.png"),
        media_type="image/png",
        size=len(content),
        sha256=sha256,
        received_at=now,
        detected="image/png",
    )
    keep(work, ItemKind.FILEMETA, document)
    capture(work, made, sha256=sha256, **captured)
    pictures, at = [], 0
    for one in PICTURES:
        pictures.append((at, len(one)))
        at += len(one)
    derived = DerivedDocument(
        file=made,
        sha256=sha256,
        kind="pictures",
        by="heron",
        at=now,
        tool="jail",
        derivative=stored(work, ItemKind.DERIVATIVE, b"".join(PICTURES)),
        pictures=tuple(pictures),
        whole=2,
    )
    keep(work, ItemKind.DERIVED, derived)
    return made


def capture(work: Work, item: str, **changed: object) -> str:
    now = work.house.clock.now
    said = {"by": "heron", "at": now, "captured_at": now, "tool": "phone", "sha256": ""}
    said |= {"method": "defender_upload", "file": item, "tlp": "AMBER"}
    return keep(work, ItemKind.CAPTURE, CaptureDocument(**{**said, **changed}))


def described(work: Work, item: str, *labels: str) -> None:
    document = DescriptionDocument(
        by="heron", at=work.house.clock.now, words=Plain("A room."), labels=labels, file=item
    )
    keep(work, ItemKind.DESCRIPTION, document)


def let_out(work: Work, item: str, consent: bytes) -> None:
    """Let an original out: heron asks, plover approves."""
    export, now = keeping.new_id().hex(), work.house.clock.now
    for step, name in (("asked", "heron"), ("approved", "plover")):
        person = work.house.people[name].id.hex()
        document = ExportDocument(
            export=export,
            step=step,
            file=item,
            by=name,
            person=person,
            at=now,
            consent=consent.hex() if step == "asked" else None,
        )
        keep(work, ItemKind.EXPORT, document)
