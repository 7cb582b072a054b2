"""The directory of helpers: whom a reader is shown first, and what a file may not say."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.reference.directory import DANGER, Wanted, check, matching, nearest, with_own
from hrd_report.reference.load import load
from hrd_report.reference.reading import BrokenReference

REFERENCE = load()
REGIONS = REFERENCE.codes["region"]
OWN = """helpers:
- id: {id}
  organisation: Lawyers of the valley
  about: Call first.
  services: [danger]
  threats: [{threat}]
  languages: []
  hours: Every day
  regions: []
  channels: []
  phone: "{phone}"
  url: {url}
  source: we called them
  verified_on: 2026-11-28
"""
FINE = {
    "id": "ours",
    "threat": "doxing",
    "phone": "+213 00 00",
    "url": "https://example.org/",
}


def own(tmp_path, **changes):
    path = tmp_path / "own.yaml"
    path.write_text(OWN.format(**(FINE | changes)), encoding="utf-8")
    return with_own(REFERENCE.helpers, path)


def test_in_danger_somebody_who_can_be_called_comes_first():
    found = nearest(REFERENCE.helpers, ["doxing"], "fr", in_danger=True)
    assert found[0].phone
    assert DANGER in found[0].services
    assert len(found) == 3


def test_whoever_helps_in_one_region_only_comes_after_those_who_help_everywhere():
    found = nearest(REFERENCE.helpers, ["doxing"], "en", in_danger=False, most=99)
    limited = [bool(one.regions) for one in found]
    assert limited == sorted(limited)
    assert any(limited)


@given(
    service=st.sampled_from(["", *(one.id for one in REFERENCE.helper_services)]),
    region=st.sampled_from(["", "africa", "americas", "asia", "europe", "oceania"]),
    language=st.sampled_from(["", "ar", "fr", "es"]),
)
def test_each_question_narrows_and_none_adds(service, region, language):
    found = matching(REFERENCE.helpers, Wanted(service, region, language), REGIONS)
    assert set(found) <= set(matching(REFERENCE.helpers, Wanted(service), REGIONS))
    assert all(service in {"", *one.services} for one in found)
    assert all(not one.languages or language in {"", *one.languages} for one in found)


def test_a_region_of_the_world_finds_who_helps_in_a_part_of_it():
    found = {one.id for one in matching(REFERENCE.helpers, Wanted(region="africa"), REGIONS)}
    assert "smex_helpdesk" in found
    assert "digital_rights_foundation" not in found


def test_nobody_shipped_is_called_verified_before_somebody_asked():
    assert all(one.source for one in REFERENCE.helpers)
    assert not [one.id for one in REFERENCE.helpers if one.verified_on]


def test_an_operator_s_own_stands_first_and_the_same_id_replaces(tmp_path):
    assert own(tmp_path)[0].verified_on == dt.date(2026, 11, 28)
    replaced = own(tmp_path, id="qurium")
    assert len(replaced) == len(REFERENCE.helpers)
    assert next(one for one in replaced if one.id == "qurium").phone == "+213 00 00"


@pytest.mark.parametrize(
    "wrong",
    [
        {"threat": "rain"},
        {"phone": "call us"},
        {"phone": "0800 1"},
        {"url": "javascript:alert(1)"},
        {"url": "http://example.org/"},
    ],
)
def test_what_nobody_should_follow_is_refused(tmp_path, wrong):
    with pytest.raises(BrokenReference):
        check(
            own(tmp_path, **wrong),
            [one.id for one in REFERENCE.helper_services],
            [one.id for one in REFERENCE.threats],
            REGIONS,
        )


def test_a_file_that_is_missing_is_named(tmp_path):
    with pytest.raises(BrokenReference, match=r"gone\.yaml"):
        with_own(REFERENCE.helpers, tmp_path / "gone.yaml")
