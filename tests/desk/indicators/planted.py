"""Plants campaigns among reports of a year, and mutates posts: what matching is measured on.

The same seed plants the same. Shares and sizes are those of our study of campaigns.
"""

import datetime as dt
import random
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from hrd_report.desk.indicators import grouping, texts, weighing
from hrd_report.desk.indicators.extracting import ACCOUNT, HASHTAG, URL, Indicator
from hrd_report.desk.indicators.weighing import Named

YEAR = dt.date(2026, 1, 1)
CAMPAIGNS = (25, 12, 6, 40)
_KINDS = (ACCOUNT, URL, HASHTAG)


@dataclass(frozen=True)
class Planted:
    """Reports, and which of them belong to which campaign."""

    cases: list[Named]
    campaigns: dict[int, set[bytes]]


def plant(seed: int, *, background: int = 1500, values: int = 3000) -> Planted:
    """Return reports of a year with campaigns among them, in no particular order."""
    chance = random.Random(seed)
    weights = [1 / rank for rank in range(1, values + 1)]
    ids = iter(range(1, 1_000_000))
    cases = [
        _case(next(ids), YEAR, chance.randrange(365), _banal(chance, weights, chance.randint(1, 6)))
        for _ in range(background)
    ]
    campaigns = {}
    for number, size in enumerate(CAMPAIGNS):
        own = [
            Indicator(chance.choice(_KINDS[:2]), f"c{number}-{at}")
            for at in range(max(4, size // 3))
        ]
        start, length = chance.randrange(30, 300), chance.randint(3, 14)
        members = [
            _case(
                next(ids),
                YEAR,
                start + chance.randrange(length),
                {
                    *chance.sample(own, chance.randint(1, min(3, len(own)))),
                    *_banal(chance, weights, chance.randint(0, 3)),
                },
            )
            for _ in range(size)
        ]
        campaigns[number] = {one.id for one in members}
        cases += members
    chance.shuffle(cases)
    return Planted(cases, campaigns)


def pairs(groups: Iterable[Collection[bytes]]) -> set[tuple[bytes, bytes]]:
    """Return which cases stand together."""
    return {(one, other) for group in groups for one in group for other in group if one < other}


def judged(planted: Planted, least: float, smallest: int = 3) -> tuple[float, float]:
    """Return the share of pairs found that are right, and of right pairs that are found."""
    found = grouping.groups(planted.cases, weighing.scale_of(planted.cases), least)
    said = pairs({one.id for one in group} for group in found if len(group) >= smallest)
    true = pairs(planted.campaigns.values())
    right = len(said & true)
    return right / max(1, len(said)), right / len(true)


def _wide(word: str) -> str:
    return "".join(chr(ord(one) + 0xFEE0) if "a" <= one <= "z" else one for one in word)


CHANGES = (
    lambda word, chance: f"{chance.choice('😡🔥🤡👇')} {word}",
    lambda word, chance: f"@{chance.choice('abcdefgh')}{chance.randrange(10**6)} {word}",
    lambda word, chance: f"{word} https://t.example/{chance.randrange(10**9)}",
    lambda *_: "",
    lambda word, _: word.upper(),
    lambda word, _: "\u200b".join(word),
    lambda word, chance: word.title() + chance.choice(["!!!", "…", ",", " -"]),
    lambda word, _: _wide(word),
)
"""What people who copy a post do to one of its words."""


def mutated(text: str, chance: random.Random) -> str:
    """Return a post as somebody who copies it changes it: up to three words."""
    words = text.split()
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(words))
        words[at] = chance.choice(CHANGES)(words[at], chance)
    return " ".join(words)


def nearly_the_same(posts: Sequence[str], seed: int, copies: int) -> tuple[int, int, int]:
    """Return how many pairs of copies of posts bands and signatures find: right, found, true.

    Posts that the collection holds nearly twice are left out before, and those of a few words.
    """
    chance = random.Random(seed)
    kept = list(_distinct(posts))
    copied = [(at, mutated(text, chance)) for at, text in enumerate(kept) for _ in range(copies)]
    signed = [(at, sign) for at, text in copied if (sign := texts.signature(text)) is not None]
    true = len(kept) * copies * (copies - 1) // 2
    found = set()
    holders: dict[str, list[int]] = {}
    for place, (_, sign) in enumerate(signed):
        for band in texts.bands(sign):
            for other in holders.setdefault(band, []):
                if texts.similarity(sign, signed[other][1]) >= texts.SIMILAR:
                    found.add((other, place))
            holders[band].append(place)
    right = sum(signed[one][0] == signed[other][0] for one, other in found)
    return right, len(found), true


def _distinct(posts: Sequence[str]) -> Iterator[str]:
    """Leave out what the collection itself holds twice: nobody could tell those apart."""
    seen: list[set[str]] = []
    for text in posts:
        kept = texts.normal(text)
        pieces = {kept[at : at + 5] for at in range(len(kept) - 4)}
        if len(kept) < 2 * texts.SHORTEST or len(text.split()) < 6:
            continue
        if all(len(pieces & other) / len(pieces | other) < 0.35 for other in seen):
            seen.append(pieces)
            yield text


def _case(number: int, first: dt.date, day: int, things: Iterable[Indicator]) -> Named:
    return Named(
        id=number.to_bytes(16, "big"),
        day=first + dt.timedelta(days=day),
        things=frozenset(things),
    )


def _banal(chance: random.Random, weights: list[float], count: int) -> set[Indicator]:
    ranks = chance.choices(range(len(weights)), weights, k=count)
    return {Indicator(_KINDS[rank % 3], f"b{rank}") for rank in ranks}
