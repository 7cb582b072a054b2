"""The analysts' pages: releases and their figures. No row, no filter, no count of one's own."""

from typing import Any, Final

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.errors import NotFound
from hrd_report.rights import Right
from hrd_report.statistics import actions, archive, listing, releasing, view
from hrd_report.statistics.actions import ReleaseFiles, Signer
from hrd_report.statistics.releasing import Drawer
from hrd_report.web import bands, guard, pages, visitors
from hrd_report.web.services import services

BASE: Final = "/statistics"
RELEASES: Final = f"{BASE}/releases"
ARCHIVE: Final = view.ARCHIVE

blueprint: Final = Blueprint("statistics", __name__, url_prefix=BASE)

_KINDS: Final = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


@blueprint.get("/")
@guard.staff(Right.SEE_FIGURES)
def releases() -> AnyResponse:
    """List the buckets and what became of each."""
    with services().figures.reading() as session:
        listed = actions.overview(session)
    return _page(
        "statistics/releases.html",
        **listing.releases_page(listed, RELEASES, pages.language()),
        draw_url=f"{BASE}/draw",
    )


@blueprint.post("/draw")
@guard.staff(Right.DRAW_FIGURES, fresh=True)
def draw() -> AnyResponse:
    """Draw the release of a frozen bucket, or lead to the one that was drawn."""
    person = visitors.this_staff()
    name = request.form.get("bucket", "")
    releasing.release(drawer(), name, lambda one: services().open_bucket(person.key, one))
    services().record_release(person.key, name)
    with services().figures.reading() as session:
        drawn = next(one for one in actions.overview(session) if one.bucket == name)
    if drawn.release is None:
        raise NotFound
    return redirect(f"{RELEASES}/{drawn.release.hex()}", code=303)


@blueprint.get("/releases/<release_id>")
@guard.staff(Right.SEE_FIGURES)
def release(release_id: str) -> AnyResponse:
    """Show the figures of one release."""
    files = _stored(release_id)
    lists = services().reference.codes
    context = view.release_page(files, lists, f"{RELEASES}/{release_id}", pages.language())
    return _page("statistics/release.html", **context, releases_url=f"{BASE}/")


@blueprint.get("/releases/<release_id>/<name>")
@guard.staff(Right.SEE_FIGURES, fresh=True)
def download(release_id: str, name: str) -> AnyResponse:
    """Give the archive or one of its files, the same bytes each time."""
    files = _stored(release_id)
    if name == ARCHIVE:
        content, kind = files.archive, "application/zip"
    else:
        inside = archive.unpack(files.archive)
        if name not in inside:
            raise NotFound
        content = inside[name]
        kind = _KINDS.get(name.rsplit(".", 1)[-1], "application/octet-stream")
    response = Response(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def drawer() -> Drawer:
    """Return what drawing needs, from the services."""
    parts = services()
    return Drawer(
        database=parts.figures,
        lists=parts.reference.codes,
        clock=parts.clock,
        signer=Signer(parts.signed_by, parts.sign),
    )


def _stored(release_id: str) -> ReleaseFiles:
    try:
        wanted = bytes.fromhex(release_id)
    except ValueError:
        raise NotFound from None
    with services().figures.reading() as session:
        return actions.stored(session, wanted)


def _page(template: str, **context: Any) -> AnyResponse:  # noqa: ANN401
    nav = bands.nav(bands.STATISTICS, f"{BASE}/")
    return pages.render(template, door="statistics", nav=nav, **context)
