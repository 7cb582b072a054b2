"""Documents become JSON data and come back; what does not fit is damaged, nothing else."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.documents import codec
from hrd_report.documents.audit import ProvenRow
from hrd_report.documents.casework import AssessmentDocument, NoteDocument
from hrd_report.errors import Damaged
from hrd_report.sealed import Plain

NOTE = {"author": "heron", "text": "x", "at": "2026-11-21T09:30:00+00:00", "audience": "team"}


@given(st.text(), st.datetimes(timezones=st.just(dt.UTC)), st.sampled_from(["team", "self"]))
def test_a_note_comes_back_as_it_went(text, moment, audience):
    note = NoteDocument(author="heron", text=Plain(text), at=moment, audience=audience)
    assert codec.from_data(codec.to_data(note), NoteDocument) == note


def test_a_number_beyond_all_numbers_fits_no_count():
    row = {"position": float("inf"), "id": "", "day": "", "act": "", "actor": None, "object": None}
    with pytest.raises(Damaged):
        codec.from_data({**row, "path": []}, ProvenRow)


def test_an_assessment_of_an_older_version_takes_the_defaults():
    data = {"by": "heron", "at": NOTE["at"], "threats": ["doxing"]}
    held = codec.from_data(data, AssessmentDocument)
    assert (held.threats, held.modifiers, held.fact) == (("doxing",), (), None)


@pytest.mark.parametrize(
    "data",
    [
        {**NOTE, "more": 1},
        {**NOTE, "audience": "everybody"},
        {**NOTE, "text": 1},
        {**NOTE, "at": "yesterday"},
        {**NOTE, "at": "2026-11-21T09:30:00"},
        {"author": "heron"},
        [],
        "note",
        None,
    ],
)
def test_what_does_not_fit_is_damaged_and_quotes_nothing(data):
    with pytest.raises(Damaged) as refused:
        codec.from_data(data, NoteDocument)
    assert "everybody" not in str(refused.value)
    assert refused.value.__suppress_context__
