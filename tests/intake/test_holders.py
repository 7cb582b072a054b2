"""Who can follow to a fresh case is decided when it is kept, whoever was known before."""

from intake.door import cases, send
from sqlalchemy import select

from hrd_report.casefile import keeping
from hrd_report.records.keys import Grant, KeyKind, KeyState
from hrd_report.records.keys import active as active_keys
from hrd_report.vault.keys import Key


def holders(house, case) -> set[bytes]:
    with house.services.database.reading() as session:
        return set(session.scalars(select(Grant.holder).where(Grant.child == case.kid)))


def new_case(house):
    before = {one.id for one in cases(house)}
    assert send(house.client(), story="words").status_code == 200
    (case,) = (one for one in cases(house) if one.id not in before)
    return case


def test_a_fresh_case_is_granted_to_the_team_and_to_recovery(house):
    assert holders(house, new_case(house)) == {house.team.kid, house.recovery.kid}


def test_a_second_recovery_key_follows_to_every_case_from_the_moment_it_is_kept(house):
    new_case(house)
    second = Key.new()
    with house.services.database.writing() as session:
        keeping.keep_key(session, second.public, KeyKind.RECOVERY, day=house.clock.now.date())
    expected = {house.team.kid, house.recovery.kid, second.kid}
    assert holders(house, new_case(house)) == expected
    assert holders(house, new_case(house)) == expected


def test_a_retired_recovery_key_follows_to_no_case_any_more(house):
    new_case(house)
    with house.services.database.writing() as session:
        for row in session.scalars(active_keys(KeyKind.RECOVERY)):
            row.state = KeyState.RETIRED
    assert holders(house, new_case(house)) == {house.team.kid}
