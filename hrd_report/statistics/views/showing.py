"""What the pages of this door share: the frame, and a stored release. Serves no page itself."""

from typing import Any, Final

from werkzeug.wrappers import Response as AnyResponse

from hrd_report.errors import NotFound
from hrd_report.statistics import actions
from hrd_report.statistics.actions import ReleaseFiles
from hrd_report.web import bands, pages
from hrd_report.web.services import services

BASE: Final = "/statistics"
RELEASES: Final = f"{BASE}/releases"


def page(template: str, at: str, **context: Any) -> AnyResponse:  # noqa: ANN401
    """Answer with a page of this door; `at` is its place in the band."""
    nav = bands.nav(bands.STATISTICS, f"{BASE}/{at}")
    return pages.render(f"statistics/{template}.html", door="statistics", nav=nav, **context)


def stored(release_id: str) -> ReleaseFiles:
    """Return a release by the id of an address. Raises `NotFound`."""
    try:
        wanted = bytes.fromhex(release_id)
    except ValueError:
        raise NotFound from None
    with services().figures.reading() as session:
        return actions.stored(session, wanted)
