"""What tests of second factors share: adding them, showing them, asking who is in."""

import re
from html import unescape

import pyotp
from authenticator import Authenticator, asked_on
from flask.testing import FlaskClient
from house import PASSWORD, House
from werkzeug.test import TestResponse

from hrd_report.records import audit
from hrd_report.records.people import SessionKind
from hrd_report.web import session as sessions

NAME = "heron"


def log_in(client: FlaskClient, code: str = "", **more: str) -> TestResponse:
    """Show heron's name, password and a code at the door."""
    shown = {"name": NAME, "password": PASSWORD.reveal(), "code": code}
    return client.post("/login", data=shown | more)


def is_in(client: FlaskClient) -> bool:
    """Tell whether a client has a whole session."""
    return client.get("/account/").status_code == 200


def form_token(client: FlaskClient, page: str = "/account/") -> str:
    """Return the token that forms on a page carry."""
    return hidden(client.get(page), "form_token")


def hidden(page: TestResponse, name: str) -> str:
    """Return the value of a hidden field."""
    found = re.search(rf'name="?{re.escape(name)}"? value="([^"]*)"', page.text)
    assert found, (name, page.status_code, page.location)
    return unescape(found[1])


def cookie(house: House, client: FlaskClient) -> str:
    """Return the secret a browser holds."""
    found = client.get_cookie(sessions.cookie_name(SessionKind.STAFF, house.services.settings))
    assert found is not None
    return found.value


def with_cookie(house: House, value: str) -> FlaskClient:
    """Return another browser with a secret put into it."""
    client = house.client()
    client.set_cookie(sessions.cookie_name(SessionKind.STAFF, house.services.settings), value)
    return client


def add_code(house: House, client: FlaskClient) -> pyotp.TOTP:
    """Set up an app for whoever is logged in; return it. Its present code is spent."""
    page = client.get("/account/factors/code")
    found = re.search(r"<code class=secret>([A-Z2-7 ]+)</code>", page.text)
    assert found
    app = pyotp.TOTP(found[1].replace(" ", ""))
    sent = {name: hidden(page, name) for name in ("form_token", "offer")}
    kept = client.post("/account/factors/code", data=sent | {"code": app.at(house.clock.now)})
    assert kept.location == "/account/factors?said=added"
    return app


def add_passkey(client: FlaskClient, **how: object) -> Authenticator:
    """Add a passkey for whoever is logged in; return it."""
    device = Authenticator(**how)  # type: ignore[arg-type]
    answer = send_passkey(client, device)
    assert answer.location == "/account/factors?said=added", answer.text
    return device


def send_passkey(client: FlaskClient, device: Authenticator) -> TestResponse:
    """Let a device make a passkey and send what it says."""
    page = client.get("/account/factors/passkey")
    made = device.create(asked_on(page.text))
    return client.post(
        "/account/factors/passkey", data=made | {"form_token": hidden(page, "form_token")}
    )


def shown_at_the_door(client: FlaskClient, device: Authenticator) -> dict[str, str]:
    """Return what a device says to the login page."""
    return device.get(asked_on(client.get("/login").text))


def acts(house: House, name: str = NAME) -> list[str]:
    """Return the acts in the audit that are about somebody."""
    with house.services.database.reading() as session:
        rows = session.scalars(audit.acts_on(house.people[name].id))
        return sorted(row.act.value for row in rows)
