"""The further pages: one subject each, skippable, sealed the moment they are sent."""

from flask import Response, redirect, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.casefile import asking
from hrd_report.documents import answers
from hrd_report.documents.answers import AnswerDocument
from hrd_report.errors import Invalid, StorageFull
from hrd_report.intake import arriving, further_order, places
from hrd_report.intake.actions import telling_more
from hrd_report.intake.further_order import WHAT, Way
from hrd_report.intake.views import further_showing
from hrd_report.intake.views.further_showing import address
from hrd_report.reference.questions import Subject
from hrd_report.web import guard, pages, visitors
from hrd_report.web.services import services

STOP = "stop"


@guard.defender
def further_list(lang: str) -> Response:
    """List the further pages, and which of them were answered."""
    del lang
    return further_showing.listed(_way())


@guard.defender
def further_page(lang: str, page: int) -> Response:
    """Ask the questions of one page."""
    del lang
    return further_showing.asked(_subject(page), _way())


@guard.defender
def keep_further(lang: str, page: int) -> AnyResponse:
    """Keep the answers to one page, and lead on to the next."""
    del lang
    subject, way = _subject(page), _way()
    try:
        answer = _read(subject)
        if answer:
            _keep(answer)
    except Invalid as problem:
        return further_showing.asked(subject, way, status=422, wrong=problem.fields)
    except StorageFull:
        return further_showing.asked(subject, way, status=503, full=True)
    if subject.id == WHAT:
        way = way.opened_by(answer.chosen.get("threats", ()))
    if request.form.get("go") == STOP:
        return redirect(address(None, way), code=303)
    return redirect(further_showing.following(subject, way), code=303)


def _read(subject: Subject) -> AnswerDocument:
    return asking.read(
        subject,
        answers.from_form(subject, request.form.to_dict(flat=False)),
        services().reference,
        language=pages.language(),
        now=services().clock(),
    )


def _keep(answer: AnswerDocument) -> None:
    someone = visitors.this_defender()
    with services().database.reading() as session:
        place = places.of_case(session, someone.case_id)
    once = request.form.get("once", "")
    arriving.tell_more(telling_more.seal(place, someone.key, answer, once))


def _way() -> Way:
    said = request.values.get("also", "")
    return further_order.way(services().reference.subjects, said)


def _subject(page: int) -> Subject:
    for one in services().reference.subjects:
        if one.page == page:
            return one
    raise NotFound
