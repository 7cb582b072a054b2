import datetime as dt
import io
from html import unescape

import pytest
from intake.door import cases, come_back, items_of, leftovers, opened, reopen, send, tell, words_on
from sqlalchemy import select, update

from hrd_report.casefile import keeping
from hrd_report.documents.reports import ConsentDocument, MessageDocument, NewsDocument
from hrd_report.errors import Damaged
from hrd_report.records.acts import Act
from hrd_report.records.audit import AuditRow
from hrd_report.records.cases import Case, CaseState, Consent, ConsentState, Due
from hrd_report.records.escalations import (
    Delivery,
    DeliveryState,
    Escalation,
    EscalationConsent,
    EscalationState,
)
from hrd_report.records.keys import ItemKind
from hrd_report.sealed import Plain, Sealed
from hrd_report.vault.keys import Key


class Visit:
    """A defender who reported and came back."""

    def __init__(self, house) -> None:
        self.house = house
        self.client = house.client()
        self.page = send(self.client, "en", story="words", danger="no").text
        self.token = come_back(self.client, self.page)

    @property
    def case(self) -> Case:
        return cases(self.house)[0]

    def change(self, **values: object) -> None:
        with self.house.services.database.writing() as session:
            session.execute(update(Case).values(**values))

    def read(self, language: str = "en") -> str:
        answer = self.client.get(f"/{language}/case")
        assert answer.status_code == 200
        return unescape(answer.text)

    def write(self, text: str, once: str = "o1", files=(), language: str = "en"):
        data: dict[str, object] = {"once": once, "message": text}
        if files:
            data["files"] = [(io.BytesIO(content), name) for name, content in files]
        return self.client.post(
            f"/{language}/case/message?form_token={self.token}",
            data=data,
            content_type="multipart/form-data",
        )


@pytest.fixture
def visit(house) -> Visit:
    return Visit(house)


HEADLINES = {
    CaseState.RECEIVED: ("Nobody has opened it yet.", "encore ouvert."),
    CaseState.OPEN: ("A person has read you.", "Une personne a lu votre signalement."),
    CaseState.IN_PROGRESS: ("We are working on it.", "Nous y travaillons."),
    CaseState.WAITING_DEFENDER: ("We wait for your answer.", "Nous attendons votre réponse."),
    CaseState.WAITING_PLATFORM: ("We wait for a platform.", "Nous attendons une plateforme."),
    CaseState.RESOLVED: ("This case is settled.", "Ce dossier est réglé."),
    CaseState.CLOSED: ("This case is closed.", "Ce dossier est clos."),
}


@pytest.mark.parametrize("state", CaseState)
def test_every_state_has_plain_words_in_both_languages(visit, state):
    visit.change(state=state)
    for language, sentence in zip(("en", "fr"), HEADLINES[state], strict=True):
        assert sentence in visit.read(language)


def test_the_page_tells_when_the_next_word_is_due_and_owns_to_being_late(house, visit):
    assert "before Sunday 22 November, 10:00 UTC, even if nothing has changed" in visit.read()
    visit.change(due_at=house.clock.now - dt.timedelta(hours=1))
    assert "It is late, and the team sees that." in visit.read()
    visit.change(state=CaseState.CLOSED)
    assert "UTC" not in visit.read()


def test_a_letter_reaches_the_case_and_its_author_reads_it_again(house, visit):
    answer = visit.write("I sleep elsewhere.", files=[("door.png", b"png")])
    assert (answer.status_code, answer.location) == (303, "/en/case")
    assert "I sleep elsewhere." in visit.read()
    assert [content for _, content in opened(house).files] == [b"png"]
    sealed_to = {item.kid for item in items_of(house, ItemKind.MESSAGE)}
    assert len(sealed_to) == 2


def test_the_same_letter_sent_twice_is_kept_once_and_another_from_the_same_form_too(house, visit):
    for _ in range(2):
        visit.write("first", files=[("a", b"1")])
    visit.write("second")
    assert len(items_of(house, ItemKind.MESSAGE)) == 4
    assert len(leftovers(house)) == 1


def test_an_empty_letter_is_asked_again(visit, house):
    answer = visit.write("   ")
    assert answer.status_code == 422
    assert "Your letter is empty" in answer.text
    assert 'href="#message"' in answer.text
    assert items_of(house, ItemKind.MESSAGE) == []


