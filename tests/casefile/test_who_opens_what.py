"""Who holds a path of grants opens a case, exactly as far as the path leads, and nobody else."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from databases import Databases
from desk.desk_house import STORY, filing
from house import House
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from hrd_report.casefile import keeping, opening
from hrd_report.documents.casework import NoteDocument
from hrd_report.documents.reports import ReportDocument
from hrd_report.errors import Damaged, NotAllowed
from hrd_report.records import cases, keys
from hrd_report.records.database import open_database
from hrd_report.records.keys import Grant, Item, ItemKind, KeyKind, KeyRow
from hrd_report.sealed import Plain, Sealed
from hrd_report.vault.keys import Key

DAY = dt.date(2026, 11, 21)
KEYS = [Key.new() for _ in range(7)]
EDGES = st.sets(st.tuples(st.integers(0, 6), st.integers(0, 6)).filter(lambda e: e[0] != e[1]))


@contextmanager
def case_of(house: House, **changes: object) -> Iterator[tuple[Session, cases.Case]]:
    filed = filing(house, **changes)
    with house.services.database.writing() as session:
        yield session, session.scalars(cases.case(filed.id)).one()


def test_a_caseworker_reads_what_a_defender_sent(house: House):
    with case_of(house) as (session, case):
        ring = opening.case_keyring(session, house.people["heron"].key, case)
        (report,) = opening.read_all(session, case, ring, ItemKind.REPORT, ReportDocument)
    assert report.document.story.reveal() == STORY


def test_recovery_reads_it_too(house: House):
    with case_of(house) as (session, case):
        ring = opening.case_keyring(session, house.recovery, case)
        assert opening.read_all(session, case, ring, ItemKind.REPORT, ReportDocument)


@pytest.mark.parametrize("name", ["avocet", "wren"])
def test_administrators_and_analysts_have_no_way_in(house: House, name: str):
    with case_of(house) as (session, case), pytest.raises(NotAllowed):
        opening.case_keyring(session, house.people[name].key, case)


def test_a_stranger_s_key_has_no_way_in(house: House):
    with case_of(house) as (session, case), pytest.raises(NotAllowed):
        opening.case_keyring(session, Key.new(), case)


def test_without_its_grants_a_case_is_noise_to_everybody(house: House):
    with case_of(house) as (session, case):
        session.execute(delete(Grant).where(Grant.child == case.kid))
        for key in (house.people["heron"].key, house.recovery):
            with pytest.raises(NotAllowed):
                opening.case_keyring(session, key, case)


def test_a_grant_for_one_case_opens_that_case_alone(house: House):
    helper = Key.new()
    with case_of(house) as (session, one):
        keeping.keep_key(session, helper.public, KeyKind.PERSON, day=DAY)
        session.flush()
        ring = opening.case_keyring(session, house.people["heron"].key, one)
        keeping.keep_grant(session, ring.key(one.kid), helper.public, day=DAY)
        session.flush()
        assert one.kid in opening.case_keyring(session, helper, one)
    with case_of(house) as (session, other), pytest.raises(NotAllowed):
        opening.case_keyring(session, helper, other)


def test_an_altered_grant_is_told_from_a_missing_one(house: House):
    with case_of(house) as (session, case):
        (grant, _) = session.execute(
            keys.grants_of(case.kid).where(Grant.holder == house.team.kid)
        ).one()
        altered = bytes([grant.blob.blob[0] ^ 1]) + grant.blob.blob[1:]
        session.execute(
            update(Grant)
            .where(Grant.child == case.kid, Grant.holder == house.team.kid)
            .values(blob=Sealed(altered))
        )
        session.expire_all()
        with pytest.raises(Damaged):
            opening.case_keyring(session, house.people["heron"].key, case)


def test_an_item_moved_to_another_case_or_kind_is_refused(house: House):
    other = filing(house)
    with case_of(house) as (session, case):
        ring = opening.case_keyring(session, house.people["heron"].key, case)
        item = session.scalars(keys.items_of(case.id, ItemKind.REPORT)).one()
        for column, value in (("case_id", other.id), ("kind", ItemKind.NOTE)):
            before = getattr(item, column)
            setattr(item, column, value)
            with pytest.raises(Damaged):
                opening.read(item, ring, ReportDocument)
            setattr(item, column, before)
        assert opening.read(item, ring, ReportDocument)


def test_an_item_of_another_shape_is_damaged(house: House):
    with case_of(house) as (session, case):
        ring = opening.case_keyring(session, house.people["heron"].key, case)
        item = session.scalars(keys.items_of(case.id, ItemKind.REPORT)).one()
        with pytest.raises(Damaged):
            opening.read(item, ring, NoteDocument)


def test_a_note_for_oneself_opens_for_its_author_alone(house: House):
    heron, plover = house.people["heron"], house.people["plover"]
    note = NoteDocument(author="heron", text=Plain("for me"), at=house.clock.now, audience="self")
    found = {}
    with case_of(house) as (session, case):
        keeping.keep(session, case.id, ItemKind.NOTE, note, heron.key.public, day=DAY)
        session.flush()
        for who in (heron, plover):
            ring = opening.case_keyring(session, who.key, case)
            read = opening.read_all(session, case, ring, ItemKind.NOTE, NoteDocument)
            found[who.name] = [one.document.text.reveal() for one in read]
    assert found == {"heron": ["for me"], "plover": []}


def test_a_file_is_read_piece_by_piece(house: House):
    content = bytes(range(256)) * 20_000
    with case_of(house, files={"a.png": content}) as (session, case):
        ring = opening.case_keyring(session, house.people["heron"].key, case)
        item = session.scalars(keys.items_of(case.id, ItemKind.FILE)).one()
        pieces = list(opening.file_chunks(item, ring, house.services.store))
    assert b"".join(pieces) == content
    assert len(pieces) > 1


def test_what_lies_in_the_store_is_not_read_as_a_document(house: House):
    with case_of(house, files={"a.png": b"x"}) as (session, case):
        ring = opening.case_keyring(session, house.people["heron"].key, case)
        file = session.scalars(keys.items_of(case.id, ItemKind.FILE)).one()
        report = session.scalars(keys.items_of(case.id, ItemKind.REPORT)).one()
        with pytest.raises(Damaged):
            opening.read(file, ring, ReportDocument)
        with pytest.raises(Damaged):
            opening.file_chunks(report, ring, house.services.store)


@pytest.fixture(scope="module")
def graph(databases: Databases) -> Iterator[Session]:
    """Give a session on a database that has seven keys and no grant."""
    url = databases.fresh()
    opened = open_database(url)
    with opened.writing() as session:
        for key in KEYS:
            keeping.keep_key(session, key.public, KeyKind.TEAM, day=DAY)
        session.flush()
        yield session
    opened.close()
    databases.drop(url)


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=60, deadline=None)
@given(EDGES, st.integers(0, 6))
def test_exactly_what_grants_lead_to_can_be_reached(graph: Session, edges, start: int):
    graph.execute(delete(Grant))
    for holder, child in edges:
        keeping.keep_grant(graph, KEYS[child], KEYS[holder].public, day=DAY)
    graph.flush()
    graph.expunge_all()
    reachable, more = set(), {start}
    while more:
        reachable |= more
        more = {child for holder, child in edges if holder in reachable} - reachable
    for target, key in enumerate(KEYS):
        if target in reachable:
            assert opening.keyring_for(graph, KEYS[start], key.kid).key(key.kid).seed == key.seed
        else:
            with pytest.raises(NotAllowed):
                opening.keyring_for(graph, KEYS[start], key.kid)


def test_what_was_kept_says_nothing_in_clear(house: House):
    with case_of(house) as (session, case):
        for item in session.scalars(keys.items_of(case.id)):
            assert STORY.encode() not in item.blob.blob
            assert isinstance(session.get(Item, item.id).blob, Sealed)
        assert session.get(KeyRow, case.kid).public
