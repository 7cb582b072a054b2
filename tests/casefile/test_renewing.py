"""Once somebody left, nothing new is sealed to what she knew, though no holder came by yet."""

from casefile.rolled import case_row, day, everything, joined, opens, regranted, restricted
from desk.desk_house import filing, worker
from house import House
from intake.door import come_back, receipt_of, send
from sqlalchemy import select

from hrd_report.accounts.actions import leaving
from hrd_report.casefile import erasing, opening
from hrd_report.desk.actions import notes
from hrd_report.desk.audiences import ForTeam
from hrd_report.records import cases, keys
from hrd_report.records.cases import Case
from hrd_report.records.erasure import Cause
from hrd_report.records.keys import Grant, Item, ItemKind, KeyRow
from hrd_report.records.people import Person
from hrd_report.sealed import Plain
from hrd_report.vault.keys import Key


def leave(house: House, name: str) -> None:
    with house.services.database.writing() as session:
        person = session.get_one(Person, house.people[name].id)
        leaving.remove_person(session, person, house.services.trust, by=None, day=day(house))


def kept_key(house: House, case: Case, name: str) -> Key:
    """Return the case's key as somebody could have written it down."""
    with house.services.database.reading() as session:
        return opening.case_keyring(session, house.people[name].key, case).key(case.kid)


def write_letter(client, page: str) -> None:
    token = come_back(client, page)
    answer = client.post(
        f"/en/case/message?form_token={token}",
        data={"message": "I moved to another town"},
        content_type="multipart/form-data",
    )
    assert answer.status_code == 303


def reported(house: House, client) -> tuple[str, Case]:
    page = send(client, receipt=None, story="they found my address").text
    with house.services.database.reading() as session:
        report = session.scalars(cases.report(receipt_of(page).lookup)).one()
        return page, session.get_one(Case, report.case_id)


def newest(house: House, case: Case, kind: ItemKind) -> Item:
    with house.services.database.reading() as session:
        found = session.scalars(keys.items_of(case.id, kind)).all()
        return next(one for one in found if one.kid not in _receipts(session))


def _receipts(session) -> set[bytes]:
    return set(session.scalars(select(KeyRow.kid).where(KeyRow.kind == keys.KeyKind.RECEIPT)))


def test_a_letter_after_a_removal_is_sealed_to_a_key_that_who_left_never_knew(house: House):
    client = house.client()
    page, case = reported(house, client)
    kept = kept_key(house, case, "heron")
    leave(house, "heron")
    write_letter(client, page)
    now = case_row(house, case)
    letter = newest(house, now, ItemKind.MESSAGE)
    assert letter.kid == now.kid != kept.kid
    assert opens(house, kept, now) == set()
    with house.services.database.reading() as session:
        holders = set(session.scalars(select(Grant.holder).where(Grant.child == now.kid)))
        team = session.get_one(house.team.__class__, house.team.id).kid
    assert holders == {team, house.recovery.kid}


def test_those_who_stay_read_old_and_new_before_and_after_a_holder_came_by(house: House):
    client = house.client()
    page, case = reported(house, client)
    leave(house, "heron")
    write_letter(client, page)
    now = case_row(house, case)
    plover = house.people["plover"].key
    receipts_copies = everything(house, now) - opens(house, house.recovery, now)
    mine = everything(house, now) - receipts_copies
    assert opens(house, plover, now) == mine
    regranted(house, "plover")
    after = case_row(house, case)
    assert after.kid == now.kid
    assert opens(house, plover, after) == opens(house, house.recovery, after) == mine
    with house.services.database.reading() as session:
        former = session.scalars(select(KeyRow).where(KeyRow.kid == case.kid)).one()
        of_former = set(session.scalars(select(Grant.holder).where(Grant.child == case.kid)))
    assert former.successor is None
    assert of_former == {now.kid, house.recovery.kid}


def test_who_joined_since_reads_the_old_part_once_a_holder_came_by(house: House):
    client = house.client()
    page, case = reported(house, client)
    leave(house, "heron")
    write_letter(client, page)
    joined(house, "wagtail")
    now = case_row(house, case)
    wagtail = house.people["wagtail"].key
    assert opens(house, wagtail, now) == {newest(house, now, ItemKind.MESSAGE).id}
    regranted(house, "plover")
    assert opens(house, wagtail, now) == opens(house, house.recovery, now)


def test_a_note_of_the_desk_waits_for_no_job_either(house: House):
    filed = filing(house)
    kept = kept_key(house, case_row(house, filed), "heron")
    leave(house, "heron")
    taken(house, filed)
    with house.services.database.writing() as session:
        words = ForTeam(Plain("call"))
        notes.keep_for_team(
            session, worker(house, "plover"), filed.number, words, now=house.clock.now
        )
    now = case_row(house, filed)
    assert newest(house, now, ItemKind.NOTE).kid != kept.kid
    assert opens(house, house.people["plover"].key, now) == everything(house, now)


def test_a_restriction_reaches_what_is_sealed_to_the_former_key_at_once(house: House):
    client = house.client()
    page, case = reported(house, client)
    joined(house, "siskin")
    leave(house, "heron")
    write_letter(client, page)
    filed = taken(house, case)
    restricted(house, filed, "plover")
    with house.services.database.reading() as session:
        of_former = set(session.scalars(select(Grant.holder).where(Grant.child == case.kid)))
    assert not of_former & {house.team.kid, house.people["siskin"].key.kid}
    assert opens(house, house.people["siskin"].key, filed) == set()
    assert opens(house, house.people["plover"].key, filed)


def test_nothing_of_an_erased_case_stays_also_while_its_keys_stand_apart(house: House):
    client = house.client()
    page, case = reported(house, client)
    leave(house, "heron")
    write_letter(client, page)
    now = case_row(house, case)
    with house.services.database.writing() as session:
        erasing.erase(session, case.id, Cause.DESK, now=house.clock.now)
    with house.services.database.reading() as session:
        left = select(KeyRow.kid).where(KeyRow.kid.in_([case.kid, now.kid]))
        assert not session.scalars(left).all()
        assert not session.scalars(select(Grant).where(Grant.child == case.kid)).all()


def taken(house: House, case):
    """Take a case that came through the door, so that somebody may share it."""
    with house.services.database.writing() as session:
        session.get_one(Case, case.id).assignee = house.people["plover"].id
    return case_row(house, case)
