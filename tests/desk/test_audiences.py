"""Words for one audience cannot go to another; how a defender may be reached comes first."""

import datetime as dt
import inspect

import pytest
from desk.desk_house import worker
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.casefile import keeping
from hrd_report.desk import audiences, reaching
from hrd_report.desk.actions import messages, notes
from hrd_report.desk.actions.messages import Letter
from hrd_report.desk.audiences import FIELDS, ForDefender, ForOneself, ForTeam
from hrd_report.desk.reaching import Reach
from hrd_report.documents.answers import AnswerDocument
from hrd_report.errors import Invalid
from hrd_report.records.keys import ItemKind
from hrd_report.sealed import Plain

ADDRESSES = {ForDefender: "letters", ForTeam: "notes/team", ForOneself: "notes/own"}
kinds = st.sampled_from([*FIELDS])


def answered(filed, house, **said) -> None:
    """Keep what the defender answered about being reached, and where."""
    day = house.clock.now.date()
    reach = {name: tuple(Plain(one) for one in given) for name, given in said.items()}
    with house.services.database.writing() as session:
        for document in (
            AnswerDocument(subject="reach", at=house.clock.now, words=reach),
            AnswerDocument(subject="where", at=house.clock.now, chosen={"country": ("TG",)}),
        ):
            keeping.keep(session, filed.id, ItemKind.ANSWER, document, filed.key, day=day)


@given(st.text(min_size=1), kinds, kinds)
def test_no_audience_takes_words_meant_for_another(text, meant, taken):
    if meant is not taken:
        with pytest.raises(TypeError):
            audiences.meant(meant(Plain(text)), taken)


@pytest.mark.parametrize(
    ("action", "takes"),
    [(notes.keep_for_team, ForTeam), (notes.keep_for_oneself, ForOneself)],
)
def test_an_action_refuses_another_audience_before_it_touches_a_row(house, action, takes):
    heron, now = worker(house, "heron"), house.clock.now
    for other in {*FIELDS} - {takes}:
        with pytest.raises(TypeError):
            action(None, heron, "AAA-AAA", other(Plain("x")), now=now)
    assert inspect.signature(messages.post).parameters["words"].annotation is ForDefender


@pytest.mark.parametrize("kind", [*FIELDS])
def test_a_form_of_one_audience_says_nothing_at_the_address_of_another(desk, file_case, kind):
    filed = desk.taken(file_case())
    for other in {*FIELDS} - {kind}:
        answer = desk.act(filed, ADDRESSES[other], **{FIELDS[kind]: "Not for you."})
        assert answer.status_code == 422
    assert desk.opened(filed, ItemKind.MESSAGE, filed.receipt) == []
    assert "Not for you." not in desk.get(f"/desk/cases/{filed.number}").text


@pytest.mark.parametrize(
    ("said", "word", "stops"),
    [
        ("Call the lawyer.", "lawyer", True),
        ("Call the LÀWYERS.", "lawyer", True),
        ("They are law\u200byers.", "lawyer", True),
        ("An outlawyer", "lawyer", False),
        ("ONGoing", "ONG", False),
        ("our ong, again", "ONG", True),
        ("Human\n rights", "human rights", True),
        ("ฉันพบทนายความวันนี้", "ทนายความ", True),
        ("anything", "  ", False),
    ],
)
def test_a_word_not_to_use_is_found_however_it_is_written(said, word, stops):
    assert bool(reaching.avoided(said, [word])) is stops


@given(st.text(), st.lists(st.text(), max_size=3))
def test_what_is_found_is_among_the_words_not_to_use(text, words):
    assert set(reaching.avoided(text, words)) <= set(words)


def test_a_letter_with_an_open_place_does_not_go_out_in_any_way():
    for anyway in (False, True):
        letter = Letter(words=ForDefender(Plain("We meet {{where}}.")), anyway=anyway)
        with pytest.raises(Invalid) as refused:
            messages.check(letter, Reach())
        assert refused.value.fields == {"letter": ["unfilled"]}


def test_a_country_with_several_zones_shows_the_earliest_and_the_latest_hour():
    noon = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
    assert [one.hour for one in reaching.times_there("TG", noon)] == [12]
    assert [one.hour for one in reaching.times_there("CD", noon)] == [13, 14]
    assert reaching.times_there("", noon) == reaching.times_there("ZZ", noon) == ()


def test_a_letter_with_a_word_not_to_use_stops_at_a_clear_choice(desk, file_case):
    filed = desk.taken(file_case())
    answered(filed, desk.house, avoid=["lawyer"], hours=["noon to two"])
    page = desk.get(f"/desk/cases/{filed.number}/write").text
    assert page.index("noon to two") < page.index("<textarea")
    assert "(Togo)" in page
    stopped = desk.act(filed, "letters", letter="Your lawyer called.")
    assert stopped.status_code == 422
    assert "Send it with these words all the same" in stopped.text
    assert "Your lawyer called." in stopped.text
    assert desk.opened(filed, ItemKind.MESSAGE, filed.receipt) == []
    assert desk.act(filed, "letters", letter="Your lawyer called.", anyway="yes").status_code == 303
    assert len(desk.opened(filed, ItemKind.MESSAGE, filed.receipt)) == 1


def test_a_ready_text_is_put_below_what_was_typed_and_waits_for_its_places(desk, file_case):
    filed = desk.taken(file_case())
    filled = desk.act(filed, "letters", do="fill", reply="refused", letter="Bonjour.")
    assert "Bonjour." in filled.text
    assert "laisse le contenu où il est" in filled.text
    looked = desk.act(filed, "letters", do="look", letter="Selon {{reason}}.")
    assert "<mark>reason</mark>" in looked.text
    answer = desk.act(filed, "letters", letter="Selon {{reason}}.")
    assert answer.status_code == 422
    assert desk.opened(filed, ItemKind.MESSAGE, filed.receipt) == []


def test_a_last_word_is_held_to_the_same_rules(desk, file_case):
    filed = desk.taken(file_case())
    said = {"to": "closed", "outcome": "removed", "consents_reviewed": "yes"}
    answer = desk.act(filed, "end", **said, last_word="It is {{how it ended}}.")
    assert answer.status_code == 422
    assert "A place is still to be filled" in answer.text
    assert desk.act(filed, "end", **said, last_word="It is down.").status_code == 303