def test_a_letter_without_the_session_s_own_token_waits_for_the_words_of_its_case(visit, house):
    visit.token = "0" * 64
    answer = visit.write("a letter to another case")
    assert answer.status_code == 401
    assert "a letter to another case" in answer.text
    assert items_of(house, ItemKind.MESSAGE) == []


def test_a_letter_s_file_over_the_limit_is_named_and_the_letter_is_kept(house, visit):
    small = house.with_settings(file_limit=10)
    visit.client = small.client()
    visit.token = come_back(visit.client, visit.page)
    assert visit.write("words", files=[("huge.mov", bytes(100))]).status_code == 303
    assert "Too large and not kept:" in visit.read()
    assert "huge.mov" in visit.read()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (CaseState.RECEIVED, CaseState.RECEIVED),
        (CaseState.WAITING_DEFENDER, CaseState.IN_PROGRESS),
        (CaseState.WAITING_PLATFORM, CaseState.WAITING_PLATFORM),
        (CaseState.CLOSED, CaseState.IN_PROGRESS),
        (CaseState.RESOLVED, CaseState.IN_PROGRESS),
    ],
)
def test_a_letter_wakes_a_case_that_waits_for_the_defender_or_rested(visit, before, after):
    visit.change(state=before, due=Due.NOTHING, due_at=None)
    visit.write("words")
    case = visit.case
    assert case.state is after
    assert case.due is Due.WORD_TO_DEFENDER
    assert case.due_at is not None
    assert case.version == 2
    if before in {CaseState.CLOSED, CaseState.RESOLVED}:
        assert "Your case is open again." in visit.read()


def test_a_letter_never_puts_off_an_earlier_clock(visit, house):
    sooner = house.clock.now.replace(minute=0) + dt.timedelta(hours=2)
    visit.change(due=Due.DECISION, due_at=sooner)
    visit.write("words")
    assert (visit.case.due, visit.case.due_at) == (Due.DECISION, sooner)


def test_letters_of_the_team_and_news_of_requests_are_told_in_plain_words(house, visit):
    now, one, two = house.clock.now, "aa" * 16, "bb" * 16
    letter = MessageDocument(author="team", name="Heron", text=Plain("Are you safe?"), at=now)
    tell(house, visit.case, ItemKind.MESSAGE, letter)
    news = [
        NewsDocument(
            event="escalation_sent", at=now, escalation=one,
            platform=Plain("Murmur"), identity="organisation",
        ),
        NewsDocument(
            event="escalation_decided", at=now + dt.timedelta(days=1), escalation=one,
            decisions=("removed", "removed", "refused"),
        ),
        NewsDocument(event="escalation_silent", at=now, escalation=two,
                     next_at=now + dt.timedelta(days=3)),
        NewsDocument(event="opened", at=now),
    ]  # fmt: skip
    for document in news:
        tell(house, visit.case, ItemKind.NEWS, document)
    page = visit.read()
    for words in (
        "Heron, of the team",
        "Are you safe?",
        "<h3>Murmur</h3>",
        "without your name",
        "2\N{NO-BREAK SPACE}\N{MULTIPLICATION SIGN}\N{NO-BREAK SPACE}Removed, 1",
        "<h3>A platform</h3>",
        "It is noted, and we chase it.",
        "A platform should have answered",
        "24 Nov",
        "A person has read you.",
    ):
        assert words in page
    assert "Pas de réponse." in visit.read("fr")


def test_a_piece_that_cannot_be_opened_is_counted_and_never_breaks_the_page(house, visit):
    case, day = visit.case, house.clock.now.date()
    tell(house, case, ItemKind.NEWS, NewsDocument(event="opened", at=house.clock.now))
    with house.services.database.writing() as session:
        kid = keeping.receipt_key(session, case.id).kid
        for blob in (b"", b"age-encryption.org/v1\n", bytes(5000)):
            keeping.keep_sealed(
                session, case.id, ItemKind.NEWS, Sealed(blob), kid, day=day,
                item_id=keeping.new_id(),
            )  # fmt: skip
    page = visit.read()
    assert "3 pieces of this case cannot be read here." in page
    assert "A person has read you." in page


