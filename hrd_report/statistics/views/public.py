"""What everybody may read: the newest closed year, on one small page, and its archive."""

from flask import Response
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.errors import NotFound
from hrd_report.records.facts import Part, Release, ReleaseState
from hrd_report.statistics import actions
from hrd_report.statistics.actions import ReleaseFiles
from hrd_report.statistics.shown import platforms as scorecard
from hrd_report.statistics.shown import public
from hrd_report.web import guard, pages
from hrd_report.web.services import services


@guard.public
def transparency(lang: str) -> AnyResponse:
    """Show the newest closed year, without a script and in one request."""
    files, lists = _newest(lang), services().reference.codes
    context = public.public_page(files, lists, lang) if files else {"name": ""}
    return pages.render_for_defender(
        "statistics/public.html", "public-figures.css", still=True, ours=True, **context
    )


@guard.public
def platforms(lang: str) -> AnyResponse:
    """Show how platforms answered in the newest closed year, and which step failed most."""
    files, lists = _newest(lang), services().reference.codes
    context = scorecard.platforms_page(files, lists, lang) if files else {"name": "", "rows": []}
    return pages.render_for_defender(
        "statistics/platforms.html", "public-figures.css", still=True, ours=True, **context
    )


@guard.public
def transparency_files(lang: str) -> AnyResponse:
    """Give the archive of the newest closed year: files, manifest and signature."""
    files = _newest(lang)
    if files is None:
        raise NotFound
    response = Response(files.archive, content_type="application/zip")
    response.headers["Content-Disposition"] = 'attachment; filename="figures.zip"'
    return response


def _newest(lang: str) -> ReleaseFiles | None:
    if lang not in services().settings.languages:
        raise NotFound
    closed = (
        select(Release.id)
        .where(Release.part == Part.CLOSE, Release.state == ReleaseState.DONE)
        .order_by(Release.year.desc())
        .limit(1)
    )
    with services().figures.reading() as session:
        found = session.scalars(closed).first()
        return actions.stored(session, found) if found else None
