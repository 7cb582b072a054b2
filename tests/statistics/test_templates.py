import datetime as dt
import re
from pathlib import Path

import jinja2
import pytest

from hrd_report.i18n.catalogues import catalogue
from hrd_report.records.facts import Part
from hrd_report.reference.load import load
from hrd_report.statistics import archive, manifest
from hrd_report.statistics.actions import Listed, ReleaseFiles, Stage
from hrd_report.statistics.counting import Counts
from hrd_report.statistics.derived import with_derived
from hrd_report.statistics.drawing import draw
from hrd_report.statistics.files import Words, files_of
from hrd_report.statistics.ledger import Cost
from hrd_report.statistics.plan import plan_of
from hrd_report.statistics.shown import calendar, release
from hrd_report.statistics.tiers import SMALL

TEMPLATES = Path(release.__file__).parents[2] / "templates"
LISTS = load().codes
PLAN = plan_of(SMALL, Part.CLOSE, LISTS)
TABLES = PLAN.tables
WORDS = Words(LISTS, ("en", "fr"), "Example")
YEAR = (dt.date(2026, 1, 1), dt.date(2026, 12, 31))
SHELL = {
    "dir": "ltr",
    "stylesheet_url": "/static/staff.css",
    "door": "statistics",
    "organisation": "Example",
    "nav": [("/statistics/", "Releases", True)],
    "pseudonym": "Wren",
    "locks_in": 9,
    "csrf_token": "token",
    "messages": [],
    "calls": [],
}


def rendered(name, language, context):
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
        undefined=jinja2.StrictUndefined,
    )
    said = catalogue(language)
    environment.install_gettext_callables(said.gettext, said.ngettext, newstyle=True)
    return environment.get_template(name).render(lang=language, **SHELL, **context)


def made(total):
    counts = Counts(tuple((total, *[0] * (len(table.codes) - 1)) for table in TABLES))
    drawing = with_derived(draw(counts, PLAN), LISTS)
    account = manifest.Account(
        bytes(16), "2026", YEAR, dt.date(2027, 2, 1), 2026, Part.CLOSE, Cost(), Cost(1_000_000)
    )
    files = files_of(drawing.figures, "2026", "2027-02-01", WORDS)
    built = manifest.build(account, PLAN, drawing, files, (None, bytes(32)))
    inside = files | {archive.MANIFEST: built, archive.SIGNATURE: bytes(64)}
    return ReleaseFiles(bytes(16), built, bytes(64), archive.pack(inside))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_release_shows_every_code_once_without_inline_styles(language):
    context = release.release_page(made(300), LISTS, "/statistics/releases/ab", language)
    page = rendered("statistics/release.html", language, context | {"releases_url": "/statistics/"})
    assert len(re.findall(r"<table class=figures>", page)) == len(TABLES)
    rows = [row["name"] for table in context["tables"] for row in table["rows"]]
    assert len(rows) == sum(len(table.codes) for table in TABLES)
    assert all(f"<th scope=row>{jinja2.filters.escape(row)}</th>" in page for row in rows)
    assert "style=" not in page
    assert "<script" not in page


@pytest.mark.parametrize("language", ["en", "fr"])
def test_only_what_is_ready_or_was_cut_short_has_a_button(language):
    buckets = [
        Listed("2027", *YEAR, Stage.OPEN, None, None),
        Listed("2026", *YEAR, Stage.READY, None, None),
        Listed("2025", *YEAR, Stage.CUT_SHORT, bytes(16), YEAR[1]),
        Listed("2024", *YEAR, Stage.DRAWN, bytes(16), YEAR[1]),
    ]
    context = calendar.releases_page(buckets, "/statistics/releases", language)
    page = rendered("statistics/releases.html", language, context | {"draw_url": "/draw"})
    assert page.count('action="/draw"') == 2
    assert page.count('name="bucket" value="2026"') == 1
    assert page.count('name="bucket" value="2025"') == page.count('name="again"') == 1
    assert page.count(f'href="/statistics/releases/{bytes(16).hex()}"') == 1


def test_an_empty_list_says_so():
    page = rendered("statistics/releases.html", "en", {"rows": [], "draw_url": "/draw"})
    assert "Nothing to draw yet." in page
