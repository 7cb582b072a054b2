"""Releases: the list and its calendar, drawing, one release, its files and pictures."""

from typing import Final

from flask import Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.errors import NotFound
from hrd_report.rights import Right
from hrd_report.statistics import actions, archive, releasing
from hrd_report.statistics.shown import calendar
from hrd_report.statistics.shown import release as one_release
from hrd_report.statistics.views import drawers, showing
from hrd_report.statistics.views.showing import BASE, RELEASES
from hrd_report.web import guard, headers, pages, visitors
from hrd_report.web.services import services

ARCHIVE: Final = one_release.ARCHIVE

_KINDS: Final = {
    "csv": "text/csv; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "png": "image/png",
    "svg": "image/svg+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_PICTURES: Final = frozenset({"png", "svg"})


@guard.staff(Right.SEE_FIGURES)
def releases() -> AnyResponse:
    """List the buckets and years, what became of each, and what comes next."""
    with services().figures.reading() as session:
        listed = actions.overview(session)
    context = calendar.releases_page(listed, RELEASES, pages.language())
    return showing.page("releases", "", **context, draw_url=f"{BASE}/draw")


@guard.staff(Right.DRAW_FIGURES, fresh=True)
def draw() -> AnyResponse:
    """Draw a release, complete one that was cut short, or lead to the one that was drawn."""
    person = visitors.this_staff()
    name = request.form.get("bucket", "")
    files = releasing.release(
        drawers.drawer(services()),
        name,
        lambda one: services().open_bucket(person.key, one),
        again=request.form.get("again") == "yes",
    )
    services().record_release(person.key, name)
    return redirect(f"{RELEASES}/{files.id.hex()}", code=303)


@guard.staff(Right.SEE_FIGURES)
def release(release_id: str) -> AnyResponse:
    """Show the figures of one release."""
    files, lists = showing.stored(release_id), services().reference.codes
    context = one_release.release_page(files, lists, f"{RELEASES}/{release_id}", pages.language())
    return showing.page("release", "", **context, releases_url=f"{BASE}/")


@guard.staff(Right.SEE_FIGURES, fresh=True)
def download(release_id: str, name: str) -> AnyResponse:
    """Give the archive or one of its files, the same bytes each time."""
    files = showing.stored(release_id)
    if name == ARCHIVE:
        response = Response(files.archive, content_type="application/zip")
    else:
        response = _file(files.archive, name)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@guard.staff(Right.SEE_FIGURES)
def picture(release_id: str, name: str) -> AnyResponse:
    """Give a plot to the page of its release."""
    if name.rsplit(".", 1)[-1] not in _PICTURES:
        raise NotFound
    response = _file(showing.stored(release_id).archive, name)
    # A drawing carries its own colours; it runs nothing and asks for nothing.
    response.headers["Content-Security-Policy"] = headers.policy(style="'unsafe-inline'")
    return response


def _file(packed: bytes, name: str) -> Response:
    inside = archive.unpack(packed)
    if name not in inside:
        raise NotFound
    kind = _KINDS.get(name.rsplit(".", 1)[-1], "application/octet-stream")
    return Response(inside[name], content_type=kind)
