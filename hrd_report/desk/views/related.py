"""What a case names, and which others name the same: confirmed, linked, rejected by a person."""

from collections.abc import Iterable
from typing import Final, get_args

from flask import request
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.desk import addresses
from hrd_report.desk.actions import comparing, indicators, linking, tracing
from hrd_report.desk.actions.linking import Other
from hrd_report.desk.casefile import CaseFile
from hrd_report.desk.indicators.extracting import Indicator
from hrd_report.desk.shown import related
from hrd_report.desk.views import frame, saying
from hrd_report.desk.views.blueprint import blueprint
from hrd_report.documents.traces import Verdict
from hrd_report.errors import Conflict, HrdError, Invalid, NotFound
from hrd_report.i18n.marks import N_
from hrd_report.rights import Right
from hrd_report.web import guard
from hrd_report.web.services import services

VERDICTS: Final[dict[str, Verdict]] = {one: one for one in get_args(Verdict)}
_UNFIT: Final = N_("That is none of this kind. Look at it again, or choose another kind.")


@blueprint.get("/desk/cases/<number>/indicators")
@guard.staff(Right.WORK_CASES)
def indicators_page(number: str) -> AnyResponse:
    """Show what a case names, to be confirmed."""
    return _show_indicators(frame.opened(number))


@blueprint.post("/desk/cases/<number>/indicators")
@guard.staff(Right.WORK_CASES)
def keep_indicators(number: str) -> AnyResponse:
    """Keep what was ticked, and let the case be found by it."""
    seen, file = frame.seen(number), frame.opened(number)
    ticked = set(request.form.getlist("kept"))
    try:
        saying.keep(frame.worker(), seen, file, ticked, _added, services().database.writing)
    except (Invalid, Conflict) as problem:
        return _show_indicators(file, problem)
    return frame.to_case(number, "matches")


@blueprint.get("/desk/cases/<number>/matches")
@guard.staff(Right.WORK_CASES)
def matches_page(number: str) -> AnyResponse:
    """Show which other cases name the same, and why."""
    return _show_matches(number)


@blueprint.post("/desk/cases/<number>/matches")
@guard.staff(Right.WORK_CASES)
def judge_matches(number: str) -> AnyResponse:
    """Link or reject the chosen cases, or take back what was said of them."""
    parts, who, seen = services(), frame.worker(), frame.seen(number)
    file, numbers = frame.opened(number), request.form.getlist("case")
    verdict = VERDICTS.get(request.form.get("verdict", ""))
    if verdict is None or not numbers:
        return _show_matches(number)
    try:
        with parts.database.writing() as session:
            found = others(comparing.compare(session, who, file), numbers)
            linking.say(session, who, seen, found, verdict, now=parts.clock())
    except (Invalid, NotFound, Conflict) as problem:
        return _show_matches(number, problem)
    return frame.to_case(number, "matches")


def _show_indicators(file: CaseFile, problem: HrdError | None = None) -> AnyResponse:
    voice, number = frame.voice(), file.case.number
    with services().database.reading() as session:
        said = tracing.held(session, file)
    unfit = isinstance(problem, Invalid)
    return frame.show(
        "indicators.html",
        status=frame.status_of(problem),
        number=number,
        version=frame.find(number).version,
        action=addresses.case(number, "indicators"),
        groups=related.groups(indicators.propose(file, said), voice),
        kinds=related.kind_options(voice),
        kind=request.form.get("kind", ""),
        value=frame.typed("value"),
        errors=[{"field": "value", "message": voice.say(_UNFIT)}] if unfit else [],
        stale=frame.stale(problem, file),
    )


def _show_matches(number: str, problem: HrdError | None = None) -> AnyResponse:
    parts, voice, who = services(), frame.voice(), frame.worker()
    file = frame.opened(number)
    with parts.database.reading() as session:
        behind = tracing.is_behind(session, who, file)
    if behind:
        with parts.database.writing() as session:
            tracing.bring_up_to_date(session, who, file, day=parts.clock().date())
    with parts.database.reading() as session:
        found = comparing.compare(session, who, file)
    return frame.show(
        "matches.html",
        status=frame.status_of(problem),
        number=number,
        version=file.case.version,
        action=addresses.case(number, "matches"),
        confirmed=found.confirmed,
        indicators_url=addresses.case(number, "indicators"),
        campaign_url=addresses.new_campaign([number, *(one.case.number for one in found.linked)]),
        stale=frame.stale(problem, file),
        unknown=isinstance(problem, NotFound | Invalid),
        **related.compared(found, voice),
    )


def _added() -> list[Indicator]:
    """Return what was typed into the last line. Raises `Invalid`."""
    value = request.form.get("value", "")
    return [indicators.typed(request.form.get("kind", ""), value)] if value.strip() else []


def others(found: comparing.Compared, numbers: Iterable[str]) -> list[Other]:
    """Return the cases that something is said of, each with what is known of it."""
    return [_other(found.of(one), one) for one in dict.fromkeys(numbers)]


def _other(match: comparing.Match | None, number: str) -> Other:
    if match is None:
        return Other(number)
    return Other(number, match.weighed, match.said)
