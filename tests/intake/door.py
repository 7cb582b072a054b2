"""Helps tests of the public door: posts forms as browsers do, opens what the desk would open."""

import io
import re
from dataclasses import dataclass

from sqlalchemy import select

from hrd_report.casefile import keeping, opening
from hrd_report.documents import codec
from hrd_report.documents.reports import FileDocument, MessageDocument, ReportDocument
from hrd_report.records.cases import Case
from hrd_report.records.keys import Item, ItemKind
from hrd_report.sealed import Plain
from hrd_report.vault import items, receipts
from hrd_report.vault.items import Context

RECEIPT = re.compile(r"name=receipt value=([^ >]+)")


@dataclass
class Opened:
    """A case as a caseworker would read it."""

    case: Case
    reports: list[ReportDocument]
    additions: list[ReportDocument]
    files: list[tuple[FileDocument, bytes]]
    letters: list[MessageDocument]


def fresh_receipt(client, language: str = "en") -> str:
    return RECEIPT.search(client.get(f"/{language}/").text)[1]


def send(client, language: str = "en", files=(), **fields):
    """Post the form the way a browser does: the fields first, then the files."""
    data = {name: value for name, value in fields.items() if value is not None}
    if files:
        data["files"] = [(io.BytesIO(content), name) for name, content in files]
    return client.post(f"/{language}/report", data=data, content_type="multipart/form-data")


def words_on(page: str) -> list[str]:
    listed = re.search(r"<ol id=receipt[^>]*>(.*?)</ol>", page, re.DOTALL)[1]
    return [word.strip() for word in listed.split("<li>")[1:]]


def receipt_of(page: str) -> receipts.Receipt:
    return receipts.parse(Plain(" ".join(words_on(page))))[0]


def cases(house) -> list[Case]:
    with house.services.database.reading() as session:
        return list(session.scalars(select(Case)))


def items_of(house, kind: ItemKind | None = None) -> list[Item]:
    with house.services.database.reading() as session:
        found = list(session.scalars(select(Item)))
    return [one for one in found if kind is None or one.kind is kind]


def objects(house) -> list[str]:
    return list(house.services.store.names())


def leftovers(house) -> list[str]:
    """Return every file in the store's folder, also half-written ones."""
    folder = house.services.settings.instance / "store"
    return [path.name for path in folder.rglob("*") if path.is_file()]


def opened(house, case: Case | None = None) -> Opened:
    case = case or cases(house)[0]
    key = house.people["heron"].key
    with house.services.database.reading() as session:
        ring = opening.case_keyring(session, key, case)

        def read(kind, shape):
            return [one.document for one in opening.read_all(session, case, ring, kind, shape)]

        files = []
        for document in read(ItemKind.FILEMETA, FileDocument):
            item = session.get(Item, bytes.fromhex(document.file))
            content = b"".join(opening.file_chunks(item, ring, house.services.store))
            files.append((document, content))
        return Opened(
            case=case,
            reports=read(ItemKind.REPORT, ReportDocument),
            additions=read(ItemKind.ADDITION, ReportDocument),
            files=files,
            letters=read(ItemKind.MESSAGE, MessageDocument),
        )


def come_back(client, page: str, language: str = "en") -> str:
    """Give the receipt of a page. Returns the form token of the session."""
    answer = client.post(f"/{language}/return", data={"receipt": " ".join(words_on(page))})
    assert answer.status_code == 303
    return token_in(client.get(f"/{language}/case").text)


def token_in(page: str) -> str:
    return re.search(r"form_token=([0-9a-f]+)", page)[1]


def tell(house, case: Case, kind: ItemKind, document: object, key=None) -> None:
    """Seal something to a case's receipt, as the desk and the jobs do."""
    with house.services.database.writing() as session:
        recipient = key or keeping.receipt_key(session, case.id)
        keeping.keep(session, case.id, kind, document, recipient, day=house.clock.now.date())


def reopen(item: Item, key, shape):
    context = Context(item.kind.value, item.case_id, item.id)
    return codec.from_data(items.open_json(item.blob, key, context), shape)
