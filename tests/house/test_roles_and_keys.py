"""No right is unused, and who has no business with cases reaches no key of one."""

from collections import deque

import pytest
from desk.desk_house import filing, signed_in
from every_route import routes
from house import House
from sqlalchemy import select
from teams import joined

from hrd_report.records.keys import Grant, KeyKind, KeyRow
from hrd_report.records.people import Role
from hrd_report.rights import Right


def reached(house: House, kid: bytes) -> set[KeyKind]:
    """Return the kinds of keys that grants lead to from a key."""
    kinds, waiting, seen = set(), deque([kid]), {kid}
    with house.services.database.reading() as session:
        while waiting:
            below = (
                select(KeyRow.kid, KeyRow.kind)
                .join(Grant, Grant.child == KeyRow.kid)
                .where(Grant.holder == waiting.popleft())
            )
            for child, kind in session.execute(below):
                kinds.add(kind)
                if child not in seen:
                    seen.add(child)
                    waiting.append(child)
    return kinds


@pytest.fixture
def worked(house: House) -> House:
    """Give a house with a case that was worked on, and somebody of every role."""
    signed_in(house, "heron").taken(filing(house))
    joined(house, "dipper", Role.AUDITOR)
    joined(house, "stork", Role.CUSTODIAN)
    return house


@pytest.mark.parametrize("name", ["avocet", "dipper", "stork"])
def test_administrators_auditors_and_custodians_reach_no_key_at_all(worked: House, name: str):
    assert reached(worked, worked.people[name].key.kid) == set()


def test_an_analyst_reaches_facts_and_no_case(worked: House):
    assert reached(worked, worked.people["wren"].key.kid) <= {KeyKind.ANALYST, KeyKind.BUCKET}


@pytest.mark.parametrize("name", ["heron", "plover"])
def test_whoever_works_on_cases_reaches_them_and_no_facts(worked: House, name: str):
    kinds = reached(worked, worked.people[name].key.kid)
    assert KeyKind.CASE in kinds
    assert KeyKind.ANALYST not in kinds


def test_every_right_opens_something(house: House):
    used = {route.guard.right for route in routes(house.app) if route.guard}
    assert set(Right) - used == set()
