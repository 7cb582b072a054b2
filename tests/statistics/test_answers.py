"""What the public page says of answers and appeals: the truth without noise, else its range."""

import random
from collections import Counter

import answered_year
import pytest

from hrd_report.records.facts import Part as Stretch
from hrd_report.statistics.counting import count
from hrd_report.statistics.display import Figure, Status
from hrd_report.statistics.labels import code_name
from hrd_report.statistics.plan import plan_of
from hrd_report.statistics.shown import answers, endings
from hrd_report.statistics.shown.parts import of_all
from hrd_report.statistics.shown.released import Released
from hrd_report.statistics.shown.tables import Reading
from hrd_report.statistics.tiers import MIDDLE

SILENT = {"acknowledged": "never", "decided": "no_answer"}
OPEN = {"unknown", "waiting"}


@pytest.fixture(scope="module")
def cases(lists):
    return answered_year.cases(4_000, lists)


@pytest.fixture(scope="module")
def released(lists, cases) -> Released:
    """The year's tables as a release without noise would have them: every number is true."""
    tables = plan_of(MIDDLE, Stretch.CLOSE, lists).tables
    counted = count(answered_year.facts(cases, lists), tables)
    figures = {
        (table.id, code): Figure(table.id, code, number, number, number, Status.OK)
        for table, cells in zip(tables, counted.cells, strict=True)
        for code, number in zip(table.codes, cells, strict=True)
    }
    return Released(figures, lists, Reading(lists, {}, "en"))


def true_class(lists, cases, name: str, tenths: int) -> str:
    """The class in which the middle case, or the one at nine tenths, lies; silence is the last."""
    classes = [*lists["duration"].codes, SILENT[name]]
    found = sorted(classes.index(one[name]) for one in cases if one[name] not in OPEN)
    return lists[name].label(classes[found[-(-tenths * len(found) // 10) - 1]])


def percent(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)}%"


def test_without_noise_the_page_says_how_soon_each_platform_answered(lists, cases, released):
    rows = {row["name"]: row["cells"] for row in answers.times(answered_year.PLATFORMS, released)}
    assert len(rows) == len(answered_year.PLATFORMS)
    for platform in answered_year.PLATFORMS:
        mine = [one for one in cases if one["platform"] == platform]
        *told, silent = rows[code_name(lists, "platform", platform, "en")]
        assert [one["value"] for one in told] == [
            true_class(lists, mine, name, tenths) for name in SILENT for tenths in (5, 9)
        ]
        ended = [one for one in mine if one["decided"] not in OPEN]
        missed = sum(one["decided"] == "no_answer" for one in ended)
        assert silent["value"] == percent(missed, len(ended))


def test_without_noise_the_page_says_what_became_of_appeals_and_of_each_language(
    lists, cases, released
):
    rows = {row["name"]: row for row in answers.appeals(answered_year.PLATFORMS, released)}
    for platform in answered_year.PLATFORMS:
        ends = Counter(one["remedy"] for one in cases if one["platform"] == platform)
        row = rows[code_name(lists, "platform", platform, "en")]
        ended = [ends[one] for one in answers.ENDED]
        assert row["ended"] == f"{sum(ended):,}"
        assert [one["value"] for one in row["cells"]] == [percent(one, sum(ended)) for one in ended]
    for language in ("fr", "other"):
        mine = [one for one in cases if one["language"] == language]
        row = endings.of("language", language, released.figures, lists, released.reading)
        acted = sum(lists["outcome"].into[one["outcome"]] == "acted" for one in mine)
        assert row["cells"][0]["value"] == percent(acted, len(mine))


@pytest.mark.parametrize("sigma", [3.0, 12.0, 30.0])
def test_the_range_of_a_share_holds_the_true_one_nineteen_times_in_twenty(sigma):
    drawn, counts, least = random.Random(5), (90, 160, 15), max(10, round(2 * sigma))
    held = told = 0
    for _ in range(400):
        noisy = (drawn.gauss(one, sigma) for one in counts)
        first, *rest = (_released(one, 1.96 * sigma, least) for one in noisy)
        found = of_all(first, rest, least)
        told += found is not None
        held += found is None or found.low <= 90 / 265 <= found.high
    assert held >= 380
    assert told > 200


def _released(value: float, half: float, least: int) -> Figure:
    if round(value) < least:
        return Figure("platform*remedy", "x", None, None, None, Status.BELOW_THRESHOLD)
    ends = max(0, round(value - half)), round(value + half)
    return Figure("platform*remedy", "x", round(value), *ends, Status.OK)


def test_a_hidden_end_shows_no_share_and_hidden_others_widen_it():
    hidden = _released(3, 0, 10)
    assert of_all(hidden, [_released(50, 0, 10)], 10) is None
    found = of_all(_released(50, 0, 10), [_released(50, 0, 10), hidden], 10)
    assert (found.low, found.high) == (50 / 109, 0.5)
    assert found.low < found.share < found.high
    assert of_all(_released(50, 0, 10), [], 10).share == 1
