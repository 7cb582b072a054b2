import copy

import pytest

from hrd_report.reference.load import FILES, assemble, load
from hrd_report.reference.question_files import NEUTRAL
from hrd_report.reference.reading import BrokenReference, document

REFERENCE = load()
EVERYBODY, THREATS = "questions/for_everybody", "questions/by_threat"


@pytest.fixture
def documents():
    return copy.deepcopy({name: document(name) for name in FILES})


def test_every_choice_of_one_begins_with_the_neutral_one():
    ones = [one for subject in REFERENCE.subjects for one in subject.fields if one.kind == "one"]
    assert len(ones) > 10
    assert all(one.neutral in NEUTRAL for one in ones)


def test_everything_the_guidance_names_can_be_said():
    offline = REFERENCE.subject("effects").question("offline")
    assert {"beating", "killing", "enforced_disappearance", "arbitrary_detention"} <= {
        one.id for one in offline.options
    }
    work = REFERENCE.subject("work")
    groups = set(REFERENCE.codes["group"].codes) - {"not_said"}
    assert {one.id for one in work.question("groups").options} == groups
    assert {"women", "lgbti"} <= {one.id for one in work.question("risk").options}
    assert "keep" in {one.id for one in REFERENCE.subject("wishes").question("wishes").options}


def test_every_threat_that_has_questions_of_its_own_is_offered_on_the_first_page():
    offered = {one.id for one in REFERENCE.subjects[0].fields[0].options}
    parents = {one.id for one in REFERENCE.threats} - {"unsure"}
    assert parents <= offered
    assert {name for one in REFERENCE.subjects for name in one.threats} <= offered


def test_what_is_asked_about_a_shutdown_fits_the_data_set():
    columns = {one.name: one for one in REFERENCE.stop_fields}
    asked = [one for one in REFERENCE.subject("shutdown").fields if one.stop]
    assert len(asked) >= 6
    for question in asked:
        for option in question.options[1 if question.kind == "one" else 0 :]:
            assert option.stop in columns[question.stop].seen


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ((EVERYBODY, "subjects", 1, "page"), 1),
        ((EVERYBODY, "subjects", 1, "id"), "what"),
        ((EVERYBODY, "subjects", 0, "id"), "not_what"),
        ((EVERYBODY, "subjects", 1, "fields", 0, "codes"), "no_such_list"),
        ((EVERYBODY, "subjects", 1, "fields", 0, "without"), ["no_such_code"]),
        ((EVERYBODY, "subjects", 2, "fields", 1, "options", 0, "id"), "maybe"),
        ((EVERYBODY, "subjects", 2, "fields", 1, "options", 1, "id"), "unsaid"),
        ((EVERYBODY, "subjects", 2, "fields", 1, "id"), "once"),
        ((EVERYBODY, "subjects", 2, "fields", 1, "kind"), "words"),
        ((EVERYBODY, "subjects", 2, "fields", 2, "kind"), "one"),
        ((EVERYBODY, "subjects", 2, "fields", 2, "id"), "since"),
        ((THREATS, "subjects", 0, "threats"), ["no_such_threat"]),
        ((THREATS, "subjects", 7, "fields", 0, "stop"), "no_such_column"),
        ((THREATS, "subjects", 7, "fields", 0, "options", 1, "stop"), "no such word"),
    ],
)
def test_pages_that_contradict_themselves_are_refused(documents, path, value):
    *way, last = path
    place = documents
    for key in way:
        place = place[key]
    place[last] = value
    with pytest.raises(BrokenReference):
        assemble(documents)
