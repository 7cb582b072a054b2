"""The nameless fact of a case: one for each, kept up to date, taken out on demand."""

import datetime as dt

import pytest
from desk.desk_house import worker
from facts_opened import counted
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, select

from hrd_report.casefile import counting
from hrd_report.desk.actions import reading
from hrd_report.documents.casework import AssessmentDocument, FindingDocument
from hrd_report.documents.facts import ROW_BYTES, encode
from hrd_report.records.acts import Act
from hrd_report.records.audit import AuditRow
from hrd_report.records.facts import Bucket, BucketState, Fact, Part, Release, ReleaseState
from hrd_report.records.keys import KeyKind, KeyRow
from hrd_report.reference.load import load
from hrd_report.sealed import Plain

REFERENCE = load()
LISTS = REFERENCE.codes
COUNT_ME = {"purpose": "statistics", "identity": "none"}
CLASSIFIED = {
    "threats": ["doxing"],
    "subtypes": ["doxing.contact_location"],
    "platforms": ["facebook"],
    "country": "TG",
    "group": "journalist",
    "identity": "women",
}


def agreed(desk, filed):
    """Record that the defender agreed to be counted."""
    desk.act(filed, "consents", **COUNT_ME, state="given")
    return filed


def test_whoever_was_not_asked_is_not_counted(desk, file_case):
    desk.act(desk.taken(file_case()), "classify", **CLASSIFIED)
    assert counted(desk.house) == []


def test_triage_writes_one_sealed_fact(desk, file_case):
    filed = agreed(desk, desk.taken(file_case()))
    desk.act(filed, "classify", **CLASSIFIED)
    assert counted(desk.house) == [
        {
            "threat": "doxing",
            "platform": "facebook",
            "region": "western_africa",
            "country": "TG",
            "group": "journalist",
            "identity": "women",
            "severity": "critical",
            "finding": "none",
            "outcome": "open",
            "duration": "up_to_1",
            "acknowledged": "unknown",
            "decision": "unknown",
            "remedy": "unknown",
            "language": "fr",
            "month": 11,
        }
    ]


def test_triage_again_and_closing_update_the_same_fact(desk, file_case):
    filed = agreed(desk, desk.taken(file_case()))
    desk.act(filed, "classify", **CLASSIFIED)
    desk.act(filed, "classify", **{**CLASSIFIED, "threats": ["censorship"], "subtypes": []})
    desk.act(filed, "steps/facebook", **{"finding-8": "not_met"})
    desk.house.clock.advance(dt.timedelta(days=5))
    desk.token = desk.house.sign_in(desk.client, "heron")
    desk.act(
        filed, "end", to="closed", outcome="removed", last_word="Gone.", consents_reviewed="yes"
    )
    (fact,) = counted(desk.house)
    assert (fact["threat"], fact["outcome"], fact["finding"]) == ("censorship", "removed", "8")
    assert fact["duration"] == "up_to_7"


def test_the_bucket_is_that_of_the_ninetieth_day_and_several_cases_share_it(desk, file_case):
    for _ in range(3):
        desk.act(agreed(desk, desk.taken(file_case())), "classify", **CLASSIFIED)
    with desk.house.services.database.reading() as session:
        (bucket,) = session.scalars(select(Bucket))
    assert (bucket.name, bucket.first, bucket.last) == (
        "2027",
        dt.date(2027, 1, 1),
        dt.date(2027, 12, 31),
    )
    assert len(counted(desk.house)) == 3


def where(house):
    with house.services.database.reading() as session:
        return sorted(session.scalars(select(Fact.bucket)))


def test_a_case_that_ends_sooner_stands_with_its_end(desk, file_case):
    filed = agreed(desk, desk.taken(file_case()))
    desk.act(filed, "classify", **CLASSIFIED)
    assert where(desk.house) == ["2027"]
    desk.act(
        filed, "end", to="closed", outcome="removed", last_word="Gone.", consents_reviewed="yes"
    )
    assert where(desk.house) == ["2026"]
    assert len(counted(desk.house)) == 1


def test_all_buckets_of_a_year_begin_together_by_the_size_that_was_published(desk, file_case):
    with desk.house.services.database.writing() as session:
        session.add(
            Release(
                id=b"r",
                bucket="2025",
                year=2025,
                part=Part.CLOSE,
                state=ReleaseState.DONE,
                tier="S",
                plan=b"",
                day=dt.date(2026, 2, 1),
                total=4_000,
            )
        )
    desk.act(agreed(desk, desk.taken(file_case())), "classify", **CLASSIFIED)
    with desk.house.services.database.reading() as session:
        names = list(session.scalars(select(Bucket.name).order_by(Bucket.first)))
    assert names == ["2027-H1", "2027-H2"]


def test_many_looks_at_one_case_are_one_fact(desk, file_case):
    filed = agreed(desk, desk.taken(file_case()))
    for threat in ("doxing", "censorship", "harassment", "doxing"):
        desk.act(filed, "classify", **{**CLASSIFIED, "threats": [threat], "subtypes": []})
    assert [one["threat"] for one in counted(desk.house)] == ["doxing"]


