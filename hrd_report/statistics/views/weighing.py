"""The budget in words, and two people who let a year pass the stop of a lifetime."""

from flask import redirect, request
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.records import facts
from hrd_report.rights import Right
from hrd_report.statistics import lifting, spending
from hrd_report.statistics.shown import budget
from hrd_report.statistics.shown.budget import LiftOf, Limits
from hrd_report.statistics.views import showing
from hrd_report.web import forms, guard, pages, visitors
from hrd_report.web.services import services

_AGREE = "agree"


@guard.staff(Right.SEE_FIGURES)
def budget_page() -> AnyResponse:
    """Say what each year has given away, and what is left."""
    with services().figures.reading() as session:
        books = spending.spent(session)
        lifts = [
            LiftOf(one.year, one.asked_by, one.agreed_by is not None)
            for one in session.scalars(facts.lifts())
        ]
        years = {one.first.year for one in session.scalars(facts.buckets())}
    limits = Limits(services().settings.figures_epsilon, pages.language())
    person = visitors.this_staff().id
    context = budget.budget_page(books, lifts, years, person, limits)
    return showing.page("budget", "budget", **context, lift_url=f"{showing.BASE}/lift")


@guard.staff(Right.DRAW_FIGURES, fresh=True)
def lift() -> AnyResponse:
    """Ask that a year may pass the stop, or agree as the second person."""
    person, year = visitors.this_staff(), forms.whole(request.form.get("year", ""))
    agreed = request.form.get("act") == _AGREE
    with services().figures.writing() as session:
        if agreed:
            lifting.agree(session, year, person.id)
        else:
            lifting.ask(session, year, person.id, services().clock().date())
    services().record_lift(person.key, str(year), agreed=agreed)
    return redirect(f"{showing.BASE}/budget", code=303)
