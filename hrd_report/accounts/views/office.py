"""What every page about people, teams and rules shares: who looks, and where they may go."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from flask import Response, request

from hrd_report.accounts.actions.admitting import Admitter
from hrd_report.accounts.roles import Manager
from hrd_report.errors import Conflict, HrdError, NotFound
from hrd_report.i18n import formats
from hrd_report.records.base import ID_BYTES
from hrd_report.records.channels import ChannelAccount
from hrd_report.records.correspondence import PlatformAccount
from hrd_report.web import bands, pages, visitors

OVERVIEW: Final = "/admin/"
PEOPLE: Final = "/admin/people/"
TEAMS: Final = "/admin/teams/"
ROUTING: Final = "/admin/routing/"
HANDOVER: Final = "/admin/handover/"
CHANNELS: Final = "/admin/channels/"
"""Reached from the page of people: it is asked for once in a while."""

PLATFORM_ACCOUNTS: Final = "/admin/platform-accounts/"
WEBHOOKS: Final = "/admin/webhooks/"
"""Reached from the page of teams."""

KEYS: Final = "/admin/keys/"
AUDIT: Final = "/admin/audit"


Account = ChannelAccount | PlatformAccount


def show(
    template: str,
    *,
    status: int = 200,
    at: str = "",
    **context: Any,  # noqa: ANN401
) -> Response:
    """Answer with a page in the frame of whoever reads it: a lead stays at the desk."""
    door, places = bands.own_door()
    nav = bands.nav(places, at)
    return pages.render(f"accounts/{template}", status=status, door=door, nav=nav, **context)


def show_accounts(
    template: str,
    found: Iterable[Account],
    kinds: Mapping[Any, str],
    *,
    at: str,
    status: int = 200,
    errors: list[dict[str, str]] | None = None,
) -> Response:
    """Answer with accounts without their secrets, by the names of their kinds, and a form."""
    code = pages.language()
    rows = [
        {
            "id": one.id.hex(),
            "name": one.name,
            "kind": pages.say(kinds[one.kind]),
            "day": formats.short_day(one.day, code),
            "ended": formats.short_day(one.ended, code) if one.ended else "",
        }
        for one in found
    ]
    return show(
        template,
        status=status,
        at=at,
        errors=errors or [],
        typed=request.form,
        rows=rows,
        kinds=[{"id": kind.value, "text": pages.say(text)} for kind, text in kinds.items()],
    )


def manager() -> Manager:
    """Return whoever looks after people here."""
    person = visitors.this_staff()
    return Manager(person.id, person.role, person.team_id)


def admitter() -> Admitter:
    """Return whoever lets somebody in, with their key."""
    person = visitors.this_staff()
    return Admitter(person.id, person.key)


def some_id(text: str) -> bytes:
    """Return the id in an address or a form. Raises `NotFound` for what is none."""
    try:
        found = bytes.fromhex(text)
    except ValueError:
        raise NotFound from None
    if len(found) != ID_BYTES:
        raise NotFound
    return found


def typed(name: str) -> str:
    """Return one line of a form."""
    return request.form.get(name, "").strip()


def problems(problem: HrdError, sentences: dict[str, str], field: str) -> list[dict[str, str]]:
    """Say what is wrong with a form, at its fields; what has no field of its own at `field`."""
    found = getattr(problem, "fields", None) or {field: [problem.code]}
    return [
        {"field": name, "message": pages.say(sentences[code])}
        for name, codes in found.items()
        for code in codes[:1]
    ]


def status_of(problem: HrdError | None) -> int:
    """Return the HTTP status of a form shown again."""
    if problem is None:
        return 200
    return 409 if isinstance(problem, Conflict) else 422
