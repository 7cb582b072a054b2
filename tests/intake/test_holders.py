"""Who can follow to a fresh case is what the roster says when it is kept."""

from intake.door import cases, send
from rosters import renew
from sqlalchemy import select

from hrd_report.casefile import keeping
from hrd_report.records.keys import Grant, KeyKind, KeyState
from hrd_report.records.keys import active as active_keys
from hrd_report.records.people import Team
from hrd_report.vault.keys import Key


def holders(house, case) -> set[bytes]:
    with house.services.database.reading() as session:
        return set(session.scalars(select(Grant.holder).where(Grant.child == case.kid)))


def new_case(house):
    before = {one.id for one in cases(house)}
    assert send(house.client(), story="words").status_code == 200
    (case,) = (one for one in cases(house) if one.id not in before)
    return case


def team_kid(house) -> bytes:
    """Return the team's present key: it is rolled when another recovery key comes into use."""
    with house.services.database.reading() as session:
        return session.get_one(Team, house.team.id).kid


def keep_recovery(house) -> Key:
    key = Key.new()
    with house.services.database.writing() as session:
        keeping.keep_key(session, key.public, KeyKind.RECOVERY, day=house.clock.now.date())
    return key


def test_a_fresh_case_is_granted_to_the_team_and_to_recovery(house):
    assert holders(house, new_case(house)) == {house.team.kid, house.recovery.kid}


def test_a_second_recovery_key_follows_to_every_case_from_the_roster_that_names_it(house):
    new_case(house)
    second = keep_recovery(house)
    expected = {house.team.kid, house.recovery.kid}
    assert holders(house, new_case(house)) == expected
    renew(house)
    expected = {team_kid(house), house.recovery.kid, second.kid}
    assert holders(house, new_case(house)) == expected
    assert holders(house, new_case(house)) == expected


def test_a_retired_recovery_key_follows_to_no_case_after_the_roster_that_left_it_out(house):
    new_case(house)
    second = keep_recovery(house)
    with house.services.database.writing() as session:
        for row in session.scalars(active_keys(KeyKind.RECOVERY)):
            row.state = KeyState.ACTIVE if row.kid == second.kid else KeyState.RETIRED
    renew(house)
    assert holders(house, new_case(house)) == {team_kid(house), second.kid}
