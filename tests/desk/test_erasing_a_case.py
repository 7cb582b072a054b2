"""A lead erases a case or holds it back: asked twice, confirmed just now, recorded."""

import datetime as dt

import pytest
from canaries import Canaries, at_rest, in_rows
from desk.desk_house import Desk, Filed, filing, signed_in
from house import House

from hrd_report.casefile import erasing
from hrd_report.records.acts import Act
from hrd_report.records.audit import AuditRow, acts_on
from hrd_report.records.cases import Case, CaseState

CANARIES = Canaries()
REASON = CANARIES.word("the reason")


@pytest.fixture
def lead(house: House) -> Desk:
    return signed_in(house, "plover")


@pytest.fixture
def filed(house: House) -> Filed:
    return filing(house, number="K7Q-2M4", files={"a.png": b"x" * 5000})


def there(house: House, filed: Filed) -> bool:
    with house.services.database.reading() as session:
        return session.get(Case, filed.id) is not None


def rows_about(house: House, filed: Filed) -> list[AuditRow]:
    with house.services.database.reading() as session:
        return list(session.scalars(acts_on(filed.id)))


def erase(lead: Desk, filed: Filed, number: str = "K7Q-2M4", why: str = REASON):
    return lead.act(filed, "erase", number=number, why=why)


def test_a_lead_erases_a_case_with_its_number_typed_once_more(house, lead, filed):
    page = lead.get(f"/desk/cases/{filed.number}/ending")
    assert page.status_code == 200
    assert "in 30 days no backup can either" in page.text
    answer = erase(lead, filed, number=" k7q-2m4 ")
    assert answer.status_code == 200
    assert "Case K7Q-2M4 is erased" in answer.text
    assert not there(house, filed)
    assert set(erasing.marked(house.services.store)) == {erasing.tombstone_of(filed.id)}
    (row,) = [one for one in rows_about(house, filed) if one.act is Act.ERASED]
    assert row.actor == house.people["plover"].id
    assert lead.get(f"/desk/cases/{filed.number}").status_code == 404


def test_the_reason_for_erasing_is_kept_nowhere(house, lead, filed):
    erase(lead, filed)
    engine = house.services.database.engine
    assert (in_rows(engine, CANARIES), at_rest(engine, CANARIES)) == ({}, {})


@pytest.mark.parametrize(("number", "why"), [("K7Q-2M5", "so"), ("", "so"), ("K7Q-2M4", "  ")])
def test_another_number_or_no_reason_erases_nothing(house, lead, filed, number, why):
    answer = erase(lead, filed, number, why)
    assert answer.status_code == 422
    assert there(house, filed)
    assert list(erasing.marked(house.services.store)) == []


def test_a_lead_who_gave_no_factor_just_now_is_asked_first(house, lead, filed):
    house.clock.advance(dt.timedelta(minutes=6))
    assert erase(lead, filed).status_code == 401
    assert lead.act(filed, "hold", held="yes", reason=REASON).status_code == 401
    assert there(house, filed)


def test_a_caseworker_may_neither_erase_nor_hold_nor_look(house, filed):
    heron = signed_in(house, "heron")
    for answer in (
        erase(heron, filed),
        heron.act(filed, "hold", held="yes", reason=REASON),
        heron.get(f"/desk/cases/{filed.number}/ending"),
    ):
        assert answer.status_code == 403
    assert there(house, filed)


def test_an_old_page_erases_nothing(house, lead, filed):
    old = lead.case(filed).version
    lead.act(filed, "hold", held="yes", reason=REASON)
    lead.act(filed, "hold", held="no", reason=REASON)
    address = f"/desk/cases/{filed.number}/erase"
    answer = lead.post(address, version=old, number=filed.number, why=REASON)
    assert answer.status_code == 409
    assert there(house, filed)


def test_a_hold_is_recorded_shown_and_its_reason_sealed_into_the_case(house, lead, filed):
    assert lead.act(filed, "hold", held="yes", reason=REASON).status_code == 303
    assert lead.case(filed).held
    assert [one.act for one in rows_about(house, filed)] == [Act.HELD]
    engine = house.services.database.engine
    assert (in_rows(engine, CANARIES), at_rest(engine, CANARIES)) == ({}, {})
    lead.taken(filed)
    page = lead.get(f"/desk/cases/{filed.number}").text
    assert "held back from erasure" in page
    assert REASON in page
    refused = erase(lead, filed)
    assert refused.status_code == 409
    assert "Lift the hold first" in refused.text
    assert there(house, filed)
    assert lead.act(filed, "hold", held="no", reason="over").status_code == 303
    assert [one.act for one in rows_about(house, filed)].count(Act.HOLD_LIFTED) == 1
    assert erase(lead, filed).status_code == 200


def test_a_hold_without_a_reason_is_asked_again_and_twice_the_same_changes_nothing(lead, filed):
    assert lead.act(filed, "hold", held="yes", reason=" ").status_code == 422
    assert not lead.case(filed).held
    for _ in range(2):
        assert lead.act(filed, "hold", held="yes", reason=REASON).status_code == 303
    assert lead.case(filed).version == 2


def test_what_ends_soon_and_what_is_held_is_listed_for_the_team(house):
    day = house.clock.now.date()
    closed = {"state": CaseState.CLOSED, "state_day": day - dt.timedelta(days=340)}
    filing(house, number="AAA-222", warned_day=day, **closed)
    filing(house, number="BBB-333", held=True, **closed)
    filing(house, number="CCC-444", state=CaseState.CLOSED, state_day=day)
    heron = signed_in(house, "heron")
    page = heron.get("/desk/ending")
    assert page.status_code == 200
    before, after = page.text.split("<h2>Held back</h2>")
    assert "AAA-222" in before
    assert "21 December 2026" in before
    assert "BBB-333" in after
    assert "CCC-444" not in page.text
