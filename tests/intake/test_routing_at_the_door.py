"""A report goes to the team that the rules name, whichever door it came through."""

import pytest
from intake.door import cases, send
from intake.test_intake_api import intake_key, post, post_sealed
from sqlalchemy import select
from teams import second_team

from hrd_report.accounts.actions import ruling
from hrd_report.casefile.routing import Rule
from hrd_report.records.keys import Grant
from hrd_report.vault import age, receipts


@pytest.fixture
def east(house):
    return second_team(house, "east")[0]


def rule(house, team, **named) -> None:
    with house.services.database.writing() as session:
        ruling.add(session, Rule(team_id=team.id, **named), by=None, day=house.clock.now.date())


def sent(house, **fields):
    """Send the form and return the case it made."""
    before = {one.id for one in cases(house)}
    assert send(house.client(), **fields).status_code == 200
    (case,) = (one for one in cases(house) if one.id not in before)
    return case


def holders(house, case) -> set[bytes]:
    with house.services.database.reading() as session:
        return set(session.scalars(select(Grant.holder).where(Grant.child == case.kid)))


def test_without_rules_every_report_goes_to_the_first_team(house, east):
    rest = min([east, house.team], key=lambda team: team.name)
    assert sent(house, story="words").team_id == rest.id


def test_what_fits_no_rule_goes_to_the_team_for_the_rest(house, east):
    rule(house, east, language="fr")
    with house.services.database.writing() as session:
        ruling.take_the_rest(session, house.team.id, by=None, day=house.clock.now.date())
    assert sent(house, language="en", story="words").team_id == house.team.id
    assert sent(house, language="fr", story="words").team_id == east.id


def test_a_case_is_granted_to_its_team_and_to_recovery_and_to_no_other_team(house, east):
    rule(house, east, language="fr")
    case = sent(house, language="fr", story="words")
    assert holders(house, case) == {east.kid, house.recovery.kid}


def test_a_rule_made_while_the_door_is_open_holds_from_the_next_report_on(house, east):
    rule(house, house.team, language="fr")
    assert sent(house, language="fr", story="words").team_id == house.team.id
    with house.services.database.writing() as session:
        first = ruling.rules(session)[0]
        ruling.remove(session, first.id, by=None, day=house.clock.now.date())
    rule(house, east, language="fr")
    assert sent(house, language="fr", story="words").team_id == east.id


def test_the_form_tells_its_threats(house, east):
    rule(house, east, threat="doxing")
    rule(house, house.team, language="en")
    assert sent(house, threat="doxing", story="words").team_id == east.id
    assert sent(house, threat="harassment", story="words").team_id == house.team.id


def test_a_program_may_tell_the_country(house, east):
    rule(house, house.team, language="en")
    rule(house, east, country="BY")
    with house.services.database.writing() as session:
        last = ruling.rules(session)[1]
        ruling.move_up(session, last.id, by=None, day=house.clock.now.date())
    for country, team in (("BY", east), ("FR", house.team)):
        body = {"story": "words", "country": country, "language": "en"}
        assert post(house.client(), body).status_code == 201
        assert {one.team_id for one in cases(house)} >= {team.id}
    assert len(cases(house)) == 2


def test_a_sealed_report_goes_by_its_language_alone(house, east):
    rule(house, east, threat="doxing")
    rule(house, east, language="fr")
    with house.services.database.writing() as session:
        ruling.take_the_rest(session, house.team.id, by=None, day=house.clock.now.date())
    client = house.client()
    for language, team in (("en", house.team), ("fr", east)):
        sealed = age.seal(b'{"story": "words", "threats": ["doxing"]}', intake_key(client))
        answer = post_sealed(client, sealed.blob, **{"Accept-Language": language})
        assert answer.status_code == 201
        assert {one.language: one.team_id for one in cases(house)}[language] == team.id


def test_what_is_added_later_stays_where_the_case_is(house, east):
    with house.services.database.writing() as session:
        ruling.take_the_rest(session, house.team.id, by=None, day=house.clock.now.date())
    own = receipts.new().digits()
    post(house.client(), {"story": "words", "receipt": own, "language": "en"})
    rule(house, east, language="en")
    post(house.client(), {"story": "more", "receipt": own, "language": "en"})
    [case] = cases(house)
    assert case.team_id == house.team.id
