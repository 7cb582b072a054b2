"""People who sign in to look after people, for the tests of those pages."""

from dataclasses import dataclass

from flask.testing import FlaskClient
from house import House
from sqlalchemy import select
from werkzeug.test import TestResponse

from hrd_report.casefile import keeping
from hrd_report.records.acts import Act
from hrd_report.records.audit import AuditRow
from hrd_report.records.keys import Grant
from hrd_report.records.people import Person
from hrd_report.vault import recipients


@dataclass
class Office:
    """A house, somebody who is signed in, and what their forms carry."""

    house: House
    client: FlaskClient
    token: str

    def get(self, path: str) -> TestResponse:
        return self.client.get(path)

    def post(self, path: str, **fields: object) -> TestResponse:
        return self.client.post(path, data={"form_token": self.token, **fields})


def office(house: House, name: str) -> Office:
    client = house.client()
    return Office(house, client, house.sign_in(client, name))


def person(house: House, name: str) -> Person:
    with house.services.database.reading() as session:
        return session.scalars(select(Person).where(Person.name == name)).one()


def page_of(house: House, name: str) -> str:
    return f"/admin/people/{person(house, name).id.hex()}"


def spoken(house: House, name: str, language: str = "en") -> str:
    """Return the six words that somebody would read aloud."""
    with house.services.database.reading() as session:
        public = keeping.public_key(session, person(house, name).kid)
    return " ".join(recipients.fingerprint_words(public, language))


def holds(house: House, kid: bytes, name: str) -> bool:
    with house.services.database.reading() as session:
        return session.get(Grant, (kid, person(house, name).kid)) is not None


def let_in(house: House, by: str, name: str) -> TestResponse:
    address = f"/account/let-in/{person(house, name).id.hex()}"
    return office(house, by).post(address, words=spoken(house, name))


def acts(house: House) -> set[Act]:
    with house.services.database.reading() as session:
        return {row.act for row in session.scalars(select(AuditRow))}
