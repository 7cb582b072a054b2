"""Somebody leaves: nothing opens for them at once, and nothing new ever, whatever they kept."""

import pytest
from casefile.rolled import (
    Unsigned,
    case_row,
    day,
    everything,
    joined,
    opens,
    person_row,
    regranted,
    restricted,
    second_team,
    seen,
    write,
)
from desk.desk_house import filing, worker
from house import House
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from hrd_report.accounts.actions import leaving
from hrd_report.casefile import keeping, opening, regranting, rolling
from hrd_report.desk.actions import sharing
from hrd_report.errors import Damaged, LastHolder
from hrd_report.jobs.regranting import Regranter
from hrd_report.records import cases, keys
from hrd_report.records.acts import Act
from hrd_report.records.audit import acts_on
from hrd_report.records.keys import Grant, KeyKind, KeyState, Lock
from hrd_report.records.people import Person, PersonState, SessionRow, Team
from hrd_report.sealed import Sealed
from hrd_report.vault.keys import Key, PublicKey


class Doubting(Unsigned):
    """Vouches for no team's key."""

    def team(self, session: Session, team: Team) -> PublicKey:
        del session, team
        raise Damaged("nobody signed this key")


def leave(house: House, name: str, **how: object) -> None:
    with house.services.database.writing() as session:
        person = person_row(session, house, name)
        leaving.remove_person(
            session,
            person,
            house.services.trust,
            by=house.people["avocet"].id,
            day=day(house),
            **how,
        )


def team_of(house: House) -> Team:
    with house.services.database.reading() as session:
        return session.get_one(Team, house.team.id)


def test_a_removed_person_holds_nothing_at_once(house: House):
    filed = filing(house)
    house.sign_in(house.client(), "heron")
    leave(house, "heron")
    heron = house.people["heron"]
    assert opens(house, heron.key, filed) == set()
    with house.services.database.reading() as session:
        assert not session.scalars(select(Lock).where(Lock.kid == heron.key.kid)).all()
        assert not session.scalars(select(Grant).where(Grant.holder == heron.key.kid)).all()
        assert not session.scalars(select(SessionRow).where(SessionRow.subject == heron.id)).all()
        assert session.get_one(Person, heron.id).state is PersonState.LEFT
        acts = [one.act for one in session.scalars(acts_on(heron.id))]
    assert Act.STAFF_LEFT in acts


def test_a_removal_rolls_the_team_and_those_who_stay_open_everything(house: House):
    filed = filing(house)
    before = team_of(house)
    leave(house, "heron")
    after = team_of(house)
    assert after.kid != before.kid
    assert after.epoch == before.epoch + 1
    assert opens(house, house.people["plover"].key, filed) == everything(house, filed)
    with house.services.database.reading() as session:
        assert regranting.remaining(session, house.team.id) == 1


def test_new_cases_go_to_the_fresh_key_of_the_team_alone(house: House):
    with house.services.database.reading() as session:
        kept = opening.keyring_for(session, house.people["heron"].key, house.team.kid)
        seed = kept.key(house.team.kid)
    leave(house, "heron")
    house.team = team_of(house)
    filed = filing(house)
    assert opens(house, seed, filed) == set()
    assert opens(house, house.people["plover"].key, filed)


def test_after_regranting_every_seed_she_kept_opens_nothing_new(house: House):
    filed = [filing(house) for _ in range(3)]
    heron = house.people["heron"]
    with house.services.database.reading() as session:
        kept = [heron.key, opening.keyring_for(session, heron.key, house.team.kid)]
        seeds = [heron.key, kept[1].key(house.team.kid)]
        for one in filed:
            case = session.scalars(cases.case(one.id)).one()
            seeds.append(opening.case_keyring(session, heron.key, case).key(case.kid))
    leave(house, "heron")
    assert regranted(house, "plover") == 3
    for one in filed:
        item = write(house, one)
        for seed in seeds:
            assert item not in opens(house, seed, one)
        assert opens(house, house.people["plover"].key, one) == everything(house, one)
        assert opens(house, house.recovery, one) == everything(house, one)
    with house.services.database.reading() as session:
        assert regranting.remaining(session, house.team.id) == 0


