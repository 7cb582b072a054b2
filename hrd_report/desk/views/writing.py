"""Notes for the team and oneself, and letters to the defender. Keeps what was typed."""

from flask import request
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.desk.actions import messages, notes
from hrd_report.desk.views import frame
from hrd_report.desk.views.blueprint import blueprint
from hrd_report.errors import Conflict, HrdError, Invalid
from hrd_report.i18n.marks import N_
from hrd_report.rights import Right
from hrd_report.web import guard
from hrd_report.web.services import services

_EMPTY = N_("Write a line first.")
_TO_TEAM = {"team": notes.keep_for_team, "own": notes.keep_for_oneself}


@blueprint.get("/desk/cases/<number>/write")
@guard.staff(Right.WORK_CASES)
def write_page(number: str) -> AnyResponse:
    """Ask for a letter to the defender."""
    return _ask(number, "defender", None)


@blueprint.post("/desk/cases/<number>/notes")
@guard.staff(Right.WORK_CASES)
def keep_note(number: str) -> AnyResponse:
    """Keep a note, or send a letter, by its audience."""
    audience = request.form.get("audience", "")
    parts, who, text = services(), frame.worker(), frame.typed("text")
    try:
        with parts.database.writing() as session:
            if audience in _TO_TEAM:
                _TO_TEAM[audience](session, who, number, text, now=parts.clock())
            else:
                asks = request.form.get("asks") == "yes"
                seen = frame.seen(number)
                messages.write(session, who, seen, text, asks=asks, now=parts.clock())
    except (Invalid, Conflict) as problem:
        return _ask(number, audience, problem)
    return frame.to_case(number)


def _ask(number: str, audience: str, problem: HrdError | None) -> AnyResponse:
    file, voice = frame.opened(number), frame.voice()
    errors = []
    if isinstance(problem, Invalid):
        errors = [{"field": "text", "message": voice.say(_EMPTY)}]
    return frame.show(
        "write.html",
        status=frame.status_of(problem),
        number=number,
        version=file.case.version,
        audience=audience,
        language=voice.language(file.case.language),
        letters=file.messages,
        avoid=file.written("reach", "avoid"),
        text=frame.typed("text"),
        asks=request.form.get("asks") == "yes",
        errors=errors,
        stale=voice.say(frame.STALE) if isinstance(problem, Conflict) else "",
    )
