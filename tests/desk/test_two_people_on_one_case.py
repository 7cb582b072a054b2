"""Two people on one case never overwrite each other: an old page is refused, and loses no word."""

import datetime as dt
from collections.abc import Callable
from html import escape
from http import HTTPStatus

import pytest
from desk.desk_house import Desk, Filed, signed_in
from every_route import SAFE, Route, routes
from forms_on_pages import Form, read

TYPED = "What took half an hour to write <b>"

REPLACES_NOTHING = {
    "escalation.begin": "adds a draft, which has a version of its own",
    "desk.judge_matches": "names no other case here: tests/desk/test_related_cases.py",
    "desk.decline": "is about who declines, and gives back their own case alone",
    "desk.take": "is decided by who comes first",
    "desk.keep_team_note": "adds a note",
    "desk.keep_own_note": "adds a note",
    "desk.download_copy": "reads",
    "desk.check_originals": "reads, and writes down what it found",
    "desk.withdraw_consent": "what a defender takes back waits for nobody",
}
"""Every post about a case that an old page may send, and why."""

FIELDS = {
    "to": "in_progress",
    "tlp": "red",
    "pap": "red",
    "letter": "a b",
    "reason": "a b",
    "why": "a b",
}
MORE_FIELDS = {
    "desk.record_consent": {"purpose": "keep", "state": "given"},
    "desk.end_case": {"to": "closed"},
    "desk.move_measure": {"to": "accepted"},
    "desk.keep_classification": {"threats": "doxing", "main": "doxing"},
}
"""What a form needs, so that nothing but its old page is wrong with it."""
REFUSED = {HTTPStatus.CONFLICT, HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY}


@pytest.fixture
def opened(desk: Desk, file_case: Callable[..., Filed]) -> Filed:
    return desk.taken(file_case(number="K7Q-2M4"))


def form_to(desk: Desk, page: str, end: str) -> Form:
    text = desk.get(page).get_data(as_text=True)
    return next(one for one in read(text, page).forms if one.action.split("?")[0].endswith(end))


def sent(form: Form, **typed: str) -> dict[str, str]:
    return {name: one.value for name, one in form.fields.items()} | typed


def meanwhile(desk: Desk, filed: Filed) -> Desk:
    """Let a colleague write to the defender, a minute later."""
    desk.house.clock.now += dt.timedelta(minutes=1)
    plover = signed_in(desk.house, "plover")
    answer = plover.act(filed, "letters", letter="We are on it")
    assert answer.status_code == 303
    return plover


def writing(desk: Desk) -> list[Route]:
    return [
        one
        for one in routes(desk.house.app)
        if one.method not in SAFE and one.path.startswith("/desk/cases/K7Q-2M4/")
    ]


def test_every_write_about_a_case_refuses_an_old_page(desk: Desk, opened: Filed):
    found, lead = {one.endpoint for one in writing(desk)}, signed_in(desk.house, "plover")
    assert set(REPLACES_NOTHING) <= found
    answers = {}
    for one in writing(desk):
        if one.endpoint not in REPLACES_NOTHING:
            typed = FIELDS | MORE_FIELDS.get(one.endpoint, {}) | {"number": opened.number}
            path = one.path.replace("/meta", "/facebook")
            answers[str(one)] = lead.post(path, version="1", **typed)
    told = {path: answer.status_code for path, answer in answers.items()}
    assert {path: code for path, code in told.items() if code not in REFUSED} == {}
    shown = [
        answer.text for answer in answers.values() if answer.status_code == HTTPStatus.CONFLICT
    ]
    assert len(shown) >= len(told) // 2
    assert all("Somebody changed this case meanwhile" in one for one in shown)


def test_a_form_shown_again_keeps_what_was_typed_and_says_what_changed(desk: Desk, opened: Filed):
    form = form_to(desk, "/desk/cases/K7Q-2M4/classify", "/classify")
    meanwhile(desk, opened)
    answer = desk.client.post(form.action, data=sent(form, summary=TYPED))
    assert answer.status_code == 409
    again = next(one for one in read(answer.text, form.action).forms if "summary" in one.fields)
    assert again.fields["summary"].value.strip() == TYPED
    assert "Letter from plover" in answer.text
    assert "We are on it" in answer.text
    chosen = sent(again, threats="doxing", main="doxing")
    assert desk.client.post(again.action, data=chosen).status_code == 303


def test_what_was_there_before_is_not_called_a_change(desk: Desk, opened: Filed):
    desk.act(opened, "notes/team", team_note="an earlier note")
    desk.house.clock.now += dt.timedelta(minutes=1)
    form = form_to(desk, "/desk/cases/K7Q-2M4/classify", "/classify")
    meanwhile(desk, opened)
    answer = desk.client.post(form.action, data=sent(form, summary=TYPED))
    assert "an earlier note" not in answer.text


def test_a_letter_about_a_case_that_was_given_back_is_kept_on_a_page(desk: Desk, opened: Filed):
    form = form_to(desk, "/desk/cases/K7Q-2M4/write", "/letters")
    assert desk.act(opened, "release").status_code == 303
    answer = desk.client.post(form.action, data=sent(form, letter=TYPED))
    assert answer.status_code == 409
    again = next(one for one in read(answer.text, form.action).forms if "letter" in one.fields)
    assert again.fields["letter"].value.strip() == TYPED
    assert "Nobody has this case any more." in answer.text
    assert desk.post("/desk/cases/K7Q-2M4/take").status_code == 303
    version = desk.case(opened).version
    again_now = sent(again, version=str(version))
    assert desk.client.post(again.action, data=again_now).status_code == 303


def test_a_lead_who_releases_from_an_old_page_takes_nothing_from_whoever_has_it_now(
    desk: Desk, opened: Filed
):
    old = str(desk.case(opened).version)
    desk.act(opened, "release")
    plover = signed_in(desk.house, "plover")
    plover.post("/desk/cases/K7Q-2M4/take")
    answer = desk.post("/desk/cases/K7Q-2M4/release", version=old)
    assert answer.status_code == 409
    assert "with plover" in answer.text
    assert desk.case(opened).assignee == desk.house.people["plover"].id


def test_a_page_of_a_case_names_its_version(desk: Desk, opened: Filed):
    tag = desk.get("/desk/cases/K7Q-2M4").headers["ETag"]
    assert tag == f'W/"{desk.case(opened).version}"'


@pytest.mark.parametrize("version", ["", "x", "-3", "9" * 40, "1-" + "9" * 19, "²", "1" * 19])
def test_no_version_that_was_tampered_with_is_taken(desk: Desk, opened: Filed, version: str):
    fields = {"letter": TYPED, "version": version}
    answer = desk.post(f"/desk/cases/{opened.number}/letters", **fields)
    assert answer.status_code == 409
    assert escape(TYPED) in answer.text
