"""A letter to the defender: picked, looked at, sent. How they may be reached comes first."""

from typing import Final

from flask import request
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.desk.actions import messages
from hrd_report.desk.actions.messages import Letter
from hrd_report.desk.audiences import FIELDS, ForDefender
from hrd_report.desk.casefile import CaseFile
from hrd_report.desk.shown import letters
from hrd_report.desk.shown.voice import Voice
from hrd_report.desk.views import frame
from hrd_report.desk.views.blueprint import blueprint
from hrd_report.errors import Conflict, HrdError, Invalid
from hrd_report.rights import Right
from hrd_report.sealed import Plain
from hrd_report.web import guard
from hrd_report.web.services import services

_LETTER: Final = FIELDS[ForDefender]
_FILL, _LOOK = "fill", "look"


@blueprint.get("/desk/cases/<number>/write")
@guard.staff(Right.WORK_CASES)
def write_page(number: str) -> AnyResponse:
    """Ask for a letter to the defender."""
    return _ask(number, Plain(""))


@blueprint.post("/desk/cases/<number>/letters")
@guard.staff(Right.WORK_CASES)
def send_letter(number: str) -> AnyResponse:
    """Send a letter; or put a ready text into it, or show how it will read."""
    do, parts, text = request.form.get("do", ""), services(), frame.typed(_LETTER)
    if do == _FILL:
        return _filled(number, text)
    if do == _LOOK:
        return _ask(number, text, look=True)
    letter = Letter(
        words=ForDefender(text),
        asks=request.form.get("asks") == "yes",
        anyway=request.form.get("anyway") == "yes",
    )
    try:
        with parts.database.writing() as session:
            who, seen = frame.worker(), frame.seen(number)
            messages.write(session, who, seen, letter, parts.store, now=parts.clock())
    except (Invalid, Conflict) as problem:
        return _ask(number, text, problem=problem)
    return frame.to_case(number)


def _filled(number: str, text: Plain) -> AnyResponse:
    """Put the reply that was picked below what stands there already: nothing typed is lost."""
    parts, file = services(), frame.opened(number)
    theirs = Voice(parts.catalogues[_offered(file.case.language)], _offered(file.case.language))
    values = letters.values(
        file, frame.worker().name, parts.settings.organisation, theirs, parts.reference
    )
    found = letters.filled(request.form.get("reply", ""), file, values, parts.reference)
    code, more = found or ("", "")
    whole = "\n\n".join(one for one in (text.reveal().strip(), more) if one)
    return _ask(number, Plain(whole), spoken=code, file=file)


def _ask(
    number: str,
    text: Plain,
    *,
    problem: HrdError | None = None,
    look: bool = False,
    spoken: str = "",
    file: CaseFile | None = None,
) -> AnyResponse:
    file, voice, parts = file or frame.opened(number), frame.voice(), services()
    wrong = frame.codes_of(problem)
    seen = letters.looked_at(text, file, voice)
    return frame.show(
        "letter.html",
        status=frame.status_of(problem),
        number=number,
        version=file.case.version,
        language=voice.language(file.case.language),
        other_language=voice.language(spoken) if spoken not in ("", file.case.language) else "",
        reach=letters.reach(file, parts.reference, voice, parts.clock()),
        ready=letters.ready(parts.reference, voice),
        reply=request.form.get("reply", ""),
        text=text,
        asks=request.form.get("asks") == "yes",
        look=seen if look or problem is not None else None,
        avoided=wrong.get(_LETTER) == "avoided",
        errors=letters.errors(wrong, voice),
        stale=frame.stale(problem, file),
    )


def _offered(code: str) -> str:
    """Return a language of ours: the defender's, or the one the program is written in."""
    return code if code in services().catalogues else "en"
