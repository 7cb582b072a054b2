"""A year of escalations whose truth is known, counted; and a team's own, from sealed cases."""

import datetime as dt
import random
from collections import Counter
from dataclasses import replace

import pytest
from escalation.escalated import Work
from escalation.mailbox import Mailbox
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.documents.scorecards import JudgedDocument, LineDocument
from hrd_report.escalation import scorecard
from hrd_report.escalation.actions import scoring
from hrd_report.escalation.actions.scoring import Reader
from hrd_report.reference.load import load

REFERENCE = load()
ACTED = frozenset(one.id for one in REFERENCE.decisions if one.result in {"granted", "partly"})
START = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
PLATFORMS = ("facebook", "x", "telegram", "tiktok")
ACKNOWLEDGED = {"facebook": 20, "x": 90, "telegram": 4, "tiktok": 30}
STEPS = tuple(one.id for one in REFERENCE.steps)


class Year:
    """2,000 cases drawn by rules, and what those rules add up to, counted while drawing."""

    def __init__(self, seed: int = 7) -> None:
        self.lines: list[LineDocument] = []
        self.judged: list[JudgedDocument] = []
        self.truth: Counter[tuple[str, str]] = Counter()
        self.hours: dict[tuple[str, str], list[int]] = {}
        self._chance = random.Random(seed)
        for number in range(2_000):
            self._case(number)

    def _case(self, number: int) -> None:
        chance, platform = self._chance, PLATFORMS[number % len(PLATFORMS)]
        sent = START + chance.randrange(24 * 360) * HOUR
        line = LineDocument(
            id=f"{number:032x}",
            case=f"{number:032x}",
            version=1,
            platform=platform,
            kind="terms",
            rung="form",
            threat=("doxing", "harassment")[number % 3 == 0],
            language=("fr", "ar", "sw")[number % 3],
            sent=sent,
        )
        self._note(platform, "notices")
        if chance.random() < 0.3:
            line = replace(line, silent=True)
            self._note(platform, "silent")
        else:
            line = self._answered(line, platform)
        self.lines.append(line)
        if chance.random() < 0.2:
            # Reminders and appeals are rows of their own; they are no further notices.
            rung = chance.choice(["reminder", "complaint"])
            self.lines.append(replace(line, id=f"{number + 9000:032x}", rung=rung))
        for step in STEPS:
            finding = chance.choice(["met", "partly", "not_met", "unknown", "not_applicable"])
            self._note(platform, f"{step} {finding}")
            self.judged.append(
                JudgedDocument(case=line.case, platform=platform, step=step, finding=finding)
            )

    def _answered(self, line: LineDocument, platform: str) -> LineDocument:
        chance, sent = self._chance, line.sent
        first = chance.randrange(ACKNOWLEDGED[platform])
        later = first + chance.randrange(100)
        self.hours.setdefault((platform, "acknowledged"), []).append(first)
        self.hours.setdefault((platform, "decided"), []).append(later)
        items = tuple(
            chance.choice(["removed", "labelled", "refused", "out_of_scope"])
            for _ in range(chance.randrange(1, 4))
        )
        for one in items:
            self._note(platform, "items")
            self._note(platform, "acted" if one in {"removed", "labelled"} else "refused")
        contested = chance.choice(["", "", "open", "upheld", "overturned"])
        self._note(platform, contested)
        back = chance.random() < 0.1
        self._note(platform, "reappeared" if back else "gone")
        return replace(
            line,
            acknowledged=sent + first * HOUR,
            decided=sent + later * HOUR,
            items=items,
            contested=contested,
            looked=True,
            reappeared=int(back),
        )

    def _note(self, platform: str, what: str) -> None:
        self.truth[platform, what] += 1


@pytest.fixture(scope="module")
def year() -> Year:
    return Year()


