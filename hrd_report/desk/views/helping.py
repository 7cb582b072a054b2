"""How reports, cases and safety measures go on, drawn from their tables. Opens nothing."""

from werkzeug.wrappers import Response as AnyResponse

from hrd_report.casefile import lifecycles
from hrd_report.desk.views import frame
from hrd_report.desk.views.blueprint import blueprint
from hrd_report.i18n.marks import N_
from hrd_report.rights import Right
from hrd_report.web import diagrams, guard


@blueprint.get(diagrams.HELP)
@guard.staff(Right.WORK_CASES)
def help_page() -> AnyResponse:
    """Show which step follows which."""
    say = frame.voice().say
    shown = (
        (lifecycles.REPORT, lifecycles.REPORT_LABELS, N_("A report")),
        (lifecycles.CASE, lifecycles.CASE_LABELS, N_("A case")),
        (lifecycles.MEASURE, lifecycles.MEASURE_LABELS, N_("A safety measure")),
    )
    return frame.show(
        "help.html",
        at=diagrams.HELP,
        tabs=diagrams.tabs(diagrams.HELP, say),
        lifecycles=[
            diagrams.context(table, labels, lifecycles.NEEDS, title, say)
            for table, labels, title in shown
        ],
    )
