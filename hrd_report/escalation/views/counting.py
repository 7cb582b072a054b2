"""The scorecard of platforms, from cases one may open; the report of a trusted flagger."""

import datetime as dt

from flask import Response, request

from hrd_report.casefile import directories
from hrd_report.errors import NotFound
from hrd_report.escalation import scorecard
from hrd_report.escalation.actions import knowing, scoring
from hrd_report.escalation.actions.scoring import Counted, Reader
from hrd_report.escalation.views import cards, entrance
from hrd_report.escalation.views.blueprint import blueprint
from hrd_report.escalation.views.knowing import keeper
from hrd_report.rights import Right
from hrd_report.web import guard
from hrd_report.web.services import services

_SPLITS = ("platform", "threat", "language")


@blueprint.get("/desk/scorecard")
@guard.staff(Right.ESCALATE)
def scorecard_page() -> Response:
    """Show how platforms answer, and which recommended actions fail where."""
    split = request.args.get("by", _SPLITS[0])
    if split not in _SPLITS:
        raise NotFound
    reader, counted = _counted()
    acted = cards.acted(reader.reference)
    found = scorecard.cards(counted.lines, acted, by=lambda line: str(getattr(line, split)))
    return entrance.show(
        "scorecard.html",
        split=split,
        splits=cards.splits(split),
        of_what=cards.head(split),
        rows=cards.rows(found, split, reader.reference),
        unread=counted.unread,
        heat=cards.heat(counted.judged, reader.reference),
    )


@blueprint.get("/desk/scorecard/flagger")
@guard.staff(Right.ESCALATE)
def flagger_report() -> Response:
    """Show a year as Art. 22(3) DSA wants it reported: by host, kind and action taken."""
    reader, counted = _counted()
    year = request.args.get("year", type=int, default=reader.now.year)
    if not dt.MINYEAR < year < dt.MAXYEAR:
        raise NotFound
    lines = scorecard.within(counted.lines, dt.date(year, 1, 1), dt.date(year, 12, 31))
    with services().database.reading() as session:
        ours = knowing.organisation(session, keeper()).document
    return entrance.show(
        "flagger.html",
        year=year,
        years=[one for one in (year - 1, year + 1) if one <= reader.now.year],
        unread=counted.unread,
        ours=ours,
        rows=cards.flagged(lines, reader.reference),
    )


def _counted() -> tuple[Reader, Counted]:
    who = keeper()
    with services().database.writing() as session:
        known = directories.known_to(session, who.key, who.team_id, who.shipped)
        reader = Reader(who.id, who.key, who.team_id, known, who.now)
        return reader, scoring.read(session, reader)