def _agree(house, visit, *states: EscalationState) -> bytes:
    """Record a consent, with an escalation in each of the states standing on it."""
    now, case = house.clock.now, visit.case
    consent_id = keeping.new_id()
    document = ConsentDocument(
        consent=consent_id.hex(), purpose="notice_anonymous", identity="organisation",
        at=now, recorded_by="heron", platform="meta",
    )  # fmt: skip
    with house.services.database.writing() as session:
        day, to = now.date(), keeping.receipt_key(session, case.id)
        item = keeping.keep(session, case.id, ItemKind.CONSENT, document, to, day=day)
        session.flush()
        session.add(
            Consent(
                id=consent_id,
                case_id=case.id,
                state=ConsentState.GIVEN,
                item_id=item.id,
                day=day,
                until=now + dt.timedelta(days=90),
            )
        )
        session.flush()
        for state in states:
            _stand(session, case, consent_id, item.id, state, now)
    return consent_id


def _stand(session, case, consent_id, item_id, state, now) -> None:
    escalation = Escalation(
        id=keeping.new_id(), case_id=case.id, state=state, notice_item=item_id, day=now.date(),
        sent_at=now if state is EscalationState.SENT else None,
    )  # fmt: skip
    session.add(escalation)
    session.flush()
    session.add(EscalationConsent(escalation_id=escalation.id, consent_id=consent_id))
    waits = state is EscalationState.QUEUED
    session.add(
        Delivery(
            id=keeping.new_id(),
            escalation_id=escalation.id,
            item_id=item_id,
            state=DeliveryState.QUEUED if waits else DeliveryState.SENT,
            message_id="m",
            next_at=now,
        )
    )


def _withdraw(visit, consent_id: bytes, language: str = "en"):
    return visit.client.post(
        f"/{language}/case/consents/{consent_id.hex()}/withdraw", data={"form_token": visit.token}
    )


def test_a_consent_withdrawn_stops_what_waits_and_says_what_had_left(house, visit):
    consent_id = _agree(house, visit, EscalationState.QUEUED, EscalationState.SENT)
    assert "Write to a platform without your name" in visit.read()
    assert "Until 19 February 2027." in visit.read()
    assert _withdraw(visit, consent_id).status_code == 303
    with house.services.database.reading() as session:
        assert session.get_one(Consent, consent_id).state is ConsentState.WITHDRAWN
        states = {one.state for one in session.scalars(select(Escalation))}
        assert states == {EscalationState.STOPPED, EscalationState.SENT}
        assert DeliveryState.QUEUED not in {one.state for one in session.scalars(select(Delivery))}
        acts = set(session.scalars(select(AuditRow.act)))
        assert Act.CONSENT_WITHDRAWN not in acts, "the audit tells no defender's visit"
    page = visit.read()
    assert "Withdrawn. Nothing more leaves." in page
    assert "1 request had left before and cannot be called back." in page
    assert "Stopped before it left." in page
    assert f"{consent_id.hex()}/withdraw" not in page


def test_a_consent_of_another_case_or_of_none_is_not_found(house, visit):
    mine = _agree(house, visit)
    other = house.client()
    page = send(other, "en", story="other").text
    visit.client, visit.token = other, come_back(other, page)
    for consent_id in (mine, bytes(16), b"x"):
        assert _withdraw(visit, consent_id).status_code == 404
    assert visit.client.post(
        "/en/case/consents/zz/withdraw", data={"form_token": visit.token}
    ).status_code == 404  # fmt: skip
    with house.services.database.reading() as session:
        assert session.get_one(Consent, mine).state is ConsentState.GIVEN


def test_a_receipt_opens_nothing_of_another_case(house, visit):
    tell(house, visit.case, ItemKind.NEWS, NewsDocument(event="opened", at=house.clock.now))
    other = house.client()
    page = send(other, "en", story="other").text
    come_back(other, page)
    assert "A person has read you." not in other.get("/en/case").text
    stranger = Key.new()
    with pytest.raises(Damaged):
        reopen(items_of(house, ItemKind.NEWS)[0], stranger, NewsDocument)
    assert len(words_on(page)) == 12
