import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError

from hrd_report.documents import codec
from hrd_report.documents.incoming import DANGERS, ReportSchema, from_form, report_from_json
from hrd_report.documents.reports import ReportDocument
from hrd_report.errors import Damaged

KNOWN = frozenset({"doxing", "harassment"})
COUNTRIES = ("BY", "FR")
NOW = dt.datetime(2026, 11, 21, 9, 30, tzinfo=dt.UTC)

REPORTS = st.fixed_dictionaries(
    {},
    optional={
        "danger": st.sampled_from(DANGERS),
        "threats": st.lists(st.sampled_from([*KNOWN, "unsure"])),
        "story": st.text(),
        "links": st.lists(st.text()),
        "language": st.none() | st.text(max_size=40),
        "country": st.none() | st.sampled_from(COUNTRIES),
        "receipt": st.none() | st.text(),
    },
)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(REPORTS)
def test_every_report_that_fits_is_taken_and_survives_being_sealed(data):
    incoming = ReportSchema(KNOWN).load(data)
    document = incoming.document(language="fr", received_at=NOW, channel="api")
    assert codec.from_data(codec.to_data(document), ReportDocument) == document
    assert incoming.story.reveal() == data.get("story", "").strip()
    assert set(incoming.threats) == set(data.get("threats", []))
    assert document.country == data.get("country")


@given(ANYTHING)
def test_whatever_else_comes_is_refused_with_codes_or_taken_never_a_crash(data):
    codes = ReportSchema(KNOWN).validate(data)
    assert codes or isinstance(data, dict)


@given(ANYTHING)
def test_a_sealed_inside_is_a_report_or_damaged(data):
    if ReportSchema(form=True).validate(data):
        with pytest.raises(Damaged, match="not a report"):
            report_from_json(data, received_at=NOW)
    else:
        assert report_from_json(data, received_at=NOW).channel == "age"


@given(REPORTS, REPORTS)
def test_only_equal_reports_are_recognised_as_the_same(one, other):
    schema = ReportSchema(KNOWN)
    first, second = schema.load(one), schema.load(other)
    same = (
        first.danger == second.danger
        and set(first.threats) == set(second.threats)
        and first.story == second.story
        and first.links == second.links
        and first.country == second.country
    )
    assert (first.canonical([]) == second.canonical([])) is same
    assert first.canonical([]) != first.canonical([("a", 1, "00")])


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=5))
def test_links_are_the_lines_that_say_something(lines):
    incoming = ReportSchema(form=True).load(from_form({"links": ["\r\n".join(lines)]}))
    for link in incoming.links:
        assert link.reveal() == link.reveal().strip() != ""
    said = [line.strip() for text in lines for line in text.splitlines() if line.strip()]
    assert [link.reveal() for link in incoming.links] == said


@pytest.mark.parametrize(
    ("data", "field", "code"),
    [
        ({"danger": "maybe"}, "danger", "unknown_danger"),
        ({"threats": "doxing"}, "threats", "not_list"),
        ({"story": 3}, "story", "not_text"),
        ({"links": "https://a"}, "links", "not_list"),
        ({"weather": "rain"}, "weather", "unknown_field"),
        ({"language": "x" * 41}, "language", "too_long"),
        ({"country": "Belarus"}, "country", "unknown_country"),
        ({"country": 3}, "country", "not_text"),
        ([], "_schema", "not_object"),
    ],
)
def test_what_does_not_fit_has_a_stable_code(data, field, code):
    with pytest.raises(ValidationError) as refused:
        ReportSchema(KNOWN, COUNTRIES).load(data)
    assert refused.value.messages == {field: [code]}


def test_an_unknown_threat_is_refused_at_the_door_but_read_where_nobody_can_mend_it():
    with pytest.raises(ValidationError) as refused:
        ReportSchema(KNOWN).load({"threats": ["doxing", "storm"]})
    assert refused.value.messages == {"threats": {1: ["unknown_threat"]}}
    document = report_from_json({"threats": ["storm"], "weather": 1}, received_at=NOW)
    assert document.threats == ("storm",)


def test_a_report_says_something_with_a_threat_a_word_or_a_link():
    load = ReportSchema(KNOWN).load
    assert load({"threats": ["unsure"]}).says_something
    assert load({"story": "x"}).says_something
    assert load({"links": ["https://a"]}).says_something
    assert not load({"danger": "yes", "story": " \n", "links": [" "]}).says_something
