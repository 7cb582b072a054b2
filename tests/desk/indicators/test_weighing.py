"""What two cases share is weighed; cases that hang together are told from those that do not."""

import csv
import datetime as dt
import math
from pathlib import Path

import pytest
from desk.indicators import planted
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.desk.indicators import bursts, grouping, pictures, weighing
from hrd_report.desk.indicators.extracting import ACCOUNT, DOMAIN, HASHTAG, URL, Indicator
from hrd_report.desk.indicators.weighing import Named, Scale

DAY = dt.date(2026, 11, 1)
TROLL = Indicator(ACCOUNT, "x:troll")


def case(number: int, *things: Indicator, day: int = 0) -> Named:
    moment = DAY + dt.timedelta(days=day)
    return Named(id=bytes([number]), day=moment, things=weighing.things(things))


def test_a_rare_account_named_by_two_on_one_day_is_likely_and_fades():
    near = weighing.weigh(case(1, TROLL), case(2, TROLL), Scale(1500))
    assert near.score == pytest.approx(math.log(750))
    later = weighing.weigh(case(1, TROLL), case(2, TROLL, day=14), Scale(1500))
    assert later.score == pytest.approx(near.score / math.e)
    assert [one.thing for one in near.shared] == [TROLL]


def test_look_alike_names_weigh_half():
    other = Indicator(ACCOUNT, "x:tr0ll")
    found = weighing.weigh(case(1, TROLL), case(2, other), Scale(1500))
    assert found.score == pytest.approx(math.log(750) / 2)


def test_a_watched_hashtag_and_what_everybody_names_weigh_nothing():
    tag = Indicator(HASHTAG, "standup4humanrights")
    pair = case(1, tag), case(2, tag)
    assert weighing.weigh(*pair, Scale(1500, watched={tag.value})).score == 0
    assert weighing.weigh(*pair, Scale(9000, {tag: weighing.MOST})).score == 0
    assert weighing.weigh(*pair, Scale(1500)).score > 0


def test_a_link_does_not_count_a_second_time_by_its_domain_or_its_profile():
    url, domain = Indicator(URL, "evil.example/a"), Indicator(DOMAIN, "evil.example")
    found = weighing.weigh(case(1, url, domain), case(2, url, domain), Scale(1500))
    assert [one.thing for one in found.shared] == [url]
    profile = Indicator(URL, "x.com/troll")
    found = weighing.weigh(case(1, profile, TROLL), case(2, profile, TROLL), Scale(1500))
    assert [one.thing for one in found.shared] == [TROLL]


def test_one_word_of_five_thousand_cases_joins_none_of_them():
    tag = Indicator(HASHTAG, "word")
    cases = [
        Named(id=at.to_bytes(4, "big"), day=DAY, things=frozenset({tag})) for at in range(5000)
    ]
    assert grouping.groups(cases, weighing.scale_of(cases)) == []


def test_one_case_that_fits_both_by_chance_does_not_join_two_groups():
    one, other = Indicator(ACCOUNT, "x:one"), Indicator(ACCOUNT, "x:other")
    cases = [case(at, one) for at in range(4)] + [case(10 + at, other) for at in range(4)]
    bridge = case(99, one, other)
    found = grouping.groups([*cases, bridge], weighing.scale_of([*cases, bridge]))
    assert sorted(len(group) for group in found) == [4, 5]


def test_planted_campaigns_are_found_among_reports_of_a_year():
    found = [planted.judged(planted.plant(seed), 5) for seed in (3, 4)]
    precision, recall = (sum(one) / len(found) for one in zip(*found, strict=True))
    assert precision >= 0.93
    assert recall >= 0.88


def test_copies_of_real_posts_that_people_changed_are_recognised():
    posts = []
    for name in ("posts_en.csv", "posts_fr.csv"):
        with (Path(__file__).parents[2] / "samples" / name).open(encoding="utf-8") as file:
            posts += [row["text"] for row in csv.DictReader(file)]
    right, found, true = planted.nearly_the_same(posts, seed=1, copies=8)
    assert right / found >= 0.99
    assert right / true >= 0.97


@given(st.integers(0, 2**128 - 1), st.sets(st.integers(0, 127), max_size=10))
def test_pictures_that_look_the_same_share_a_band(bits, flipped):
    sketch = f"{bits:032x}"
    other = f"{bits ^ sum(1 << at for at in flipped):032x}"
    assert pictures.distance(sketch, other) == len(flipped)
    assert set(pictures.bands(sketch)) & set(pictures.bands(other))


def test_a_burst_needs_three_defenders_and_more_than_chance_brings():
    def named(day: int, *defenders: int) -> list[bursts.Named]:
        when = DAY + dt.timedelta(days=day)
        return [bursts.Named("tag", when, bytes([one])) for one in defenders]

    assert bursts.find(named(0, 1, 2)) == []
    assert bursts.find(named(0, 1, 1, 1, 1)) == []
    (burst,) = bursts.find(named(0, 1, 2, 3))
    assert (burst.value, burst.day, burst.count) == ("tag", DAY, 3)
    usual = [one for day in range(1, 29) for one in named(-day, 1, 2, 3)]
    assert bursts.find([*usual, *named(0, 1, 2, 3, 4)]) == bursts.find(usual)


@given(st.integers(1, 30), st.floats(0.01, 20))
def test_the_tail_of_chance_falls(count, rate):
    assert 0 <= bursts.tail(count + 1, rate) <= bursts.tail(count, rate) <= 1
