"""The rules keep one order, end with one for everything else, and notice an old page."""

import pytest
from house import House
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from teams import second_team

from hrd_report.accounts.actions import ruling
from hrd_report.casefile import keeping
from hrd_report.casefile.routing import Rule, Told, route
from hrd_report.errors import Conflict, Invalid, NotFound
from hrd_report.records.acts import Act
from hrd_report.records.audit import AuditRow


@pytest.fixture
def east(house: House):
    return second_team(house, "east")[0]


def change(house: House, act, *args: object) -> None:
    with house.services.database.writing() as session:
        act(session, *args, by=house.people["avocet"].id, day=house.clock.now.date())


def rows(house: House) -> list[tuple[bytes, str | None]]:
    with house.services.database.reading() as session:
        return [(one.team_id, one.language) for one in ruling.rules(session)]


def ids(house: House) -> list[bytes]:
    with house.services.database.reading() as session:
        return [one.id for one in ruling.rules(session)]


def rest(house: House) -> bytes:
    with house.services.database.reading() as session:
        return ruling.otherwise(session).id


def test_a_rule_is_added_before_the_one_for_everything_else(house, east):
    change(house, ruling.take_the_rest, house.team.id)
    change(house, ruling.add, Rule(team_id=east.id, language="fr"))
    change(house, ruling.add, Rule(team_id=east.id, language="ar"))
    assert rows(house) == [(east.id, "fr"), (east.id, "ar"), (house.team.id, None)]


def test_a_rule_moves_up_and_down_but_never_past_the_end(house, east):
    change(house, ruling.take_the_rest, house.team.id)
    for language in ("fr", "en"):
        change(house, ruling.add, Rule(team_id=east.id, language=language))
    change(house, ruling.move_down, ids(house)[1])
    assert [language for _, language in rows(house)] == ["fr", "en", None]
    change(house, ruling.move_up, ids(house)[1])
    assert [language for _, language in rows(house)] == ["en", "fr", None]
    change(house, ruling.move_down, ids(house)[0])
    change(house, ruling.move_up, ids(house)[0])
    assert [language for _, language in rows(house)] == ["fr", "en", None]


def test_a_removed_rule_is_gone_and_its_old_page_is_refused(house, east):
    change(house, ruling.add, Rule(team_id=east.id, language="fr"))
    gone = ids(house)[0]
    change(house, ruling.remove, gone)
    for act in (ruling.remove, ruling.move_up, ruling.move_down):
        with pytest.raises(Conflict):
            change(house, act, gone)


def test_the_rule_for_everything_else_is_neither_moved_nor_removed(house, east):
    change(house, ruling.take_the_rest, east.id)
    for act in (ruling.remove, ruling.move_up, ruling.move_down):
        with pytest.raises(Conflict):
            change(house, act, ids(house)[-1])
    assert rest(house) == east.id


def test_every_change_gives_every_rule_a_fresh_id(house, east):
    change(house, ruling.add, Rule(team_id=east.id, language="fr"))
    before = set(ids(house))
    change(house, ruling.move_up, ids(house)[0])
    change(house, ruling.add, Rule(team_id=east.id, language="en"))
    assert not before & set(ids(house))


def test_a_rule_names_something_and_a_team_that_is_there(house, east):
    with pytest.raises(Invalid):
        change(house, ruling.add, Rule(team_id=east.id))
    with pytest.raises(NotFound):
        change(house, ruling.add, Rule(team_id=keeping.new_id(), language="fr"))
    with pytest.raises(NotFound):
        change(house, ruling.take_the_rest, keeping.new_id())


def test_there_is_an_end_to_rules(house, east):
    for _ in range(ruling.MOST):
        change(house, ruling.add, Rule(team_id=east.id, language="fr"))
    with pytest.raises(Invalid):
        change(house, ruling.add, Rule(team_id=east.id, language="fr"))


def test_a_change_is_written_down_with_who_made_it(house, east):
    change(house, ruling.add, Rule(team_id=east.id, language="fr"))
    with house.services.database.reading() as session:
        acts = [row for row in session.query(AuditRow) if row.act is Act.ROUTING_CHANGED]
    assert [row.actor for row in acts] == [house.people["avocet"].id]


@given(changes=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 5)), max_size=8))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_changed_every_report_has_a_team(house, changes):
    teams = [house.team.id]
    for kind, place in changes:
        known = ids(house)[:-1]
        if kind == 0:
            language = ("fr", "en", "ar")[place % 3]
            change(house, ruling.add, Rule(team_id=teams[0], language=language))
        elif known:
            act = (ruling.move_up, ruling.move_down, ruling.remove)[kind - 1]
            change(house, act, known[place % len(known)])
    table = [Rule(team_id=team, language=language) for team, language in rows(house)]
    if table:
        assert route(table, Told(language="xx")) == rest(house)
        assert [language for _, language in rows(house)].count(None) == 1
