"""The rules that say which reports go to which team. Moves no case that is there."""

from typing import Any, Final

from flask import redirect, request
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.accounts.actions import ruling
from hrd_report.accounts.views import office
from hrd_report.accounts.views.blueprint import administration as blueprint
from hrd_report.casefile.routing import Rule, never_reached
from hrd_report.errors import Invalid
from hrd_report.i18n import formats, languages
from hrd_report.i18n.marks import N_
from hrd_report.records import people
from hrd_report.records.joining import RoutingRule
from hrd_report.rights import Right
from hrd_report.web import guard, pages
from hrd_report.web.services import services

_NOT_SURE: Final = "unsure"
_SENTENCES: Final = {
    "names_nothing": N_("Name a language, a threat or a country. What names nothing is the rest."),
    "too_many": N_("There are fifty rules. Remove one first."),
    "not_offered": N_("Choose from the list."),
}
_MOVES: Final = {"up": ruling.move_up, "down": ruling.move_down, "remove": ruling.remove}


@blueprint.get("/routing/")
@guard.staff(Right.MANAGE_TEAMS)
def routing_page() -> AnyResponse:
    """Show the rules in their order."""
    return _show()


@blueprint.post("/routing/add")
@guard.staff(Right.MANAGE_TEAMS)
def add_rule() -> AnyResponse:
    """Put a rule behind the others."""
    parts = services()
    try:
        with parts.database.writing() as session:
            ruling.add(session, _rule(), by=office.manager().id, day=parts.clock().date())
    except Invalid as problem:
        errors = office.problems(problem, _SENTENCES, "team")
        return _show(status=422, errors=errors, typed=request.form)
    return redirect(office.ROUTING, code=303)


@blueprint.post("/routing/change")
@guard.staff(Right.MANAGE_TEAMS)
def change_rules() -> AnyResponse:
    """Move a rule up or down, or take it away."""
    parts, act = services(), _MOVES.get(office.typed("do"), ruling.move_up)
    rule = office.some_id(office.typed("rule"))
    with parts.database.writing() as session:
        act(session, rule, by=office.manager().id, day=parts.clock().date())
    return redirect(office.ROUTING, code=303)


@blueprint.post("/routing/rest")
@guard.staff(Right.MANAGE_TEAMS)
def take_the_rest() -> AnyResponse:
    """Let a team take everything that no rule takes."""
    parts, team = services(), office.some_id(office.typed("rest"))
    with parts.database.writing() as session:
        ruling.take_the_rest(session, team, by=office.manager().id, day=parts.clock().date())
    return redirect(office.ROUTING, code=303)


def _rule() -> Rule:
    """Return the rule of the form. Raises `Invalid` for what was not offered."""
    reference, settings = services().reference, services().settings
    offered = {
        "language": settings.languages,
        "threat": [_NOT_SURE, *(one.id for one in reference.threats)],
        "country": reference.countries,
    }
    named = {name: office.typed(name) or None for name in offered}
    wrong = {
        name: ["not_offered"]
        for name, value in named.items()
        if value is not None and value not in offered[name]
    }
    if wrong:
        raise Invalid(wrong)
    return Rule(team_id=office.some_id(office.typed("team")), **named)


def _show(
    *,
    status: int = 200,
    errors: list[dict[str, str]] | None = None,
    typed: Any = None,  # noqa: ANN401
) -> AnyResponse:
    with services().database.reading() as session:
        teams = {one.id: one.name for one in session.scalars(people.teams())}
        rest = ruling.otherwise(session).id
        known = ruling.rules(session)
    rows = [_row(one, teams) for one in known]
    useless = never_reached([_plain(one) for one in known])
    for place, row in enumerate(rows):
        row["useless"] = place in useless
    return office.show(
        "routing.html",
        status=status,
        at=office.ROUTING,
        errors=errors or [],
        typed=typed or {},
        rows=[row for row in rows if row["named"]],
        rest=rest.hex(),
        rest_name=teams[rest],
        teams=[{"id": key.hex(), "text": name} for key, name in teams.items()],
        **_offered(),
    )


def _offered() -> dict[str, list[dict[str, str]]]:
    reference, settings = services().reference, services().settings
    code = pages.language()
    any_of = {"id": "", "text": pages.say(N_("any"))}
    countries = [{"id": one, "text": formats.country(one, code)} for one in reference.countries]
    return {
        "languages": [
            any_of,
            *({"id": one, "text": languages.language(one).own_name} for one in settings.languages),
        ],
        "threats": [
            any_of,
            *({"id": one.id, "text": pages.say(one.label)} for one in reference.threats),
            {"id": _NOT_SURE, "text": pages.say(N_("not sure yet"))},
        ],
        "countries": [any_of, *sorted(countries, key=lambda one: one["text"])],
    }


def _row(one: RoutingRule, teams: dict[bytes, str]) -> dict[str, Any]:
    code = pages.language()
    named = [
        languages.language(one.language).own_name if one.language else "",
        _threat(one.threat) if one.threat else "",
        formats.country(one.country, code) if one.country else "",
    ]
    return {"id": one.id.hex(), "team": teams[one.team_id], "cells": named, "named": any(named)}


def _threat(name: str) -> str:
    if name == _NOT_SURE:
        return pages.say(N_("not sure yet"))
    return pages.say(services().reference.threat(name).label)


def _plain(one: RoutingRule) -> Rule:
    return Rule(team_id=one.team_id, language=one.language, threat=one.threat, country=one.country)
