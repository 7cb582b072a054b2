"""A case's key is replaced: whoever may open it opens all of it, whoever kept keys nothing new."""

from casefile.rolled import (
    case_row,
    day,
    everything,
    opens,
    write,
)
from desk.desk_house import filing
from house import House
from sqlalchemy import select, update

from hrd_report.casefile import keeping, opening, rolling
from hrd_report.documents.reports import ReportDocument
from hrd_report.records import cases, keys
from hrd_report.records.keys import Grant, ItemKind, KeyRow, KeyState
from hrd_report.records.people import Team
from hrd_report.sealed import Sealed


def rolled(house: House, filed, times: int = 1, by: str = "heron") -> None:
    for _ in range(times):
        with house.services.database.writing() as session:
            case = session.scalars(cases.case(filed.id)).one()
            ring = opening.case_keyring(session, house.people[by].key, case)
            team = house.services.trust.team(session, session.get_one(Team, case.team_id))
            rolling.roll_case(session, case, ring, [team], house.services.trust, day=day(house))
            assert case.kid in ring


def test_after_many_rolls_a_case_still_opens_whole(house: House):
    filed = filing(house, files={"a.png": b"pixels"})
    for _ in range(5):
        rolled(house, filed)
        write(house, filed)
    for key in (house.people["heron"].key, house.people["plover"].key, house.recovery):
        assert opens(house, key, filed) == everything(house, filed)
    assert len(everything(house, filed)) == 8


def test_a_rolled_case_has_exactly_the_grants_it_should(house: House):
    filed = filing(house)
    rolled(house, filed, times=2)
    now = case_row(house, filed).kid
    with house.services.database.reading() as session:
        holders = dict(
            session.execute(
                select(KeyRow.kid, KeyRow.state).where(
                    KeyRow.kid.in_(select(Grant.holder).where(Grant.child == now))
                )
            ).all()
        )
        former = session.scalars(select(Grant.child).where(Grant.holder == now)).one()
        of_former = set(session.scalars(select(Grant.holder).where(Grant.child == former)))
        assert set(holders) == {house.team.kid, house.recovery.kid}
        assert of_former == {now, house.recovery.kid}
        assert session.get_one(KeyRow, former).state is KeyState.RETIRED
        assert session.get_one(KeyRow, now).state is KeyState.ACTIVE


def test_what_is_sealed_to_the_former_key_at_that_moment_is_not_lost(house: House):
    filed = filing(house)
    former = case_row(house, filed).kid
    rolled(house, filed)
    with house.services.database.writing() as session:
        # The public door looked the key up just before.
        public = keeping.public_key(session, former)
        late = keeping.keep(session, filed.id, ItemKind.NOTE, {}, public, day=day(house)).id
    assert late in opens(house, house.people["heron"].key, filed)


def test_a_kept_case_key_opens_nothing_that_is_sealed_after_the_roll(house: House):
    filed = filing(house)
    with house.services.database.reading() as session:
        case = session.scalars(cases.case(filed.id)).one()
        kept = opening.case_keyring(session, house.people["heron"].key, case).key(case.kid)
    rolled(house, filed)
    item = write(house, filed)
    assert item not in opens(house, kept, filed)
    assert opens(house, kept, filed) == set()


def test_an_altered_grant_of_a_former_key_is_counted_not_hidden(house: House):
    filed = filing(house)
    rolled(house, filed)
    now = case_row(house, filed).kid
    with house.services.database.writing() as session:
        session.execute(update(Grant).where(Grant.holder == now).values(blob=Sealed(bytes(1168))))
    with house.services.database.reading() as session:
        case = session.scalars(cases.case(filed.id)).one()
        ring = opening.case_keyring(session, house.people["heron"].key, case)
        item = session.scalars(keys.items_of(case.id, ItemKind.REPORT)).one()
        assert ring.lost(item.kid)
        assert not ring.lost(case.kid)
        assert not opening.read_all(session, case, ring, ItemKind.REPORT, ReportDocument)


def test_the_cost_of_opening_does_not_grow_with_the_cases(house: House):
    counted = []
    filed = filing(house)
    rolled(house, filed)
    for _ in range(2):
        with house.services.database.reading() as session:
            case = session.scalars(cases.case(filed.id)).one()
            ring = opening.case_keyring(session, house.people["heron"].key, case)
            counted.append(len(ring._keys))
        for _ in range(10):
            rolled(house, filing(house))
    assert counted[0] == counted[1]
