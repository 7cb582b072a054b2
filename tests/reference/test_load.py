import copy

import pytest

from hrd_report.errors import NotFound
from hrd_report.reference.load import FILES, assemble, load
from hrd_report.reference.reading import BrokenReference, document

REFERENCE = load()
DOCUMENTS = {name: document(name) for name in FILES}


@pytest.fixture
def documents():
    return copy.deepcopy(DOCUMENTS)


def test_the_data_are_read_once():
    assert load() is REFERENCE


def test_the_neutral_answer_comes_first_and_something_else_last():
    ids = [threat.id for threat in REFERENCE.threats]
    assert ids[0] == "unsure"
    assert ids[-1] == "other"
    assert len(ids) == 10


def test_eight_threats_are_named_by_the_guidance():
    assert sum(threat.named for threat in REFERENCE.threats) == 8


def test_every_named_threat_has_subtypes_and_the_neutral_answers_have_none():
    for threat in REFERENCE.threats:
        assert bool(REFERENCE.subtypes_of(threat.id)) is threat.named


def test_there_are_seventy_one_subtypes_and_each_answers_to_its_id():
    assert len(REFERENCE.subtypes) == 71
    for subtype in REFERENCE.subtypes:
        assert REFERENCE.subtype(subtype.id) is subtype


def test_a_tag_names_parent_and_child():
    tag = REFERENCE.subtype("harassment.death_threat").tag
    assert tag == 'hrd-threat:harassment="death_threat"'


def test_the_ten_steps_have_sixty_two_actions():
    assert [step.id for step in REFERENCE.steps] == [str(n) for n in range(1, 11)]
    assert sum(len(step.actions) for step in REFERENCE.steps) == 62


def test_only_what_was_read_is_shown_as_guidance():
    assert [step.id for step in REFERENCE.steps if step.basis == "guidance"] == ["1", "2", "3"]
    for step in REFERENCE.steps:
        bases = {action.basis for action in step.actions}
        assert bases == {"checklist"} or step.basis == "guidance"
    assert sum(a.basis == "guidance" for s in REFERENCE.steps for a in s.actions) == 18


def test_eleven_purposes_and_only_two_show_who_the_defender_is():
    assert len(REFERENCE.consent_purposes) == 11
    named = [one.id for one in REFERENCE.consent_purposes if one.discloses_identity]
    assert named == ["notice_identified", "partner"]


def test_a_purpose_that_shows_the_name_lets_something_leave():
    for purpose in REFERENCE.consent_purposes:
        assert purpose.leaves or not purpose.discloses_identity


def test_identity_levels_rise_from_no_name_to_the_real_one():
    assert [level.rank for level in REFERENCE.identity_levels] == [0, 1, 2, 3]
    assert REFERENCE.identity_levels[0].id == "none"


def test_critical_clocks_are_shorter():
    clocks = REFERENCE.clocks
    assert clocks.acknowledge_within(critical=True) < clocks.acknowledge_within(critical=False)
    assert clocks.decide_within(critical=True) < clocks.decide_within(critical=False)
    assert list(clocks.reminders) == sorted(clocks.reminders)
    assert clocks.reminders[-1] < clocks.switch < clocks.regulator


def test_a_notice_never_carries_the_consent_itself_and_asks_before_it_names_anyone():
    share = {field.id: field.share for field in REFERENCE.notice_fields}
    assert share["consent"] == "never"
    assert {share[f"target_{part}"] for part in ("role", "identity", "account")} == {"ask"}


def test_the_four_elements_of_article_16_have_their_field():
    assert {field.dsa16 for field in REFERENCE.notice_fields} - {None} == set("abcd")


def test_silence_is_a_decision_of_its_own():
    assert REFERENCE.decision("no_response").result == "silence"


