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
from hrd_report.statistics.shown.parts import of_all, of_items
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


def said(lists, case: dict[str, str], name: str) -> str:
    """What a case says of a table's dimension."""
    return case[name] if name in case else lists["decision"].folds[name][case["decision"]]


def true_class(lists, cases, name: str, tenths: int) -> str:
    """The class in which the middle case, or the one at nine tenths, lies; silence is the last."""
    classes = [*lists["duration"].codes, SILENT[name]]
    codes = (said(lists, one, name) for one in cases)
    found = sorted(classes.index(one) for one in codes if one not in OPEN)
    return lists[name].label(classes[found[-(-tenths * len(found) // 10) - 1]])


def percent(part: float, whole: int) -> str:
    return f"{round(100 * part / whole)}%"


SUBJECTS = [
    *(("platform", one) for one in answered_year.PLATFORMS),
    *(("threat", one) for one in ("harassment", "doxing", "disinformation")),
    *(("language", one) for one in ("fr", "other", "unknown")),
]


def of(subject: tuple[str, str], cases: list[dict[str, str]]) -> list[dict[str, str]]:
    dimension, code = subject
    return [one for one in cases if one[dimension] == code]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_without_noise_the_page_says_how_soon_platforms_answered(lists, cases, released, subject):
    mine, (row,) = of(subject, cases), answers.times([subject], released)
    *told, silent = row["cells"]
    assert [one["value"] for one in told] == [
        true_class(lists, mine, name, tenths) for name in SILENT for tenths in (5, 9)
    ]
    ended = Counter(said(lists, one, "decided") for one in mine)
    missed = ended["no_answer"]
    assert silent["value"] == percent(missed, ended.total() - ended["unknown"] - ended["waiting"])


@pytest.mark.parametrize("subject", SUBJECTS)
def test_without_noise_the_page_says_on_how_many_posts_they_acted(lists, cases, released, subject):
    mine, (row,) = of(subject, cases), answers.posts([subject], released)
    acted = Counter(said(lists, one, "acted") for one in mine)
    decided = [acted[one] for one in answers.DONE]
    rate, *shares = row["cells"]
    assert [one["value"] for one in shares] == [percent(one, sum(decided)) for one in decided]
    assert rate["value"] == percent(decided[0] + decided[1] / 2, sum(decided))
    low, high = percent(decided[0], sum(decided)), percent(sum(decided[:2]), sum(decided))
    assert rate["range"] == f"between {low} and {high}"


@pytest.mark.parametrize("subject", SUBJECTS)
def test_without_noise_the_page_says_what_became_of_appeals(cases, released, subject):
    mine, (row,) = of(subject, cases), answers.appeals([subject], released)
    ends = Counter(one["remedy"] for one in mine)
    ended = [ends[one] for one in answers.ENDED]
    assert row["ended"] == f"{sum(ended):,}"
    assert [one["value"] for one in row["cells"]] == [percent(one, sum(ended)) for one in ended]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_without_noise_the_page_says_how_cases_ended(lists, cases, released, subject):
    mine, (row,) = of(subject, cases), endings.rows([subject], released)
    acted = sum(lists["outcome"].into[one["outcome"]] == "acted" for one in mine)
    assert row["cells"][0]["value"] == percent(acted, len(mine))
    assert row["name"] == code_name(lists, *subject, "en")


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


@pytest.mark.parametrize("sigma", [3.0, 12.0, 30.0])
def test_the_range_of_posts_acted_on_holds_the_true_rate_nineteen_times_in_twenty(sigma):
    drawn, counts, least = random.Random(6), (90, 25, 160), max(10, round(2 * sigma))
    truth = (90 + 25 * drawn.random()) / 275
    held = told = 0
    for _ in range(400):
        noisy = (drawn.gauss(one, sigma) for one in counts)
        found = of_items([_released(one, 1.96 * sigma, least) for one in noisy], least)
        told += found is not None
        held += found is None or found.low <= truth <= found.high
    assert held >= 380
    assert told > 200


def test_where_all_that_was_decided_is_hidden_no_rate_is_said():
    hidden = _released(3, 0, 10)
    assert of_items([hidden] * 3, 10) is None
    assert of_items([None] * 3, 0) is None
    found = of_items([_released(90, 0, 10), hidden, hidden], 10)
    assert (found.low, found.high) == (90 / 108, 1.0)
    assert found.low < found.share < found.high


def test_a_share_that_may_be_nearly_anything_is_not_said():
    wide = Figure("platform*remedy", "x", 40, 1, 79, Status.OK)
    assert of_all(wide, [wide], 10) is None
    assert of_items([wide, wide, wide], 10) is None


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
