"""A case with a consent, a caseworker writing a notice about it, and what the defender is told."""

import datetime as dt
import html
import re
from dataclasses import dataclass, field

from escalation.mailbox import Mailbox
from flask.testing import FlaskClient
from house import House
from werkzeug.test import TestResponse

from hrd_report.casefile import keeping
from hrd_report.documents import codec
from hrd_report.documents.casework import AssessmentDocument
from hrd_report.documents.evidence import CaptureDocument
from hrd_report.documents.reports import ConsentDocument, NewsDocument, ReportDocument
from hrd_report.escalation.delivery import MailServer
from hrd_report.jobs.outbox import Outbox, deliver
from hrd_report.records import audit, escalations, keys
from hrd_report.records.acts import Act
from hrd_report.records.cases import (
    Case,
    CaseState,
    Consent,
    ConsentState,
    Due,
    Report,
    ReportState,
    Urgency,
)
from hrd_report.records.escalations import Delivery, Escalation
from hrd_report.records.keys import ItemKind, KeyKind
from hrd_report.sealed import Plain
from hrd_report.vault import digests, items
from hrd_report.vault.keys import Key
from hrd_report.vault.preamble import Context

LINKS = ("https://t.me/somechannel/41", "https://elsewhere.example/page")
PLATFORM = "telegram"
TYPED = {
    "address": "abuse@murmur.example",
    "kind": "terms",
    "language": "en",
    "subject": "A post that shows a home address",
    "explanation": "On 17 November 2026 an account published a photograph.\n\nÀ côté : 38 replies.",
    "context": "",
    "clause": "Sharing personal details",
    "harm": "People were called to go there.",
    "url": ["https://t.me/somechannel/41"],
    "action": ["remove"],
    "object_id": ["41"],
    "identity": "organisation",
    "identity_text": "",
}


ANSWERS = {
    "reveals": "no",
    "operator": "yes",
    "police": "yes",
    "images": "no",
    "evidence": "yes",
    "files_show": "no",
    "bare": "yes",
    "good_faith": "yes",
}

# A clock that stands gives several pieces of news one moment.
_ORDER = (
    "escalation_queued",
    "escalation_sent",
    "escalation_stopped",
    "escalation_not_sent",
    "escalation_silent",
    "escalation_acknowledged",
    "escalation_decided",
    "escalation_appealed",
    "escalation_reappeared",
)


@dataclass
class Work:
    """A case and the people around it."""

    house: House
    number: str
    case_id: bytes
    receipt: Key
    key: Key
    client: FlaskClient = field(init=False)
    token: str = field(init=False)
    _who: str = field(init=False)
    _since: dt.datetime = field(init=False)

    def __post_init__(self) -> None:
        self.sign_in("heron")

    def sign_in(self, name: str) -> None:
        self._who, self._since = name, self.house.clock.now
        self.client = self.house.client()
        self.token = self.house.sign_in(self.client, name)

    def _stay(self) -> None:
        # Sessions end after a quarter of an hour; whoever comes back later signs in again.
        if self.house.clock.now != self._since:
            self.sign_in(self._who)

    def get(self, path: str) -> TestResponse:
        self._stay()
        return self.client.get(path)

    def post(self, path: str, data: dict[str, object] | None = None) -> TestResponse:
        self._stay()
        return self.client.post(path, data={"form_token": self.token, **(data or {})})

    def consent(
        self,
        *,
        purpose: str = "notice_anonymous",
        platform: str | None = PLATFORM,
        identity: str = "organisation",
        state: ConsentState = ConsentState.GIVEN,
        days: int = 90,
    ) -> bytes:
        now, consent_id = self.house.clock.now, keeping.new_id()
        document = ConsentDocument(
            consent=consent_id.hex(),
            purpose=purpose,
            identity=identity,
            at=now,
            recorded_by="heron",
            platform=platform,
            until=now + dt.timedelta(days=days),
        )
        with self.house.services.database.writing() as session:
            item = keeping.keep(
                session,
                self.case_id,
                ItemKind.CONSENT,
                document,
                self.key.public,
                day=now.date(),
            )
            session.flush()
            session.add(
                Consent(
                    id=consent_id,
                    case_id=self.case_id,
                    state=state,
                    item_id=item.id,
                    day=now.date(),
                    until=document.until,
                )
            )
        return consent_id

    def mark(self, tlp: str) -> None:
        """Mark the case, as its lead does."""
        now = self.house.clock.now
        document = AssessmentDocument(by="heron", at=now, tlp=tlp)
        with self.house.services.database.writing() as session:
            keeping.keep(
                session,
                self.case_id,
                ItemKind.ASSESSMENT,
                document,
                self.key.public,
                day=now.date(),
            )

    def withdraw(self, consent_id: bytes) -> None:
        """Take a consent back in the row alone, as a browser far away does a moment too late."""
        with self.house.services.database.writing() as session:
            session.get_one(Consent, consent_id).state = ConsentState.WITHDRAWN

    def draft(self, platform: str = PLATFORM, **changed: object) -> "Sheet":
        """Begin a notice and fill it in through the pages."""
        begun = self.post(
            f"/desk/cases/{self.number}/escalate", {"platform": platform, "language": "en"}
        )
        assert begun.status_code == 303
        made = Sheet(self, begun.location.removesuffix("/edit"))
        self.capture(*(one for one in changed.get("url", ()) if one not in LINKS))
        answer = made.edit(**changed)
        assert answer.status_code == 303, answer.text
        assert made.answer().status_code == 303
        return made

    def capture(self, *addresses: str) -> None:
        """Preserve what stands at some addresses."""
        now = self.house.clock.now
        with self.house.services.database.writing() as session:
            for address in addresses:
                document = CaptureDocument(
                    by="heron",
                    at=now,
                    captured_at=now,
                    tool="browser",
                    method="caseworker_capture",
                    sha256="5e" * 32,
                    link=Plain(address),
                )
                keeping.keep(
                    session,
                    self.case_id,
                    ItemKind.CAPTURE,
                    document,
                    self.key.public,
                    day=now.date(),
                )

    def queued(self, **changed: object) -> "Sheet":
        made = self.draft(**changed)
        assert made.send().status_code == 303
        return made

    def sent(self, box: Mailbox, **changed: object) -> "Sheet":
        made = self.queued(**changed)
        assert deliver(self.outbox(box.server))
        assert made.row.sent_at is not None
        return made

    def answered(self) -> None:
        """Let nothing be due any more, as after a word to the defender."""
        with self.house.services.database.writing() as session:
            case = session.get_one(Case, self.case_id)
            case.due, case.due_from, case.due_at = Due.NOTHING, None, None

    def outbox(self, server: MailServer | None) -> Outbox:
        parts = self.house.services
        return Outbox(
            database=parts.database,
            clock=parts.clock,
            server=server,
            key=self.house.secrets.delivery,
            clocks=parts.reference.clocks,
            jitter=lambda: 0.0,
        )

    @property
    def case(self) -> Case:
        with self.house.services.database.reading() as session:
            return session.get_one(Case, self.case_id)

    def news(self) -> list[NewsDocument]:
        """Open what the defender was told, with the receipt's key alone, oldest first."""
        with self.house.services.database.reading() as session:
            found = session.scalars(keys.items_of(self.case_id, ItemKind.NEWS)).all()
        read = [
            codec.from_data(
                items.open_json(
                    one.blob, self.receipt, Context(ItemKind.NEWS.value, self.case_id, one.id)
                ),
                NewsDocument,
            )
            for one in found
        ]
        return sorted(read, key=lambda one: (one.at, _ORDER.index(one.event)))

    def events(self) -> list[str]:
        return [one.event for one in self.news()]