def test_the_former_key_of_a_team_is_let_go_once_nothing_hangs_on_it(house: House):
    filing(house)
    former = house.team.kid
    leave(house, "heron")
    plover = house.people["plover"].key.kid
    with house.services.database.reading() as session:
        assert session.get(Grant, (former, plover)) is not None
        assert regranting.is_due(session, house.services.trust, plover)
    regranted(house, "plover")
    with house.services.database.reading() as session:
        assert session.get(Grant, (former, plover)) is None
        assert not session.scalars(select(Grant).where(Grant.holder == former)).all()
        assert session.get(Grant, (former, house.recovery.kid)) is not None
        assert not regranting.is_due(session, house.services.trust, plover)


def test_the_intake_key_moves_with_the_team(house: House):
    with house.services.database.reading() as session:
        intake = session.scalars(keys.active(KeyKind.INTAKE)).one().kid
    leave(house, "heron")
    regranted(house, "plover")
    with house.services.database.reading() as session:
        assert intake in opening.keyring_for(session, house.people["plover"].key, intake)


def test_somebody_who_joins_later_opens_what_was_regranted(house: House):
    filed = filing(house)
    leave(house, "heron")
    knot = joined(house, "knot")
    assert opens(house, knot.key, filed) == set()
    regranted(house, "plover")
    assert opens(house, knot.key, filed) == everything(house, filed)


def test_regranting_goes_on_where_it_stopped_and_twice_is_as_good_as_once(house: House):
    filed = [filing(house) for _ in range(4)]
    leave(house, "heron")
    plover = house.people["plover"]
    with house.services.database.reading() as session:
        of = regranting.hand(session, plover.key)
        duty = regranting.duties(of)[0]
        batch = regranting.find(session, of, duty, house.services.trust)
    sealed = batch.rolled()
    for _ in range(2):
        with house.services.database.writing() as session:
            regranting.keep(
                session, batch, sealed, house.services.trust, by=plover.id, day=day(house)
            )
        for one in filed:
            assert opens(house, plover.key, one) == everything(house, one)
    assert regranted(house, "plover") == 0


def test_a_case_that_changed_meanwhile_is_left_to_the_next_round(house: House):
    filed = filing(house)
    leave(house, "heron")
    knot = joined(house, "knot")
    plover = house.people["plover"]
    with house.services.database.reading() as session:
        of = regranting.hand(session, plover.key)
        batch = regranting.find(session, of, regranting.duties(of)[0], house.services.trust)
    sealed = batch.rolled()
    restricted(house, filed, "plover")
    with house.services.database.writing() as session:
        assert (
            regranting.keep(session, batch, sealed, house.services.trust, by=None, day=day(house))
            == 0
        )
    assert opens(house, knot.key, filed) == set()


def test_the_last_of_a_team_does_not_go_unless_it_is_left_to_recovery(house: House):
    filed = filing(house)
    leave(house, "heron")
    with pytest.raises(LastHolder) as refused:
        leave(house, "plover")
    assert refused.value.team == "first"
    leave(house, "plover", leave_to_recovery=True)
    assert opens(house, house.recovery, filed) == everything(house, filed)


def test_the_only_one_on_a_restricted_case_does_not_go_either(house: House):
    filed = filing(house, number="K-ONE")
    restricted(house, filed, "heron")
    with pytest.raises(LastHolder) as refused:
        leave(house, "heron")
    assert refused.value.cases == ("K-ONE",)
    leave(house, "heron", leave_to_recovery=True)
    assert opens(house, house.recovery, filed) == everything(house, filed)


