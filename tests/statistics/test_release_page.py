import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.i18n.catalogues import catalogue
from hrd_report.records.facts import Part
from hrd_report.reference.load import load
from hrd_report.statistics import archive, manifest
from hrd_report.statistics.actions import Listed, ReleaseFiles, Stage
from hrd_report.statistics.counting import Counts
from hrd_report.statistics.derived import with_derived
from hrd_report.statistics.display import Figure, Status
from hrd_report.statistics.drawing import Drawing, draw
from hrd_report.statistics.files import Words, files_of
from hrd_report.statistics.ledger import Cost
from hrd_report.statistics.plan import plan_of
from hrd_report.statistics.shown import calendar, release
from hrd_report.statistics.tiers import SMALL

LISTS = load().codes
PLAN = plan_of(SMALL, Part.CLOSE, LISTS)
TABLES = PLAN.tables
WORDS = Words(LISTS, ("en", "fr"), "Example")
YEAR = (dt.date(2026, 1, 1), dt.date(2026, 12, 31))
DRAWN = with_derived(draw(Counts(tuple((0,) * table.size for table in TABLES)), PLAN), LISTS)
BASE = "/statistics/releases/ab"


def stored(figures, before=0):
    account = manifest.Account(
        bytes(16),
        "2026",
        YEAR,
        dt.date(2027, 2, 1),
        2026,
        Part.CLOSE,
        Cost(before),
        Cost(before + 1_000_000),
    )
    drawing = Drawing(tuple(figures), DRAWN.noises, DRAWN.precisions, ())
    files = files_of(drawing.figures, "2026", "2027-02-01", WORDS)
    built = manifest.build(account, PLAN, drawing, files, (None, bytes(32)))
    inside = files | {archive.MANIFEST: built, archive.SIGNATURE: bytes(64)}
    return ReleaseFiles(bytes(16), built, bytes(64), archive.pack(inside))


def page(figures, language="en", before=0):
    return release.release_page(stored(figures, before), LISTS, BASE, language)


def threat(code, value=None, lower=None, upper=None):
    status = Status.BELOW_THRESHOLD if value is None else Status.OK
    return Figure("threat", code, value, lower, upper, status)


SHOWN = st.tuples(*[st.integers(0, 5_000)] * 3).map(sorted)


@given(st.lists(SHOWN, min_size=1, max_size=9))
def test_every_bar_lies_inside_its_bracket_on_one_scale(numbers):
    codes = LISTS["threat"].codes
    figures = [
        threat(code, value, low, high)
        for code, (low, value, high) in zip(codes, numbers, strict=False)
    ]
    rows = page(figures)["tables"][0]["rows"]
    assert all(0 <= row["low"] <= row["bar"] <= row["high"] <= 100 for row in rows)
    assert max(row["high"] for row in rows) in {0, 100}


def test_the_most_frequent_comes_first_and_what_is_too_few_last():
    rows = page(
        [threat("harassment"), threat("doxing", 34, 20, 48), threat("other", 1486, 1470, 1500)]
    )["tables"][0]["rows"]
    assert [row["name"] for row in rows] == ["Other or not sure", "Doxing", "Harassment"]
    assert [row["value"] for row in rows] == ["1,486", "34", "under 17"]
    assert rows[0]["range"] == "1,470\N{EN DASH}1,500"
    assert rows[2]["few"] is True
    assert "bar" not in rows[2]


def test_the_total_is_shown_with_its_range():
    big = page([Figure("total", "all", 203, 187, 219, Status.OK)])["big"]
    assert big == [
        {"value": "203", "text": "defenders, each counted once", "range": "between 187 and 219"}
    ]


def test_a_total_too_small_to_show_has_no_range():
    big = page([Figure("total", "all", None, None, None, Status.BELOW_THRESHOLD)])["big"]
    assert (big[0]["value"], big[0]["range"]) == ("under 16", "")


def test_the_cost_is_told_in_plain_words_and_never_too_kindly():
    first, second = page([]), page([], before=1_000_000)
    assert "at most 74 times in 100" in first["risk"]
    assert "at most 89 times in 100" in second["risk"]
    assert [part["share"] for part in first["parts"]] == [100]
    assert [part["level"] for part in second["parts"]] == [3, 4]


def test_every_file_of_the_archive_can_be_downloaded():
    shown = page([])
    inside = archive.unpack(stored([]).archive)
    assert {row["href"] for row in shown["downloads"]} == {f"{BASE}/{name}" for name in inside}
    assert shown["archive"]["href"] == f"{BASE}/all.zip"


def test_the_lead_names_the_days_and_the_drawing():
    lead = page([])["lead"]
    assert lead.startswith("1 January 2026 to 31 December 2026. Drawn once on 1 February 2027")


def test_the_same_page_is_told_in_french():
    shown = page([threat("doxing", 34, 20, 48)], "fr")
    assert shown["tables"][0]["heads"] == ["Menace", "DDH", "Intervalle"]
    assert "1er janvier 2026" in shown["lead"]
    assert catalogue("fr").gettext("Releases") == "Publications"


def test_the_page_holds_no_number_that_was_not_published():
    figures = [threat("doxing"), Figure("total", "all", 203, 187, 219, Status.OK)]
    told = json.dumps(page(figures)["tables"])
    assert "under 17" in told
    assert not any(str(number) in told for number in (203, 187, 219))


@pytest.mark.parametrize(
    ("stage", "state", "draws", "opens"),
    [
        (Stage.OPEN, "Takes facts until 30 January 2027", False, False),
        (Stage.READY, "Ready to draw", True, False),
        (Stage.CUT_SHORT, "Budget spent, no figures: under way, or cut short", False, False),
        (Stage.DRAWN, "Drawn on 1 February 2027", False, True),
    ],
)
def test_the_list_says_of_each_bucket_what_became_of_it(stage, state, draws, opens):
    taken = stage in {Stage.CUT_SHORT, Stage.DRAWN}
    one = Listed(
        "2026",
        *YEAR,
        stage,
        bytes(2) if taken else None,
        dt.date(2027, 2, 1) if taken else None,
    )
    row = calendar.releases_page([one], "/statistics/releases", "en")["rows"][0]
    assert row["state"] == state
    assert bool(row["draw"]) is draws
    assert row["href"] == ("/statistics/releases/0000" if opens else "")
