"""The safety plan on a defender's page: each measure taken or declined, without script."""

from flask import redirect, request
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.casefile import safety
from hrd_report.casefile.lifecycles import DEFENDER, MEASURE, MeasureState
from hrd_report.documents.measures import MeasureDocument
from hrd_report.errors import IllegalTransition
from hrd_report.i18n.marks import N_
from hrd_report.intake import arriving
from hrd_report.intake.actions import planning
from hrd_report.intake.reading import Mine
from hrd_report.web import guard, pages, visitors
from hrd_report.web.services import services

_ANSWERS = {"yes": MeasureState.ACCEPTED, "no": MeasureState.DECLINED}
_STATES = {
    MeasureState.PROPOSED: N_("Proposed. You decide."),
    MeasureState.ACCEPTED: N_("You take it."),
    MeasureState.DECLINED: N_("You declined it."),
    MeasureState.ACTIVE: N_("Under way."),
    MeasureState.ENDED: N_("Done."),
}


@guard.defender
def answer_measure(lang: str, hexadecimal: str) -> AnyResponse:
    """Take a measure, or decline it."""
    parts, someone = services(), visitors.this_defender()
    to = _ANSWERS.get(request.form.get("answer", ""))
    if to is not None:
        with parts.database.writing() as session:
            planning.answer(
                session,
                someone.case_id,
                someone.key,
                hexadecimal,
                to,
                now=parts.clock(),
                promise=arriving.promise(),
            )
    return redirect(f"/{lang}/case#plan", code=303)


def shown(mine: Mine) -> list[dict[str, object]]:
    """Return the measures as the defender reads them, what waits for an answer first."""
    held = safety.newest(mine.measures).values()
    rows = [_row(one) for one in held]
    return sorted(rows, key=lambda one: not one["waits"])


def _row(one: MeasureDocument) -> dict[str, object]:
    try:
        state = safety.state_of(one)
    except IllegalTransition:
        return {"title": one.title, "text": one.text, "state": "", "waits": False}
    may = MEASURE.following(state, DEFENDER)
    return {
        "id": one.measure,
        "title": one.title,
        "text": one.text,
        "state": pages.say(_STATES[state]),
        "take": MeasureState.ACCEPTED in may,
        "decline": MeasureState.DECLINED in may,
        "waits": state is MeasureState.PROPOSED,
    }