@pytest.mark.parametrize(
    "look_up",
    [
        "threat",
        "subtype",
        "severity",
        "step",
        "action",
        "finding",
        "platform",
        "decision",
        "requested_action",
        "consent_purpose",
        "identity_level",
        "rule",
        "subject",
    ],
)
@pytest.mark.parametrize("name", ["", "no such", "Doxing", "1.1.1"])
def test_an_unknown_id_is_not_found(look_up, name):
    with pytest.raises(NotFound):
        getattr(REFERENCE, look_up)(name)


def test_the_data_as_they_stand_fit_together(documents):
    assert assemble(documents) == REFERENCE


def change(documents, path, value):
    *way, last = path
    place = documents
    for key in way:
        place = place[key]
    place[last] = value


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("threats", "threats", 1, "id"), "unsure"),
        (("threats", "threats", 1, "colour"), "red"),
        (("threats", "extra"), []),
        (("subtypes/doxing", "subtypes", 0, "parent"), "nothing"),
        (("subtypes/doxing", "subtypes", 0, "id"), "harassment.death_threat"),
        (("subtypes/doxing", "subtypes", 0, "id"), "elsewhere.contact_location"),
        (("subtypes/doxing", "subtypes", 0, "severity"), 5),
        (("subtypes/doxing", "subtypes", 0, "evidence"), ["hearsay"]),
        (("subtypes/doxing", "subtypes", 0, "actions"), ["11.1"]),
        (("subtypes/doxing", "subtypes", 0, "policy"), "politeness"),
        (("subtypes/doxing", "subtypes", 0, "dsa", 0, "keywords"), ["KEYWORD_PHISHING"]),
        (("subtypes/doxing", "subtypes", 0, "dsa", 0, "category"), "STATEMENT_CATEGORY_RUDE"),
        (("subtypes/internet_shutdown", "subtypes", 0, "crosswalk", "stop"), "storm"),
        (("steps", "steps", 0, "actions", 0, "id"), "2.1"),
        (("steps", "steps", 0, "actions", 0, "id"), "9.99"),
        (("steps", "steps", 0, "basis"), "hearsay"),
        (("platforms", "platforms", 0, "group"), "big"),
        (("platforms", "platforms", 0, "group"), "google"),
        (("platforms", "platforms", 0, "id"), "nowhere"),
        (("platforms", "platforms", 0, "clauses", "politeness"), "Be nice"),
        (("platforms", "platforms", 0, "routes", 0, "purpose"), "fun"),
        (("platforms", "platforms", 0, "routes", 0, "covers"), ["fun"]),
        (("platforms", "platforms", 0, "routes", 0, "how"), "Ask."),
        (("platforms", "platforms", 0, "routes", 0, "checked"), "yesterday"),
        (("notices", "notice_fields", 0, "required_for"), ["fun"]),
        (("notices", "first_person_rules", 0, "platforms"), ["nowhere"]),
        (("notices", "first_person_rules", 0, "policies"), ["politeness"]),
        (("decisions", "decisions", 0, "dsa"), "DECISION_SHRUG"),
        (("decisions", "decisions", 0, "outcome"), "shrug"),
        (("deadlines", "deadlines", 0, "days"), 3),
        (("deadlines", "clocks", "switch"), "soon"),
        (("suggestions", "rules", 0, "condition"), "full_moon"),
        (("suggestions", "rules", 0, "step"), "11"),
        (("suggestions", "rules", 0, "finding"), "not_applicable"),
        (("suggestions", "rules", 0, "source"), "rumour"),
        (("stop", "stop_kinds", 0, "values"), {"no_such_column": "1"}),
        (("codes", "code_lists", 0, "id"), "weather"),
        (("codes", "code_lists", 1, "codes", 0, "into"), "nowhere"),
        (("codes", "code_lists", 1, "codes", 0, "into"), None),
        (("codes", "code_lists", 0, "codes", 0, "label"), None),
        (("countries", "countries", "FR"), "nowhere"),
    ],
)
def test_data_that_contradict_themselves_are_refused(documents, path, value):
    change(documents, path, value)
    with pytest.raises(BrokenReference):
        assemble(documents)
