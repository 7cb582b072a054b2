"""Changes the rules that say which reports go to which team. Moves no case that is there.

Each change writes all rules anew, under fresh ids: a door that knew the former ones notices.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from sqlalchemy import delete
from sqlalchemy.orm import Session

from hrd_report.casefile import keeping
from hrd_report.casefile.routing import Rule
from hrd_report.errors import Conflict, Invalid, NotFound
from hrd_report.records import joining, people
from hrd_report.records.acts import Act
from hrd_report.records.joining import RoutingRule
from hrd_report.records.people import Team

MOST: Final = 50


def rules(session: Session) -> list[RoutingRule]:
    """Return the rules in their order."""
    return list(session.scalars(joining.routing_rules()))


def otherwise(session: Session) -> Team:
    """Return the team that takes what no other rule takes. Raises `NotFound` without one."""
    last = rules(session)[-1:]
    teams = session.scalars(people.teams()).all()
    if not teams:
        raise NotFound
    named = [one for one in teams if last and one.id == last[0].team_id and not _names(last[0])]
    return (named or teams)[0]


def add(session: Session, rule: Rule, *, by: bytes | None, day: dt.date) -> None:
    """Put a rule behind all others, but before the one for everything else.

    Raises `Invalid` for a rule that names nothing or is one too many, `NotFound`.
    """
    if session.get(Team, rule.team_id) is None:
        raise NotFound
    known, rest = _parted(session)
    if rule == Rule(team_id=rule.team_id):
        raise Invalid({"language": ["names_nothing"]})
    if len(known) >= MOST:
        raise Invalid({"team": ["too_many"]})
    _write(session, [*known, rule, rest], by=by, day=day)


def take_the_rest(session: Session, team_id: bytes, *, by: bytes | None, day: dt.date) -> None:
    """Let a team take what no rule takes. Raises `NotFound`."""
    if session.get(Team, team_id) is None:
        raise NotFound
    known, _ = _parted(session)
    _write(session, [*known, Rule(team_id=team_id)], by=by, day=day)


def move_up(session: Session, rule_id: bytes, *, by: bytes | None, day: dt.date) -> None:
    """Let a rule be asked before the one above it. Raises `Conflict` for one that is gone."""
    known, rest, place = _found(session, rule_id)
    if place:
        known[place - 1 : place + 1] = known[place], known[place - 1]
        _write(session, [*known, rest], by=by, day=day)


def move_down(session: Session, rule_id: bytes, *, by: bytes | None, day: dt.date) -> None:
    """Let a rule be asked after the one below it. Raises `Conflict` for one that is gone."""
    known, rest, place = _found(session, rule_id)
    if place < len(known) - 1:
        known[place : place + 2] = known[place + 1], known[place]
        _write(session, [*known, rest], by=by, day=day)


def remove(session: Session, rule_id: bytes, *, by: bytes | None, day: dt.date) -> None:
    """Take a rule away. Raises `Conflict` for one that is gone."""
    known, rest, place = _found(session, rule_id)
    del known[place]
    _write(session, [*known, rest], by=by, day=day)


def _found(session: Session, rule_id: bytes) -> tuple[list[Rule], Rule, int]:
    ids = [one.id for one in rules(session) if _names(one)]
    if rule_id not in ids:
        raise Conflict("the rules were changed meanwhile")
    return (*_parted(session), ids.index(rule_id))


def _parted(session: Session) -> tuple[list[Rule], Rule]:
    """Return the rules that name something, and the one for everything else."""
    known = [_rule(one) for one in rules(session) if _names(one)]
    return known, Rule(team_id=otherwise(session).id)


def _write(session: Session, wanted: Sequence[Rule], *, by: bytes | None, day: dt.date) -> None:
    session.execute(delete(RoutingRule))
    session.add_all(
        RoutingRule(
            id=keeping.new_id(),
            position=position,
            team_id=one.team_id,
            language=one.language,
            threat=one.threat,
            country=one.country,
        )
        for position, one in enumerate(wanted, start=1)
    )
    keeping.record(session, Act.ROUTING_CHANGED, actor=by, thing=wanted[-1].team_id, day=day)


def _names(row: RoutingRule) -> bool:
    return _rule(row) != Rule(team_id=row.team_id)


def _rule(row: RoutingRule) -> Rule:
    return Rule(team_id=row.team_id, language=row.language, threat=row.threat, country=row.country)