def test_the_scorecard_of_a_year_is_the_truth(year: Year):
    found = {card.name: card for card in scorecard.cards(year.lines, ACTED)}
    assert set(found) == set(PLATFORMS)
    for name, card in found.items():
        truth = {what: year.truth[name, what] for (at, what) in year.truth if at == name}
        assert (card.notices, card.silent) == (truth["notices"], truth["silent"])
        assert (card.items, card.acted, card.refused) == (
            truth["items"],
            truth["acted"],
            truth["refused"],
        )
        assert card.contested == truth["upheld"] + truth["overturned"]
        assert card.overturned == truth["overturned"]
        assert card.reappeared == truth["reappeared"]
        for kind, times in (("acknowledged", card.acknowledged), ("decided", card.decided)):
            hours = sorted(year.hours[name, kind])
            assert times.count == len(hours)
            middle = len(hours) // 2
            pair = hours[middle - 1 : middle + 1] if len(hours) % 2 == 0 else [hours[middle]]
            assert times.median == sum(pair) / len(pair)
            assert sum(one <= times.p90 for one in hours) / len(hours) >= 0.9
            assert sum(one < times.p90 for one in hours) / len(hours) < 0.9


def test_the_table_of_steps_is_the_truth(year: Year):
    found = scorecard.heat(year.judged)
    assert len(found) == len(PLATFORMS) * len(STEPS)
    for (platform, step), cell in found.items():
        count = {name: year.truth[platform, f"{step} {name}"] for name in ("met", "partly")}
        missed = year.truth[platform, f"{step} not_met"]
        assert cell.failed == count["partly"] + missed
        assert cell.judged == count["partly"] + missed + count["met"]
        assert cell.unknown == year.truth[platform, f"{step} unknown"]


@pytest.mark.parametrize("split", ["threat", "language"])
def test_any_split_adds_up_to_the_whole(year: Year, split: str):
    parts = scorecard.cards(year.lines, ACTED, by=lambda line: getattr(line, split))
    assert len(parts) > 1
    for name in ("notices", "silent", "items", "acted", "contested", "overturned", "reappeared"):
        total = sum(getattr(one, name) for one in parts)
        assert total == sum(getattr(one, name) for one in scorecard.cards(year.lines, ACTED))


@given(st.lists(st.integers(0, 10_000), min_size=1).map(lambda found: [float(n) for n in found]))
def test_nine_of_ten_are_not_slower_than_the_ninetieth(hours):
    times = scorecard.times(hours)
    assert min(hours) <= times.median <= times.p90 <= max(hours)
    assert sum(one <= times.p90 for one in hours) >= 0.9 * len(hours)


def test_of_too_few_judgements_no_share_is_drawn():
    one = JudgedDocument(case="a", platform="x", step="8", finding="not_met")
    assert scorecard.heat([one, one])["x", "8"].level is None
    assert scorecard.heat([one] * 3)["x", "8"].level == 4


def test_a_team_s_own_escalations_are_read_once_and_counted(work: Work, box: Mailbox):
    work.consent()
    first = work.sent(box)
    work.house.clock.advance(3 * HOUR)
    first.do("acknowledged", reference="T-1")
    first.decide("refused")
    house = work.house
    reader = Reader(
        house.people["heron"].id,
        house.people["heron"].key,
        house.team.id,
        REFERENCE,
        house.clock.now,
    )
    for _ in range(2):
        with house.services.database.writing() as session:
            counted = scoring.read(session, reader)
        (card,) = scorecard.cards(counted.lines, ACTED)
        assert (card.name, card.notices, card.items, card.refused) == ("telegram", 1, 1, 1)
        assert card.acknowledged.median == 3.0
        assert counted.unread == 0
    for step in ("appeal", "overturned", "close"):
        first.do(step)
    with house.services.database.writing() as session:
        (card,) = scorecard.cards(scoring.read(session, reader).lines, ACTED)
    assert (first.state, card.contested, card.overturned) == ("closed", 1, 1)