def test_a_person_who_is_counted_with_another_case_is_not_counted_twice(desk, file_case):
    filed = agreed(desk, desk.taken(file_case()))
    desk.act(filed, "classify", **CLASSIFIED)
    desk.act(filed, "classify", **CLASSIFIED, counted_elsewhere="yes")
    assert counted(desk.house) == []
    desk.act(filed, "classify", **CLASSIFIED)
    assert len(counted(desk.house)) == 1


def test_a_fact_that_a_crash_lost_is_written_at_the_next_look(desk, file_case):
    filed = agreed(desk, desk.taken(file_case()))
    desk.act(filed, "classify", **CLASSIFIED)
    with desk.house.services.database.writing() as session:
        session.execute(delete(Fact))
    desk.act(filed, "classify", **CLASSIFIED)
    assert len(counted(desk.house)) == 1


def test_a_frozen_bucket_is_never_touched_again_nor_the_case_counted_twice(desk, file_case):
    filed = agreed(desk, desk.taken(file_case()))
    desk.act(filed, "classify", **CLASSIFIED)
    with desk.house.services.database.writing() as session:
        session.scalars(select(Bucket)).one().state = BucketState.FROZEN
    desk.house.clock.advance(dt.timedelta(days=100))
    desk.token = desk.house.sign_in(desk.client, "heron")
    desk.act(filed, "classify", **{**CLASSIFIED, "threats": ["censorship"]})
    assert [one["threat"] for one in counted(desk.house)] == ["doxing"]


def test_who_refuses_is_not_counted(desk, file_case):
    filed = desk.taken(file_case())
    desk.act(filed, "consents", **COUNT_ME, state="refused")
    desk.act(filed, "classify", **CLASSIFIED)
    assert counted(desk.house) == []


def test_who_withdraws_is_taken_out_and_who_gives_again_counts_again(desk, file_case):
    filed = agreed(desk, desk.taken(file_case()))
    desk.act(filed, "classify", **CLASSIFIED)
    desk.house.clock.advance(dt.timedelta(minutes=1))
    desk.act(filed, "consents", **COUNT_ME, state="refused")
    assert counted(desk.house) == []
    desk.house.clock.advance(dt.timedelta(minutes=1))
    desk.act(filed, "consents", **COUNT_ME, state="given")
    assert len(counted(desk.house)) == 1


def test_nothing_is_counted_before_there_is_an_analysts_key(desk, file_case):
    filed = agreed(desk, desk.taken(file_case()))
    with desk.house.services.database.writing() as session:
        for row in session.scalars(select(KeyRow).where(KeyRow.kind == KeyKind.ANALYST)):
            row.kind = KeyKind.BUCKET
    assert desk.act(filed, "classify", **CLASSIFIED).status_code == 303
    assert counted(desk.house) == []


def test_only_the_sealed_assessment_links_case_and_fact(desk, file_case):
    filed = agreed(desk, desk.taken(file_case()))
    desk.act(filed, "classify", **CLASSIFIED)
    parts = desk.house.services
    with parts.database.reading() as session:
        fact = session.scalars(select(Fact)).one()
        (written,) = session.scalars(select(AuditRow).where(AuditRow.act == Act.FACT_WRITTEN))
        file = reading.open_case(
            session, worker(desk.house, "heron"), desk.case(filed), parts.store
        )
    assert (written.actor, written.object) == (None, None)
    assert file.assessment.fact == fact.id.hex()
    assert file.assessment.bucket == fact.bucket


codes = {
    "country": st.none() | st.sampled_from(LISTS["country"].codes),
    "group": st.none() | st.sampled_from(LISTS["group"].codes),
    "identity": st.none() | st.sampled_from(LISTS["identity"].codes),
    "outcome": st.none() | st.sampled_from(LISTS["outcome"].codes),
    "severity": st.none() | st.integers(1, 4),
    "threats": st.lists(st.sampled_from([one.id for one in REFERENCE.threats])).map(tuple),
    "platforms": st.lists(st.sampled_from([one.id for one in REFERENCE.platforms])).map(tuple),
}
MOMENT = dt.datetime(2026, 11, 21, tzinfo=dt.UTC)


@given(st.fixed_dictionaries(codes), st.integers(-1, 4000))
def test_every_assessment_can_be_counted(held, days):
    document = AssessmentDocument(by="heron", at=MOMENT, **held)
    told = dict.fromkeys(("acknowledged", "decision", "remedy", "language"), "unknown")
    found = counting.codes_of(document, {}, told, days, REFERENCE)
    assert len(encode(found, 1, LISTS)) == ROW_BYTES


@pytest.mark.parametrize(
    ("failed", "expected"),
    [
        ([], "none"),
        ([("x", "9"), ("x", "8")], "8"),
        ([("x", "9"), ("facebook", "9"), ("x", "8")], "9"),
        ([("x", "10"), ("x", "2")], "2"),
    ],
)
def test_the_step_that_failed_most_counts(failed, expected):
    found = {
        (platform, step): FindingDocument(
            platform=platform, step=step, finding="not_met", reason=Plain(""), by="a", at=MOMENT
        )
        for platform, step in failed
    }
    assert counting.failed_most(found) == expected
