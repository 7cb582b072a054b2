"""A session that ended while somebody typed costs no word: the page itself carries them."""

import pytest
from forms_on_pages import read
from house import PASSWORD, House
from werkzeug.datastructures import MultiDict

from hrd_report.web import carried

TYPED = "what was typed <b>&amp; half an hour's work"
NOTES = "/desk/cases/AAA-AAA/letters"


def expired(house: House) -> tuple[object, object]:
    client = house.client()
    return client, client.post(
        NOTES, data=MultiDict([("text", TYPED), ("text", "second"), ("form_token", "old")])
    )


def form_of(answer, path: str):
    (form,) = [
        one for one in read(answer.get_data(as_text=True), path).forms if "text" not in one.kind
    ]
    return form


def test_the_login_page_carries_every_typed_field_and_no_token(house: House):
    _, answer = expired(house)
    assert answer.status_code == 401
    page = answer.get_data(as_text=True)
    assert page.count('name="carried.text"') == 2
    assert "carried.form_token" not in page
    assert "typed <b>" not in page


def test_after_logging_in_the_form_can_be_sent_where_it_was_going(house: House):
    client, answer = expired(house)
    form = form_of(answer, NOTES)
    data = {name: one.value for name, one in form.fields.items()}
    again = client.post(form.action, data={**data, "name": "heron", "password": PASSWORD.reveal()})
    onward = form_of(again, "/login")
    assert again.status_code == 200
    assert onward.action == NOTES
    assert onward.fields["form_token"].value


def test_a_wrong_password_carries_on(house: House):
    client, answer = expired(house)
    form = form_of(answer, NOTES)
    data = {name: one.value for name, one in form.fields.items()}
    wrong = client.post(form.action, data={**data, "name": "heron", "password": "wrong"})
    assert wrong.status_code == 401
    assert (
        form_of(wrong, "/login").fields["carried.text"].value == form.fields["carried.text"].value
    )


def test_a_page_that_was_only_looked_at_leads_to_the_door(house: House):
    answer = house.client().get("/desk/")
    assert (answer.status_code, answer.location) == (303, "/login")


@pytest.mark.parametrize(
    "to",
    [
        "https://bad.example/",
        "//bad.example/x",
        "/\\bad.example",
        "/\t/bad.example",
        "desk/",
        "",
        "\\\\x",
    ],
)
def test_a_form_is_never_carried_to_another_site(house: House, to: str):
    with house.app.test_request_context(
        "/login", method="POST", data={carried.TO: to, carried.PREFIX + "text": TYPED}
    ):
        assert carried.carried_on() is None


@pytest.mark.parametrize("path", ["/en/return", "/en/case/message", "/login", "/desk/bulk"])
def test_a_part_without_a_name_is_passed_over(house: House, path: str):
    nameless = b"--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n--x--"
    kind = "multipart/form-data; boundary=x"
    answer = house.client().post(path, data=nameless, content_type=kind)
    assert answer.status_code < 500
