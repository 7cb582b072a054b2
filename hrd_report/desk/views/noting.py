"""Notes for the team, and notes to oneself: each at its own address. No letter leaves from here."""

from werkzeug.wrappers import Response as AnyResponse

from hrd_report.desk.actions import notes
from hrd_report.desk.audiences import FIELDS, ForOneself, ForTeam
from hrd_report.desk.shown import letters
from hrd_report.desk.views import frame
from hrd_report.desk.views.blueprint import blueprint
from hrd_report.errors import HrdError, Invalid
from hrd_report.rights import Right
from hrd_report.web import guard
from hrd_report.web.services import services


@blueprint.post("/desk/cases/<number>/notes/team")
@guard.staff(Right.WORK_CASES)
def keep_team_note(number: str) -> AnyResponse:
    """Keep a note that everybody reads who may open the case."""
    parts, words = services(), ForTeam(frame.typed(FIELDS[ForTeam]))
    try:
        with parts.database.writing() as session:
            notes.keep_for_team(session, frame.worker(), number, words, now=parts.clock())
    except Invalid as problem:
        return _ask(number, "team", words, problem)
    return frame.to_case(number)


@blueprint.post("/desk/cases/<number>/notes/own")
@guard.staff(Right.WORK_CASES)
def keep_own_note(number: str) -> AnyResponse:
    """Keep a note that its author alone reads."""
    parts, words = services(), ForOneself(frame.typed(FIELDS[ForOneself]))
    try:
        with parts.database.writing() as session:
            notes.keep_for_oneself(session, frame.worker(), number, words, now=parts.clock())
    except Invalid as problem:
        return _ask(number, "own", words, problem)
    return frame.to_case(number)


def _ask(number: str, audience: str, words: ForTeam | ForOneself, problem: HrdError) -> AnyResponse:
    frame.opened(number)
    return frame.show(
        "note.html",
        status=frame.status_of(problem),
        number=number,
        audience=audience,
        field=FIELDS[type(words)],
        text=words.text,
        errors=letters.errors(frame.codes_of(problem), frame.voice()),
    )
