"""Lists: the team's escalations from clear columns, and the addressees of a case."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy.orm import Session

from hrd_report.escalation import lifecycle, together
from hrd_report.escalation.casefile import CaseFile, Desk
from hrd_report.escalation.views import entrance
from hrd_report.i18n import formats
from hrd_report.i18n.marks import N_
from hrd_report.records import correspondence, escalations
from hrd_report.records.cases import Case
from hrd_report.records.escalations import Escalation
from hrd_report.reference.platforms import Platform
from hrd_report.web import pages

_MOST: Final = 200
_NEW: Final = N_("an answer came")


def of_team(
    session: Session, team_id: bytes | None, kid: bytes, now: dt.datetime
) -> list[list[Any]]:
    """Return the rows of the team's list, what is due first. Names no platform: that is sealed.

    `kid` is the reader's own key.
    """
    if team_id is None:
        return []
    found = session.execute(escalations.escalations_of_team(team_id, kid, limit=_MOST)).all()
    ordered = sorted(found, key=lambda pair: (pair[0].due_at is None, pair[0].due_at or now))
    ids = [escalation.id for escalation, _ in found]
    new = {one.escalation_id for one in session.scalars(correspondence.new_mails_of(ids))}
    return [_row(escalation, case, now, new=escalation.id in new) for escalation, case in ordered]


def addressees(
    session: Session, desk: Desk, others: Sequence[CaseFile] = ()
) -> list[dict[str, Any]]:
    """Return all addressees of the directory as options, those with most consents first."""
    own, *rest = [together.agreed(session, desk, one) for one in (desk.file, *others)]
    ordered = sorted(
        desk.reference.platforms,
        key=lambda one: (one.id not in own, -sum(one.id in given for given in rest)),
    )
    return [
        {
            "id": one.id,
            "text": pages.say(one.name),
            "note": _note(one, one.id in own, [one.id in given for given in rest]),
            "agreed": one.id in own,
        }
        for one in ordered
    ]


def going_with(session: Session, desk: Desk, others: Sequence[CaseFile]) -> list[dict[str, str]]:
    """Return the other cases that may go with a notice, each with the addressees agreed to."""
    names = {one.id: pages.say(one.name) for one in desk.reference.platforms}
    nobody = pages.say(N_("no consent yet"))
    rows = []
    for one in others:
        agreed = together.agreed(session, desk, one)
        said = sorted(names[name] for name in agreed if name in names)
        rows.append(
            {
                "id": one.case.number,
                "text": pages.say(N_("Case %(number)s"), number=one.case.number),
                "note": " · ".join(said) or nobody,
            }
        )
    return rows


def _note(platform: Platform, consented: bool, others: list[bool]) -> str:  # noqa: FBT001 - a fact
    said = [
        pages.say(N_("consent given")) if consented else pages.say(N_("no consent yet")),
        pages.say(N_("%(some)s of %(all)s other cases agree"), some=sum(others), all=len(others))
        if others
        else "",
        "" if platform.email else pages.say(N_("no e-mail address known")),
        pages.say(platform.risk) if platform.risk else "",
    ]
    return " · ".join(filter(None, said))


def _row(escalation: Escalation, case: Case, now: dt.datetime, *, new: bool) -> list[Any]:
    language = pages.language()
    over = escalation.due_at is not None and escalation.due_at < now
    due = formats.left(escalation.due_at - now, language) if escalation.due_at else ""
    return [
        {"text": case.number, "href": entrance.address(escalation), "kind": "mono"},
        " · ".join(map(pages.say, (lifecycle.LABELS[escalation.state], *([_NEW] if new else ())))),
        {"text": due or "\N{EN DASH}", "kind": "over" if over else ""},
        formats.short_day(escalation.day, language),
    ]
