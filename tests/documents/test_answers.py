import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError

from hrd_report.casefile import asking
from hrd_report.documents import answers, codec
from hrd_report.documents.answers import AnswerDocument, DayDocument
from hrd_report.errors import Invalid
from hrd_report.i18n.past_days import PastDay
from hrd_report.reference.load import load
from hrd_report.sealed import Plain

REFERENCE = load()
NOW = dt.datetime(2026, 11, 21, 9, 30, tzinfo=dt.UTC)
SUBJECTS = st.sampled_from(REFERENCE.subjects)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


def fitting(question):
    """Draw what fits a question."""
    codes = st.sampled_from([option.id for option in question.options] or [""])
    day = st.fixed_dictionaries({"year": st.integers(1950, 2026)})
    return {
        "one": codes,
        "several": st.lists(codes),
        "country": st.sampled_from(REFERENCE.countries),
        "date": day,
        "lines": st.lists(st.text()),
        "accounts": st.lists(st.text()),
    }.get(question.kind, st.text())


def read(subject, data):
    return asking.read(REFERENCE.subject(subject), data, REFERENCE, language="en", now=NOW)


@given(SUBJECTS, st.data())
def test_everything_that_fits_is_taken_and_survives_being_sealed(subject, data):
    given_ = data.draw(
        st.fixed_dictionaries({}, optional={one.id: fitting(one) for one in subject.fields})
    )
    taken = read(subject.id, given_)
    assert codec.from_data(codec.to_data(taken), AnswerDocument) == taken
    assert set(taken.chosen) | set(taken.words) | set(taken.days) <= set(given_)
    assert asking.read_sealed(
        {"further": {subject.id: given_}}, REFERENCE, language="en", received_at=NOW
    ) == ((taken,) if taken else ())


@given(SUBJECTS, ANYTHING)
def test_whatever_else_comes_is_refused_or_taken_never_a_crash(subject, data):
    try:
        taken = read(subject.id, {subject.fields[0].id: data})
    except Invalid:
        return
    assert set(taken.chosen) | set(taken.words) | set(taken.days) <= {subject.fields[0].id}


@given(ANYTHING)
def test_a_sealed_report_gives_what_fits_and_never_a_crash(data):
    for one in ({"further": data}, {"further": {"when": data, "where": data}}, data):
        asking.read_sealed(one, REFERENCE, language="en", received_at=NOW)


def test_what_does_not_fit_in_a_sealed_report_is_passed_over():
    data = {
        "effects": {"offline": ["beating", "nothing we know"], "more": 3, "new": "x"},
        "when": {"since": {"day": "31", "month": "2", "year": "2026"}, "ongoing": "yes"},
        "later": {},
    }
    [when, effects] = asking.read_sealed(
        {"further": data}, REFERENCE, language="en", received_at=NOW
    )
    assert (when.chosen, when.days) == ({"ongoing": ("yes",)}, {})
    assert (effects.chosen, effects.words) == ({"offline": ("beating",)}, {})


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        (3, {"further": ["not_object"]}),
        ({"gossip": {}}, {"further/gossip": ["unknown_field"]}),
        ({"when": []}, {"further/when": ["not_object"]}),
        ({"when": {"mood": "x"}}, {"further/when/mood": ["unknown_field"]}),
        ({"when": {"ongoing": "maybe"}}, {"further/when/ongoing": ["unknown_choice"]}),
        ({"when": {"since": "May"}}, {"further/when/since": ["not_day"]}),
        ({"when": {"since": {"hour": 3}}}, {"further/when/since": ["unknown_field"]}),
        (
            {"when": {"since": {"day": 31, "month": 2, "year": 2026}}},
            {"further/when/since/day": ["no_such_day"]},
        ),
        ({"where": {"country": "ZZ"}}, {"further/where/country": ["unknown_country"]}),
        ({"where": {"platforms": "x"}}, {"further/where/platforms": ["not_list"]}),
        ({"who": {"actors": ["x"]}}, {"further/who/actors/0": ["unknown_choice"]}),
    ],
)
def test_a_program_is_told_where_it_went_wrong(data, wrong):
    with pytest.raises(Invalid) as refused:
        asking.read_all(data, REFERENCE, language="en", now=NOW)
    assert refused.value.fields == wrong


def test_what_says_nothing_is_not_kept():
    assert not read("when", {"ongoing": "unsaid", "first": "  ", "since": {}})
    assert not read("campaign", {"hashtags": ["", " "]})
    assert asking.read_all({"when": {}}, REFERENCE, language="en", now=NOW) == ()


def test_the_form_and_a_program_say_the_same():
    form = {
        "hashtags": ["#One \r\n\r\n #Two"],
        "name": ["Ours"],
        "since.year": ["۱۴۰۲"],
        "since.calendar": ["jalali"],
        "since.about": ["yes"],
        "unknown": ["x"],
    }
    subject = REFERENCE.subject("campaign")
    said = {
        "hashtags": ["#One", "#Two"],
        "name": "Ours",
        "since": {"year": 1402, "calendar": "jalali", "about": True},
    }
    taken = read("campaign", answers.from_form(subject, form))
    assert taken == read("campaign", said)
    assert taken.words["hashtags"] == (Plain("#One"), Plain("#Two"))
    assert asking.past_day(taken.days["since"]) == PastDay("jalali", 1402, about=True)


def test_a_day_of_a_calendar_we_do_not_know_is_no_day():
    assert asking.past_day(DayDocument(calendar="mayan", year=13)) is None


def test_equal_answers_have_equal_bytes_whenever_they_were_given():
    one = read("who", {"actors": ["state"], "grounds": "x"})
    later = asking.read(
        REFERENCE.subject("who"),
        {"grounds": "x", "actors": ["state"]},
        REFERENCE,
        language="en",
        now=NOW + dt.timedelta(hours=1),
    )
    assert one.canonical() == later.canonical()
    assert one.canonical() != read("who", {"actors": ["party"], "grounds": "x"}).canonical()


def test_the_schema_of_a_page_is_made_once():
    kind = answers.schema_of(REFERENCE.subject("who"), REFERENCE.countries)
    assert kind is answers.schema_of(REFERENCE.subject("who"), REFERENCE.countries)
    with pytest.raises(ValidationError):
        kind(lambda _: None).load({"x": 1})
