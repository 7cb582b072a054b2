"""Cases filed with real keys, and somebody signed in to work on them."""

import datetime as dt
from dataclasses import dataclass, field

from flask.testing import FlaskClient
from house import House
from werkzeug.test import TestResponse

from hrd_report.casefile import keeping, opening
from hrd_report.clock import hour_after
from hrd_report.desk.actions import access
from hrd_report.desk.worker import Worker
from hrd_report.documents import codec
from hrd_report.documents.reports import FileDocument, NewsDocument, ReportDocument
from hrd_report.records import cases, keys
from hrd_report.records.acts import Act
from hrd_report.records.audit import acts_on
from hrd_report.records.cases import Case, CaseState, Due, Report, ReportState, Urgency
from hrd_report.records.keys import Item, ItemKind, KeyKind
from hrd_report.records.people import Team
from hrd_report.sealed import Plain
from hrd_report.vault import age, digests, items
from hrd_report.vault.keys import Key, PublicKey
from hrd_report.vault.preamble import Context

STORY = "They wrote where I sleep. See https://bad.example/post"


@dataclass
class Filed:
    """A case as the public door leaves it, and the key that the defender's receipt derives."""

    number: str
    id: bytes
    key: PublicKey
    receipt: Key
    files: list[bytes] = field(default_factory=list)


@dataclass
class Desk:
    """A house with a caseworker at the desk."""

    house: House
    client: FlaskClient
    token: str

    def get(self, path: str) -> TestResponse:
        return self.client.get(path)

    def post(self, path: str, **fields: object) -> TestResponse:
        return self.client.post(path, data={"form_token": self.token, **fields})

    def act(self, filed: Filed, page: str, **fields: object) -> TestResponse:
        """Post to a page of a case, in the version the case has now."""
        version = self.case(filed).version
        return self.post(f"/desk/cases/{filed.number}/{page}", version=version, **fields)

    def case(self, filed: Filed) -> Case:
        with self.house.services.database.reading() as session:
            return session.scalars(cases.case(filed.id)).one()

    def report(self, filed: Filed) -> Report:
        with self.house.services.database.reading() as session:
            return session.scalars(cases.report_of(filed.id)).one()

    def news(self, filed: Filed) -> list[NewsDocument]:
        """Open what the defender was told, with the receipt's key."""
        found = self.opened(filed, ItemKind.NEWS, filed.receipt)
        return sorted((codec.from_data(one, NewsDocument) for one in found), key=lambda n: n.at)

    def events(self, filed: Filed) -> set[str]:
        return {one.event for one in self.news(filed)}

    def opened(self, filed: Filed, kind: ItemKind, key: Key) -> list[object]:
        """Open every item of a kind that is sealed to exactly this key."""
        with self.house.services.database.reading() as session:
            found = list(session.scalars(keys.items_of(filed.id, kind)))
        return [
            items.open_json(one.blob, key, Context(kind.value, filed.id, one.id))
            for one in found
            if one.kid == key.kid and one.blob is not None
        ]

    def acts(self, thing: bytes) -> list[Act]:
        with self.house.services.database.reading() as session:
            return [one.act for one in session.scalars(acts_on(thing))]

    def taken(self, filed: Filed) -> Filed:
        """Take and open a case."""
        assert self.post(f"/desk/cases/{filed.number}/take").status_code == 303
        assert self.get(f"/desk/cases/{filed.number}").status_code == 200
        return filed


def worker(house: House, name: str) -> Worker:
    member = house.people[name]
    return Worker(member.id, member.name, member.role, house.team.id, member.key)


def original(house: House, number: str, file: bytes) -> bytes:
    """Open a file of a case with a caseworker's keys: no page gives it to one person alone."""
    who = worker(house, "heron")
    with house.services.database.reading() as session:
        case = access.find(session, who, number)
        item = session.get_one(Item, file)
        ring = access.open_ring(session, who, case)
        return b"".join(opening.file_chunks(item, ring, house.services.store))


