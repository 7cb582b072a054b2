"""A safety plan: proposed in the defender's language, answered with the receipt, reviewed."""

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.casefile import safety
from hrd_report.casefile.lifecycles import DEFENDER, MEASURE, STAFF, WISH, MeasureState
from hrd_report.documents.measures import MeasureDocument
from hrd_report.errors import IllegalTransition, NotReady
from hrd_report.records.acts import Act
from hrd_report.records.keys import ItemKind
from hrd_report.records.people import SessionKind
from hrd_report.reference.load import load
from hrd_report.sealed import Plain

NOW = dt.datetime(2026, 11, 28, 9, tzinfo=dt.UTC)
PROPOSED = MeasureDocument(
    measure="aa",
    state="proposed",
    title=Plain("t"),
    text=Plain("x"),
    language="fr",
    at=NOW,
    note=Plain("for the team"),
)


def measures(desk, filed, key):
    return desk.opened(filed, ItemKind.MEASURE, key)


class Visit:
    """A defender back with the receipt."""

    def __init__(self, desk, filed) -> None:
        self.client = desk.house.client()
        self.token = desk.house.begin_session(
            self.client, SessionKind.DEFENDER, filed.id, filed.receipt
        )

    def page(self) -> str:
        return self.client.get("/fr/case").text

    def say(self, measure: str, answer: str):
        data = {"form_token": self.token, "answer": answer}
        return self.client.post(f"/fr/case/plan/{measure}", data=data)


def proposed(desk, file_case, **fields):
    filed = desk.taken(file_case())
    answer = desk.act(filed, "plan", library=["number_lock", "sleep_elsewhere"], days="7", **fields)
    assert answer.status_code == 303
    return filed


def test_the_defender_reads_each_measure_in_plain_words_and_decides(desk, file_case):
    filed = proposed(desk, file_case)
    visit = Visit(desk, filed)
    page = visit.page()
    assert "Verrouiller votre numéro" in page
    assert "Nous avons proposé quelque chose pour votre sécurité." in page
    first, second = re.findall(r"/fr/case/plan/([0-9a-f]{32})", page)[::2]
    assert visit.say(first, "yes").status_code == 303
    assert visit.say(second, "no").status_code == 303
    assert visit.page().count("Vous prenez celle-ci.") == 1
    plan = desk.get(f"/desk/cases/{filed.number}/plan").text
    assert "Accepted by the defender" in plan
    assert "Declined by the defender" in plan
    assert Act.PLANNED in desk.acts(filed.id)
    assert desk.acts(filed.id).count(Act.PLANNED) == 1


def test_what_a_caseworker_notes_never_reaches_the_receipt(desk, file_case):
    filed = proposed(desk, file_case)
    (name, _) = [one["measure"] for one in measures(desk, filed, filed.receipt)]
    path = f"plan/{name}"
    assert desk.act(filed, path, to="accepted", days="5", note="Her aunt knows.").status_code == 409
    kept = desk.act(filed, path, to="accepted", wish="yes", days="5", note="Her aunt knows.")
    assert kept.status_code == 303
    assert "Her aunt knows." in desk.get(f"/desk/cases/{filed.number}/plan").text
    assert all(one["note"] == "" for one in measures(desk, filed, filed.receipt))
    assert "Her aunt" not in Visit(desk, filed).page()


def test_a_plan_is_reviewed_by_a_day_and_says_when_that_has_passed(desk, file_case):
    filed = proposed(desk, file_case)
    names = [one["measure"] for one in measures(desk, filed, filed.receipt)]
    desk.house.clock.advance(dt.timedelta(minutes=5))
    assert desk.act(filed, f"plan/{names[0]}", to="reviewed", days="30").status_code == 303
    page = desk.get(f"/desk/cases/{filed.number}/plan").text
    for days in (7, 30):
        day = (desk.house.clock.now + dt.timedelta(days=days)).date()
        assert f"Look at it again: {day.day} " in page


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"library": "no_such"},
        {"title": "Call {{who}}"},
        {"text": "only a text"},
        {"title": "T", "days": "0"},
        {"title": "T", "days": "many"},
        {"title": "T" * 500},
    ],
)
def test_what_cannot_be_proposed_is_asked_for_again_and_nothing_is_kept(desk, file_case, fields):
    filed = desk.taken(file_case())
    assert desk.act(filed, "plan", **fields).status_code == 422
    assert measures(desk, filed, filed.receipt) == []


def test_a_defender_moves_no_measure_of_another_case(desk, file_case):
    mine, other = proposed(desk, file_case), proposed(desk, file_case)
    name = measures(desk, other, other.receipt)[0]["measure"]
    assert Visit(desk, mine).say(name, "yes").status_code == 404
    assert {one["state"] for one in measures(desk, other, other.receipt)} == {"proposed"}


@given(st.lists(st.sampled_from(MeasureState), max_size=6), st.data())
def test_a_measure_never_leaves_its_table(wanted, data):
    held = PROPOSED
    for to in wanted:
        who = data.draw(st.sampled_from([DEFENDER, *STAFF]))
        have = data.draw(st.sampled_from([frozenset(), frozenset({WISH})]))
        before = safety.state_of(held)
        try:
            held = safety.moved(held, to, who, now=NOW, have=have)
        except (IllegalTransition, NotReady):
            continue
        step = MEASURE.step(before, to, who)
        assert step.needs <= have
        assert not held.note
        assert safety.newest([held, PROPOSED])["aa"] is held


def test_nobody_but_the_defender_says_what_the_defender_wants():
    for one in MEASURE.steps:
        if one.after in (MeasureState.ACCEPTED, MeasureState.DECLINED):
            assert one.who == {DEFENDER} or one.needs == {WISH}
        else:
            assert DEFENDER not in one.who


def test_every_threat_has_measures_in_every_language():
    reference = load()
    for threat in reference.threats[1:]:
        fitting = [one for one in reference.measures if threat.id in one.threats]
        assert fitting, threat.id
    assert set(reference.measure_texts) == {"en", "fr"}
