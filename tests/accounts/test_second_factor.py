"""A code from an app: shown once before it counts, taken once, asked for at each login."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pyotp
import pytest
from factors import acts, add_code, cookie, form_token, hidden, is_in, log_in, with_cookie
from flask.testing import FlaskClient
from house import PASSWORD, House

from hrd_report.accounts.actions import codes
from hrd_report.records import factors as kept
from hrd_report.records.factors import Totp
from hrd_report.vault.keys import Key

STEP = dt.timedelta(seconds=codes.STEP)


@pytest.fixture
def client(house: House) -> FlaskClient:
    client = house.client()
    house.sign_in(client, "heron")
    return client


@pytest.fixture
def app(house: House, client: FlaskClient) -> pyotp.TOTP:
    app = add_code(house, client)
    house.clock.advance(2 * STEP)
    return app


def secret_of(page: str) -> str:
    return page.split("<code class=secret>")[1].split("</code>", maxsplit=1)[0].replace(" ", "")


def test_the_secret_stands_on_the_page_as_text_and_as_a_picture_of_ours(client):
    page = client.get("/account/factors/code")
    picture = client.get(hidden_source(page.text))
    assert picture.mimetype == "image/png"
    assert picture.data.startswith(b"\x89PNG")
    assert picture.headers["Cache-Control"] == "no-store, no-cache"
    assert f"secret={secret_of(page.text)}" in page.text
    assert "script-src" not in page.headers["Content-Security-Policy"]


def hidden_source(page: str) -> str:
    return page.split('<img class=qr src="')[1].split('"', maxsplit=1)[0]


def test_the_picture_is_for_nobody_else(house: House, client):
    address = hidden_source(client.get("/account/factors/code").text)
    other = house.client()
    assert other.get(address).location == "/login"
    house.sign_in(other, "plover")
    assert other.get(address).status_code == 422


@pytest.mark.parametrize("offer", ["", "x", "!!!", "QUJD", "A" * 300, "é"])
def test_an_offer_that_is_none_is_refused(client, offer: str):
    assert client.get("/account/factors/code.png", query_string={"offer": offer}).status_code == 422


def test_an_offer_counts_for_nothing_until_its_code_was_shown(house: House, client):
    page = client.get("/account/factors/code")
    sent = {name: hidden(page, name) for name in ("form_token", "offer")}
    wrong = client.post("/account/factors/code", data=sent | {"code": "000000"})
    assert wrong.status_code == 422
    assert hidden(wrong, "offer") == sent["offer"]
    assert log_in(house.client()).location == "/desk/"


def test_an_offer_of_somebody_else_cannot_be_kept(house: House, client):
    page = client.get("/account/factors/code")
    offer, secret = hidden(page, "offer"), secret_of(page.text)
    other = house.client()
    token = house.sign_in(other, "plover")
    sent = {"form_token": token, "offer": offer, "code": pyotp.TOTP(secret).at(house.clock.now)}
    assert other.post("/account/factors/code", data=sent).status_code == 422


def test_from_then_on_the_password_needs_a_code(house: House, app: pyotp.TOTP):
    assert log_in(house.client()).status_code == 401
    assert log_in(house.client(), "000000").status_code == 401
    assert log_in(house.client(), app.at(house.clock.now)).location == "/desk/"


def test_a_wrong_code_is_answered_like_a_wrong_password(house: House, app: pyotp.TOTP):
    def said(answer) -> str:
        return answer.text.split("<h1>")[0]

    code = app.at(house.clock.now)
    wrong_code = log_in(house.client(), "123456")
    wrong_password = log_in(house.client(), code, password="wrong")
    nobody = log_in(house.client(), code, name="nobody")
    assert wrong_code.status_code == wrong_password.status_code == nobody.status_code == 401
    assert said(wrong_code) == said(wrong_password) == said(nobody)


def test_a_code_is_taken_once(house: House, app: pyotp.TOTP):
    code = app.at(house.clock.now)
    assert log_in(house.client(), code).location == "/desk/"
    assert log_in(house.client(), code).status_code == 401
    house.clock.advance(STEP)
    assert log_in(house.client(), code).status_code == 401


def test_the_code_that_set_it_up_lets_nobody_in(house: House, client):
    app = add_code(house, client)
    assert log_in(house.client(), app.at(house.clock.now)).status_code == 401


def test_after_a_later_code_an_earlier_one_is_over(house: House, app: pyotp.TOTP):
    earlier = app.at(house.clock.now - STEP)
    assert log_in(house.client(), app.at(house.clock.now)).location == "/desk/"
    assert log_in(house.client(), earlier).status_code == 401


@pytest.mark.parametrize(("steps", "status"), [(-2, 401), (-1, 303), (0, 303), (1, 303), (2, 401)])
def test_a_phone_may_be_one_step_early_or_late(house: House, app, steps: int, status: int):
    assert log_in(house.client(), app.at(house.clock.now + steps * STEP)).status_code == status


def test_of_two_nodes_at_once_one_takes_the_code(house: House, app: pyotp.TOTP):
    member, code = house.people["heron"], app.at(house.clock.now)

    def take(_: int) -> bool:
        with house.services.database.writing() as session:
            return codes.take(session, member.key, member.id, code, house.clock.now)

    with ThreadPoolExecutor(8) as nodes:
        assert sum(nodes.map(take, range(8))) == 1


@pytest.mark.usefixtures("app")
def test_a_node_that_read_the_row_before_the_other_wrote_takes_nothing(house: House):
    member, step = house.people["heron"], int(house.clock.now.timestamp()) // codes.STEP
    with house.services.database.writing() as session:
        assert kept.take_step(session, member.id, step)
    with house.services.database.writing() as session:
        assert not kept.take_step(session, member.id, step)
        assert not kept.take_step(session, member.id, step - 1)


@pytest.mark.parametrize("spelling", ["{0} {1}", " {0}-{1} ", "{0}\u200f{1}"])
def test_a_code_may_be_typed_with_anything_between(house: House, app, spelling: str):
    code = app.at(house.clock.now)
    assert log_in(house.client(), spelling.format(code[:3], code[3:])).status_code == 303


def test_a_code_may_be_typed_in_other_digits(house: House, app: pyotp.TOTP):
    arabic = app.at(house.clock.now).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert log_in(house.client(), arabic).status_code == 303


def test_the_row_of_somebody_else_opens_nothing(house: House, app: pyotp.TOTP):
    with house.services.database.writing() as session:
        row = session.get_one(Totp, house.people["heron"].id)
        session.add(Totp(person_id=house.people["plover"].id, secret=row.secret, step=0))
    code = app.at(house.clock.now)
    assert log_in(house.client(), code, name="plover").status_code == 401


def test_the_secret_is_sealed_for_its_owner_alone(house: House, app: pyotp.TOTP):
    with house.services.database.reading() as session:
        sealed = session.get_one(Totp, house.people["heron"].id).secret
    member = house.people["heron"]
    assert codes.spelt(sealed, member.key, member.id) == app.secret
    assert app.byte_secret() not in sealed.blob
    assert len(app.byte_secret()) == 20
    with pytest.raises(Exception, match="seal"):
        codes.spelt(sealed, Key.new(), member.id)


def test_setting_it_up_ends_other_sessions_and_replaces_this_one_s_secret(house: House, client):
    other = house.client()
    house.sign_in(other, "heron")
    before = cookie(house, client)
    add_code(house, client)
    assert is_in(client)
    assert not is_in(other)
    assert not is_in(with_cookie(house, before))


def test_it_can_be_set_up_anew_and_the_old_app_is_over(house: House, client, app: pyotp.TOTP):
    new = add_code(house, client)
    house.clock.advance(2 * STEP)
    assert log_in(house.client(), app.at(house.clock.now)).status_code == 401
    assert log_in(house.client(), new.at(house.clock.now)).location == "/desk/"


@pytest.mark.usefixtures("app")
def test_it_can_be_removed_at_a_demo(house: House, client):
    token = form_token(client)
    removed = client.post("/account/factors/code/remove", data={"form_token": token})
    assert removed.location == "/account/factors?said=removed"
    assert log_in(house.client()).location == "/desk/"
    gone = client.post("/account/factors/code/remove", data={"form_token": form_token(client)})
    assert gone.status_code == 404


def test_removing_it_asks_who_it_is_and_needs_the_code(house: House, client, app: pyotp.TOTP):
    house.clock.advance(dt.timedelta(minutes=6))
    token = form_token(client)
    asked = client.post("/account/factors/code/remove", data={"form_token": token})
    assert asked.status_code == 401
    shown = {"form_token": token, "password": PASSWORD.reveal()}
    assert client.post("/account/confirm", data=shown).status_code == 401
    shown["code"] = app.at(house.clock.now)
    assert client.post("/account/confirm", data=shown).status_code == 303
    token = form_token(client)
    assert (
        client.post("/account/factors/code/remove", data={"form_token": token}).status_code == 303
    )


@pytest.mark.usefixtures("app")
def test_what_happened_stands_in_the_audit(house: House, client):
    log_in(house.client(), "000000")
    log_in(house.client(), password="wrong")
    client.post("/account/factors/code/remove", data={"form_token": form_token(client)})
    expected = ["factor_added", "factor_refused", "factor_removed", "login_refused"]
    assert [act for act in acts(house) if act != "staff_added"] == expected