def test_a_restricted_case_of_somebody_who_left_is_rolled_for_those_named(house: House):
    filed = filing(house)
    restricted(house, filed, "heron", "plover")
    with house.services.database.reading() as session:
        case = session.scalars(cases.case(filed.id)).one()
        kept = opening.case_keyring(session, house.people["heron"].key, case).key(case.kid)
    joined(house, "knot")
    leave(house, "heron")
    regranted(house, "knot")
    assert case_row(house, filed).kid == kept.kid  # knot is not named: nothing to do for him
    regranted(house, "plover")
    item = write(house, filed)
    assert item not in opens(house, kept, filed)
    assert opens(house, house.people["plover"].key, filed) == everything(house, filed)
    assert opens(house, house.people["knot"].key, filed) == set()


def test_cases_of_somebody_who_left_are_with_nobody(house: House):
    filed = filing(house, assignee=house.people["heron"].id)
    version = case_row(house, filed).version
    leave(house, "heron")
    assert case_row(house, filed).assignee is None
    assert case_row(house, filed).version == version + 1


def test_a_moved_case_belongs_to_the_other_team_alone(house: House):
    filed = filing(house)
    other = second_team(house)
    tern = joined(house, "tern", team=other)
    page = seen(house, filed)
    with house.services.database.writing() as session:
        sharing.move(
            session,
            worker(house, "plover"),
            page,
            other.id,
            house.services.trust,
            now=house.clock.now,
        )
    assert opens(house, tern.key, filed) == everything(house, filed)
    assert opens(house, house.people["plover"].key, filed) == set()


def test_when_an_analyst_leaves_the_analysts_key_is_rolled(house: House):
    with house.services.database.reading() as session:
        before = session.scalars(keys.active(KeyKind.ANALYST)).one().kid
    joined(house, "knot")
    leave(house, "wren")
    with house.services.database.reading() as session:
        assert session.scalars(keys.active(KeyKind.ANALYST)).one().kid != before


def test_a_fresh_recovery_key_is_granted_every_case_and_group_again(house: House):
    filed = [filing(house) for _ in range(3)]
    restricted(house, filed[0], "plover")
    fresh = Key.new()
    with house.services.database.writing() as session:
        old = session.scalars(keys.active(KeyKind.RECOVERY)).one()
        old.state = KeyState.RETIRED
        keeping.keep_key(session, fresh.public, KeyKind.RECOVERY, day=day(house))
        session.flush()
        rolling.roll_everything(session, Unsigned(), day=day(house))
    assert regranted(house, "plover", Unsigned()) == 3
    for one in filed:
        write(house, one)
        assert opens(house, fresh, one) == everything(house, one)
        assert opens(house, house.recovery, one) == set()


def test_a_key_nobody_vouches_for_is_granted_nothing(house: House):
    filed = filing(house)
    leave(house, "heron")
    plover, enemy = house.people["plover"], Key.new()
    with house.services.database.writing() as session:
        keeping.keep_key(session, enemy.public, KeyKind.TEAM, day=day(house))
        session.flush()
        session.get_one(Team, house.team.id).kid = enemy.kid
    parts = house.services
    Regranter(parts.database, parts.clock, Doubting()).run(plover.id, plover.key)
    assert opens(house, enemy, filed) == set()
    assert opens(house, plover.key, filed) == everything(house, filed)


def test_a_damaged_grant_is_left_aside_and_the_rest_goes_on(house: House):
    bad, good = filing(house), filing(house)
    leave(house, "heron")
    with house.services.database.writing() as session:
        session.execute(
            update(Grant)
            .where(Grant.child == case_row(house, bad).kid, Grant.holder == house.team.kid)
            .values(blob=Sealed(bytes(1168)))
        )
    assert regranted(house, "plover") == 1
    with house.services.database.reading() as session:
        assert regranting.remaining(session, house.team.id) == 1
    assert opens(house, house.people["plover"].key, good) == everything(house, good)


def test_without_the_former_key_nothing_can_be_rolled(house: House):
    filed = filing(house)
    with house.services.database.writing() as session:
        session.execute(delete(Grant).where(Grant.child == case_row(house, filed).kid))
    leave(house, "heron")
    assert regranted(house, "plover") == 0
