"""Comparing two releases, the method, and a preview from invented facts. Opens no fact."""

from flask import request
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.errors import NotFound
from hrd_report.i18n.marks import N_
from hrd_report.rights import Right
from hrd_report.statistics import actions, archive, exports, manifest, method, preview
from hrd_report.statistics.actions import Stage
from hrd_report.statistics.display import Figure
from hrd_report.statistics.shown import comparing
from hrd_report.statistics.shown.headlines import headlines
from hrd_report.statistics.shown.tables import Reading
from hrd_report.statistics.views import showing
from hrd_report.web import guard, pages
from hrd_report.web.services import services

_SIZES = {
    "S": N_("under 1,000 a year"),
    "M": N_("1,000 to 20,000"),
    "L": N_("20,000 to 300,000"),
}


@guard.staff(Right.SEE_FIGURES)
def compare() -> AnyResponse:
    """Lay two releases side by side: nothing but what both have shown already."""
    with services().figures.reading() as session:
        drawn = [one for one in actions.overview(session) if one.stage is Stage.DRAWN]
    options = [(one.release.hex(), one.bucket) for one in drawn if one.release]
    chosen = [request.args.get(name, "") for name in ("one", "other")]
    tables = []
    if all(chosen):
        (one, first), (other, second) = (_read(name) for name in chosen)
        tables = comparing.compared(one, other, (first, second))
    names = dict(options)
    return showing.page(
        "compare",
        "compare",
        options=options,
        chosen=chosen,
        names=[names.get(name, "") for name in chosen],
        tables=tables,
    )


@guard.staff(Right.SEE_FIGURES)
def how() -> AnyResponse:
    """Say how figures are made."""
    language = pages.language()
    return showing.page(
        "method",
        "method",
        title=method.title(language),
        lines=method.lines(language),
        verify=method.verifying(language),
    )


@guard.staff(Right.SEE_FIGURES)
def preview_page() -> AnyResponse:
    """Show what a release of a size will look like, from invented facts."""
    size, lists = request.args.get("size", "S"), services().reference.codes
    if size not in preview.TOTALS:
        raise NotFound
    drawing = preview.preview(size, lists, epsilon=services().settings.figures_epsilon)
    least = {one.table: one.threshold for one in drawing.precisions}
    reading = Reading(lists, least, pages.language())
    return showing.page(
        "preview",
        "preview",
        size=size,
        sizes=[{"size": one, "text": pages.say(text)} for one, text in _SIZES.items()],
        many=preview.TOTALS[size],
        big=headlines(drawing.figures, lists, reading),
        tables=reading.tables(drawing.figures),
    )


def _read(name: str) -> tuple[tuple[Figure, ...], Reading]:
    files = showing.stored(name)
    told = manifest.read(files.manifest)
    figures = exports.read_figures(archive.unpack(files.archive)[exports.FIGURES], 1)
    least = {one["table"]: one["threshold"] for one in told["tables"]}
    return figures, Reading(services().reference.codes, least, pages.language())
