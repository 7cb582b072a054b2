"""A report sealed to whatever intake key a sender knew still opens."""

import json

import pytest
from desk.desk_house import filing
from house import House
from intake.door import cases
from rosters import owner_of

from hrd_report.accounts.actions import rostering, rotating
from hrd_report.casefile import opening
from hrd_report.desk.actions import reports
from hrd_report.desk.worker import Worker
from hrd_report.errors import NotAllowed
from hrd_report.records import keys
from hrd_report.records.keys import KeyKind
from hrd_report.vault import age
from hrd_report.vault.keys import Key, PublicKey

STORY = "sealed to the key of yesterday"


def published(house: House) -> PublicKey:
    with house.services.database.reading() as session:
        return house.services.trust.roster(session).intake[0]


def rotate(house: House, *, signed: bool = True) -> None:
    parts = house.services
    with parts.database.writing() as session:
        rotating.rotate_intake(session, parts.trust, by=house.people["plover"].id)
        if signed:
            rostering.sign_own(session, parts.trust, owner_of(house))


def send_sealed(house: House, to: PublicKey) -> None:
    body = age.seal(json.dumps({"story": STORY}).encode(), to).blob
    answer = house.client().post("/api/v1/reports", data=body, content_type="application/age")
    assert answer.status_code == 201


def read(house: House) -> str | None:
    (case,) = cases(house)
    with house.services.database.reading() as session:
        heron = house.people["heron"]
        worker = Worker(heron.id, heron.name, heron.role, house.team.id, heron.key)
        ring = opening.case_keyring(session, heron.key, case)
        found = reports.read_all(session, worker, case, ring, house.services.store).first
        return found.story.reveal() if found else None


def test_a_report_sealed_before_the_key_was_rotated_opens(house: House):
    send_sealed(house, published(house))
    rotate(house)
    assert read(house) == STORY


def test_an_age_file_made_yesterday_and_sent_today_opens(house: House):
    yesterday = published(house)
    rotate(house)
    assert published(house) != yesterday
    send_sealed(house, yesterday)
    assert read(house) == STORY


def test_an_age_file_of_the_year_before_last_opens(house: House):
    old = published(house)
    for _ in range(3):
        rotate(house)
    send_sealed(house, old)
    assert read(house) == STORY


def test_until_the_owner_signs_the_door_names_the_former_key_and_all_opens(house: House):
    before = published(house)
    rotate(house, signed=False)
    assert published(house) == before
    send_sealed(house, before)
    assert read(house) == STORY


def test_a_report_sealed_to_a_key_that_is_not_ours_opens_for_nobody(house: House):
    send_sealed(house, Key.new().public)
    assert read(house) is None


def test_a_key_that_the_reader_cannot_reach_is_told_apart_from_a_strange_one(house: House):
    send_sealed(house, published(house))
    with house.services.database.writing() as session:
        for row in session.scalars(keys.active(KeyKind.INTAKE)):
            for grant, _ in session.execute(keys.grants_of(row.kid)):
                session.delete(grant)
    with pytest.raises(NotAllowed):
        read(house)


def test_every_team_and_recovery_reach_a_fresh_intake_key(house: House):
    rotate(house)
    filing(house)
    public = published(house)
    with house.services.database.reading() as session:
        for holder in (house.people["heron"].key, house.recovery):
            assert public.kid in opening.keyring_for(session, holder, public.kid)
