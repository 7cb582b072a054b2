"""Opening a case: who may, what is written down, what is shown, and what cannot be read."""

import datetime as dt
import json
from pathlib import Path

import pytest
from desk.desk_house import STORY, intake_key, signed_in, worker
from sqlalchemy import delete, update

from hrd_report.desk.actions import access
from hrd_report.errors import NotAllowed
from hrd_report.records.acts import Act
from hrd_report.records.cases import Case, CaseState, ReportState
from hrd_report.records.keys import Grant, Item, ItemKind
from hrd_report.sealed import Sealed
from hrd_report.vault import age
from hrd_report.vault.keys import Key


def test_a_case_nobody_took_is_not_opened(desk, file_case):
    filed = file_case()
    page = desk.get(f"/desk/cases/{filed.number}")
    assert page.status_code == 200
    assert "Nobody has this case." in page.text
    assert STORY not in page.text
    assert desk.acts(filed.id) == []
    assert desk.case(filed).state is CaseState.RECEIVED


def test_the_pages_of_a_case_nobody_took_lead_to_its_take_button(desk, file_case):
    filed = file_case()
    for name in ("classify", "risk", "consents", "state", "write", "steps/x"):
        answer = desk.get(f"/desk/cases/{filed.number}/{name}")
        assert answer.headers["Location"] == f"/desk/cases/{filed.number}"


def test_opening_shows_the_report_with_links_made_harmless(desk, file_case):
    filed = desk.taken(file_case())
    page = desk.get(f"/desk/cases/{filed.number}").text
    assert "They wrote where I sleep." in page
    assert "hxxps://bad[.]example/post/1" in page
    assert "Unfold the account, 7 words" in page
    assert 'href="https://bad.example' not in page


def test_the_first_opening_moves_the_case_on_and_tells_the_defender_once(desk, file_case):
    filed = desk.taken(file_case())
    desk.get(f"/desk/cases/{filed.number}")
    assert desk.case(filed).state is CaseState.OPEN
    assert desk.report(filed).state is ReportState.IN_TRIAGE
    assert [one.event for one in desk.news(filed)] == ["opened"]


def test_each_person_and_day_of_opening_is_recorded_once(desk, file_case):
    filed = desk.taken(file_case())
    path = f"/desk/cases/{filed.number}"
    desk.get(path)
    assert desk.acts(filed.id).count(Act.OPENED) == 1
    signed_in(desk.house, "plover").get(path)
    assert desk.acts(filed.id).count(Act.OPENED) == 2
    desk.house.clock.advance(dt.timedelta(days=1))
    signed_in(desk.house, "heron").get(path)
    assert desk.acts(filed.id).count(Act.OPENED) == 3


def test_somebody_without_a_grant_opens_nothing(desk, file_case):
    filed = file_case(files={"a.png": b"pixels"})
    desk.post(f"/desk/cases/{filed.number}/take")
    with desk.house.services.database.writing() as session:
        session.execute(delete(Grant).where(Grant.child == filed.key.kid))
    for path in ("", "/classify", "/consents", "/state", "/write", "/risk", "/steps/facebook"):
        answer = desk.get(f"/desk/cases/{filed.number}{path}")
        assert answer.status_code == 403
        assert STORY not in answer.text
    for act in ("preview", "view", "describe", "export", "capture"):
        path = f"evidence/{filed.files[0].hex()}/{act}"
        assert desk.act(filed, path, words="x").status_code == 403, act
    assert desk.act(filed, "notes/team", team_note="x").status_code == 403
    assert Act.OPENED not in desk.acts(filed.id)
    assert desk.acts(filed.files[0]) == []


def test_another_teams_case_is_not_found(desk, file_case, other_team):
    filed = file_case()
    with desk.house.services.database.writing() as session:
        session.execute(update(Case).where(Case.id == filed.id).values(team_id=other_team))
        session.execute(delete(Grant).where(Grant.child == filed.key.kid))
    assert desk.get(f"/desk/cases/{filed.number}").status_code == 404
    assert desk.post(f"/desk/cases/{filed.number}/take").status_code == 404


def test_files_are_listed_covered_with_name_size_and_hash(desk, file_case):
    filed = desk.taken(file_case(files={"my street.png": b"pixels"}))
    page = desk.get(f"/desk/cases/{filed.number}").text
    assert "my street.png" in page
    assert "E1" in page
    assert "<img" not in page


def test_another_cases_file_is_not_found_here(desk, file_case):
    one = desk.taken(file_case(files={"a.png": b"a"}))
    other = file_case(files={"b.png": b"b"})
    for act in ("preview", "view", "describe", "export"):
        path = f"/desk/cases/{one.number}/evidence/{other.files[0].hex()}/{act}"
        assert desk.post(path).status_code == 404, act


def sealed_report(house, **fields: object) -> bytes:
    body = {"threats": ["doxing"], "story": STORY, "danger": "no", **fields}
    return age.seal(json.dumps(body).encode(), intake_key(house)).blob