@dataclass
class Sheet:
    """One escalation, through its pages and its rows."""

    work: Work
    path: str

    @property
    def id(self) -> bytes:
        return bytes.fromhex(self.path.rsplit("/", 1)[1])

    @property
    def row(self) -> Escalation:
        with self.work.house.services.database.reading() as session:
            return session.get_one(Escalation, self.id)

    @property
    def delivery(self) -> Delivery:
        with self.work.house.services.database.reading() as session:
            return session.scalars(escalations.delivery_of(self.id)).one()

    @property
    def state(self) -> str:
        return self.row.state.value

    @property
    def preview(self) -> str:
        return self.work.get(f"{self.path}/text").get_data(as_text=True)

    @property
    def page(self) -> str:
        answer = self.work.get(self.path)
        assert answer.status_code == 200
        return html.unescape(answer.get_data(as_text=True))

    def acts(self) -> list[Act]:
        with self.work.house.services.database.reading() as session:
            return [one.act for one in session.scalars(audit.acts_on(self.id))]

    def edit(self, **changed: object) -> TestResponse:
        return self.work.post(
            f"{self.path}/edit", {**TYPED, "version": self.row.version, **changed}
        )

    def answer(self, **changed: str) -> TestResponse:
        """Answer what is asked before sending, so that it may leave."""
        said = {f"answer-{name}": text for name, text in {**ANSWERS, **changed}.items()}
        return self.do("answers", **said)

    def seen(self) -> str:
        found = re.search(r'name="?seen"? value="([0-9a-f]{64})"', self.page)
        return found[1] if found else ""

    def send(self, seen: str | None = None) -> TestResponse:
        return self.do("send", seen=self.seen() if seen is None else seen)

    def do(self, act: str, **fields: object) -> TestResponse:
        return self.work.post(f"{self.path}/{act}", {"version": self.row.version, **fields})

    def decide(self, *decisions: str, **fields: object) -> TestResponse:
        typed = {"decision": list(decisions), "reasons_given": "no", "appeal_offered": "no"}
        return self.do("decided", **{**typed, **fields})


def work_on(
    house: House, *, urgency: Urgency = Urgency.NORMAL, links: tuple[str, ...] = LINKS
) -> Work:
    """File a case with some links, as the public door does."""
    now, key, receipt = house.clock.now, Key.new(), Key.new()
    case_id = keeping.new_id()
    with house.services.database.writing() as session:
        keeping.keep_key(session, key.public, KeyKind.CASE, day=now.date())
        keeping.keep_key(session, receipt.public, KeyKind.RECEIPT, day=now.date())
        session.flush()
        team = keeping.public_key(session, house.team.kid)
        keeping.keep_grant(session, key, team, day=now.date())
        number = f"K{digests.random_bytes(3).hex().upper()}"
        session.add(
            Case(
                id=case_id,
                number=number,
                kid=key.kid,
                team_id=house.team.id,
                state=CaseState.IN_PROGRESS,
                urgency=urgency,
                language="fr",
                received_day=now.date(),
                due=Due.NOTHING,
            )
        )
        session.flush()
        session.add(
            Report(
                lookup=digests.random_bytes(32),
                case_id=case_id,
                receipt_kid=receipt.kid,
                state=ReportState.ACCEPTED,
                digest=digests.random_bytes(32),
                day=now.date(),
            )
        )
        report = ReportDocument(
            language="fr",
            danger="no",
            threats=("doxing",),
            story=Plain("Ils ont publié mon adresse."),
            links=tuple(map(Plain, links)),
            received_at=now,
            channel="form",
        )
        keeping.keep(session, case_id, ItemKind.REPORT, report, key.public, day=now.date())
    made = Work(house, number, case_id, receipt, key)
    made.capture(*links)
    return made
