"""Gives the desk's tests a caseworker who is signed in, and cases to work on."""

from collections.abc import Callable

import pytest
from desk.desk_house import Desk, Filed, filing, signed_in
from house import House

from hrd_report.casefile import keeping
from hrd_report.records.keys import KeyKind
from hrd_report.records.people import Team
from hrd_report.vault.keys import Key


@pytest.fixture
def desk(house: House) -> Desk:
    return signed_in(house, "heron")


@pytest.fixture
def file_case(house: House) -> Callable[..., Filed]:
    """Return what files a case; keyword arguments change it."""

    def file(**changes: object) -> Filed:
        return filing(house, **changes)

    return file


@pytest.fixture
def other_team(house: House) -> bytes:
    """Return the id of a team whose key nobody here holds."""
    key, team_id = Key.new(), keeping.new_id()
    with house.services.database.writing() as session:
        keeping.keep_key(session, key.public, KeyKind.TEAM, day=house.clock.now.date())
        session.flush()
        session.add(Team(id=team_id, name="second", kid=key.kid))
    return team_id