def test_a_report_that_came_sealed_is_read_with_the_intake_key(desk, file_case):
    filed = desk.taken(file_case(sealed_report=sealed_report(desk.house)))
    assert "They wrote where I sleep." in desk.get(f"/desk/cases/{filed.number}").text
    assert desk.report(filed).state is ReportState.IN_TRIAGE


def test_a_large_sealed_report_is_read_from_the_store(desk, file_case):
    sealed = sealed_report(desk.house, story="word " * 30_000)
    filed = file_case(sealed_report=sealed)
    writing = desk.house.services.store.begin("0f" * 16)
    writing.write(sealed)
    writing.keep()
    with desk.house.services.database.writing() as session:
        session.execute(
            update(Item)
            .where(Item.case_id == filed.id, Item.kind == ItemKind.REPORT)
            .values(blob=None, object="0f" * 16)
        )
    desk.taken(filed)
    assert "150 kB in all" in desk.get(f"/desk/cases/{filed.number}").text


def for_another_key(_house) -> bytes:
    return age.seal(b"{}", Key.new().public).blob


def cut_short(house) -> bytes:
    return sealed_report(house)[:-9]


def not_a_report(house) -> bytes:
    return age.seal(b"not json", intake_key(house)).blob


@pytest.mark.parametrize("broken", [for_another_key, cut_short, not_a_report])
def test_a_report_nobody_can_open_is_shown_so_and_its_sender_told_once(desk, file_case, broken):
    filed = desk.taken(file_case(sealed_report=broken(desk.house)))
    page = desk.get(f"/desk/cases/{filed.number}")
    assert page.status_code == 200
    assert "This report cannot be opened" in page.text
    assert desk.report(filed).state is ReportState.UNREADABLE
    assert sorted(one.event for one in desk.news(filed)) == ["opened", "unreadable"]


def test_a_damaged_piece_is_counted_and_the_rest_is_shown(desk, file_case):
    filed = desk.taken(file_case())
    desk.act(filed, "notes/team", team_note="Call again on Friday.")
    desk.act(filed, "notes/team", team_note="The second note.")
    with desk.house.services.database.writing() as session:
        item = session.query(Item).filter_by(case_id=filed.id, kind=ItemKind.NOTE).first()
        item.blob = Sealed(item.blob.blob[:-1] + bytes([item.blob.blob[-1] ^ 1]))
    page = desk.get(f"/desk/cases/{filed.number}").text
    assert "1 piece of this case cannot be read." in page
    assert "They wrote where I sleep." in page


def test_notes_for_oneself_open_for_nobody_else(desk, file_case):
    filed = desk.taken(file_case())
    desk.act(filed, "notes/own", own_note="I feel uneasy about this one.")
    desk.act(filed, "notes/team", team_note="Their lawyer is informed.")
    mine = desk.get(f"/desk/cases/{filed.number}").text
    theirs = signed_in(desk.house, "plover").get(f"/desk/cases/{filed.number}").text
    assert "I feel uneasy" in mine
    assert "I feel uneasy" not in theirs
    assert "Their lawyer" in theirs
    assert desk.opened(filed, ItemKind.NOTE, filed.receipt) == []


def test_an_empty_note_is_asked_for_again(desk, file_case):
    filed = desk.taken(file_case())
    answer = desk.act(filed, "notes/team", team_note="  ")
    assert answer.status_code == 422
    assert "Write a line first." in answer.text


@pytest.mark.sqlite
def test_no_typed_word_rests_in_clear_in_the_database(desk, file_case):
    filed = desk.taken(file_case())
    desk.act(filed, "notes/team", team_note="canary-for-the-team")
    desk.act(filed, "letters", letter="canary-for-the-defender")
    settings = desk.house.services.settings
    database = Path(settings.database_url.removeprefix("sqlite:///"))
    files = [*settings.instance.rglob("*"), *database.parent.glob(f"{database.name}*")]
    kept = b"".join(one.read_bytes() for one in files if one.is_file())
    assert b"SQLite format 3" in kept
    assert b"canary" not in kept
    assert b"where I sleep" not in kept


def test_an_expired_session_keeps_what_was_typed(desk, file_case):
    filed = desk.taken(file_case())
    desk.house.clock.advance(dt.timedelta(minutes=16))
    answer = desk.act(filed, "notes/team", team_note="Half an hour of thinking.")
    assert answer.status_code == 401
    assert "Half an hour of thinking." in answer.text


def test_writing_from_another_site_is_refused(desk, file_case):
    filed = desk.taken(file_case())
    path = f"/desk/cases/{filed.number}/notes/team"
    assert desk.client.post(path, data={"team_note": "x"}).status_code == 403


def test_no_action_opens_a_case_nobody_took(house, file_case):
    filed, heron = file_case(), worker(house, "heron")
    with house.services.database.reading() as session:
        case = access.find(session, heron, filed.number)
        with pytest.raises(NotAllowed):
            access.open_ring(session, heron, case)