def signed_in(house: House, name: str) -> Desk:
    client = house.client()
    return Desk(house, client, house.sign_in(client, name))


def filing(
    house: House,
    *,
    number: str | None = None,
    urgency: Urgency = Urgency.NORMAL,
    story: str = STORY,
    files: dict[str, bytes] | None = None,
    sealed_report: bytes | None = None,
    hours: int = 24,
    **columns: object,
) -> Filed:
    """File a case for the first team, or for the team that the columns name."""
    now, key, receipt = house.clock.now, Key.new(), digests.random_bytes(32)
    receipt_key = Key.from_seed(receipt)
    with house.services.database.writing() as session:
        for public, kind in ((key.public, KeyKind.CASE), (receipt_key.public, KeyKind.RECEIPT)):
            keeping.keep_key(session, public, kind, day=now.date())
        session.flush()
        owner = session.get(Team, columns.get("team_id", house.team.id))
        team = keeping.public_key(session, owner.kid)
        for holder in (team, house.recovery.public):
            keeping.keep_grant(session, key, holder, day=now.date())
        case = Case(
            **{
                "id": keeping.new_id(),
                "number": number or f"K{digests.random_bytes(3).hex().upper()}",
                "kid": key.kid,
                "team_id": house.team.id,
                "state": CaseState.RECEIVED,
                "urgency": urgency,
                "language": "fr",
                "received_day": now.date(),
                "due": Due.FIRST_ANSWER,
                "due_from": hour_after(now),
                "due_at": hour_after(now + dt.timedelta(hours=hours)),
                "size": 4096,
                **columns,
            }
        )
        session.add(case)
        session.flush()
        filed = Filed(case.number, case.id, key.public, receipt_key)
        session.add(
            Report(
                lookup=digests.random_bytes(32),
                case_id=case.id,
                receipt_kid=receipt_key.kid,
                state=ReportState.RECEIVED,
                digest=digests.random_bytes(32),
                day=now.date(),
            )
        )
        _keep_report(house, session, filed, story, sealed_report)
        for name, content in (files or {}).items():
            filed.files.append(_keep_file(house, session, filed, name, content))
    return filed


def _keep_report(house, session, filed, story, sealed_report) -> None:
    day = house.clock.now.date()
    if sealed_report is not None:
        intake = session.scalars(keys.active(KeyKind.INTAKE)).one()
        keeping.keep_sealed(
            session,
            filed.id,
            ItemKind.REPORT,
            age.Sealed(sealed_report),
            intake.kid,
            day=day,
            item_id=keeping.new_id(),
        )
        return
    report = ReportDocument(
        language="fr",
        danger="unsure",
        threats=("doxing",),
        story=Plain(story),
        links=(Plain("https://bad.example/post/1"),),
        received_at=house.clock.now,
        channel="form",
    )
    keeping.keep(session, filed.id, ItemKind.REPORT, report, filed.key, day=day)


def _keep_file(house, session, filed, name, content) -> bytes:
    item_id, now, store = keeping.new_id(), house.clock.now, house.services.store
    stored = digests.random_bytes(16).hex()
    writing = store.begin(stored)
    sealer = items.ItemSealer(writing, filed.key, Context("file", filed.id, item_id))
    sealer.write(content)
    result = sealer.finish()
    writing.keep()
    session.add(
        Item(
            id=item_id,
            case_id=filed.id,
            kid=filed.key.kid,
            kind=ItemKind.FILE,
            size=result.padded_size,
            day=now.date(),
            object=stored,
        )
    )
    document = FileDocument(
        file=item_id.hex(),
        name=Plain(name),
        media_type="image/png",
        size=result.true_size,
        sha256=result.sha256,
        received_at=now,
    )
    keeping.keep(session, filed.id, ItemKind.FILEMETA, document, filed.key, day=now.date())
    return item_id


def intake_key(house: House) -> PublicKey:
    with house.services.database.reading() as session:
        return PublicKey.from_raw(session.scalars(keys.active(KeyKind.INTAKE)).one().public)
