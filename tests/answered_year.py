"""A year of cases whose truth is known: how soon each platform answers, what appeals come to."""

from collections.abc import Mapping

import numpy as np

from hrd_report.documents.facts import DIMENSIONS, encode
from hrd_report.reference.codes import CodeList
from hrd_report.statistics.shape import Matrix

PLATFORMS = ("facebook", "instagram", "x", "telegram", "tiktok", "youtube")
SHARES = (0.3, 0.2, 0.2, 0.15, 0.1, 0.05)
_DAYS = ("up_to_1", "up_to_7", "up_to_30", "up_to_90", "over_90")
_SLOW = {
    "facebook": 0.3,
    "instagram": 0.4,
    "x": 2.2,
    "telegram": 1.6,
    "tiktok": 1.0,
    "youtube": 0.7,
}
_SILENT = {
    "facebook": 0.15,
    "instagram": 0.2,
    "x": 0.4,
    "telegram": 0.7,
    "tiktok": 0.3,
    "youtube": 0.2,
}
_SPOKEN = ("fr", "en", "es", "ar", "pt", "other", "unknown")


def cases(many: int, lists: Mapping[str, CodeList], seed: int = 3) -> list[dict[str, str]]:
    """Return the codes of so many cases, drawn by the rules above; nine in ten sent a notice."""
    dice = np.random.default_rng(seed)
    found = []
    drawn = dice.integers(0, 4, size=(many, len(DIMENSIONS)))
    for row in drawn:
        codes = {name: lists[name].codes[at] for name, at in zip(DIMENSIONS, row, strict=True)}
        platform = str(dice.choice(PLATFORMS, p=SHARES))
        codes |= {"platform": platform, "language": str(dice.choice(_SPOKEN))}
        codes |= dict.fromkeys(("acknowledged", "decision", "remedy"), "unknown")
        if dice.random() < 0.9:
            codes |= _answered(platform, dice)
        found.append(codes)
    return found


def facts(found: list[dict[str, str]], lists: Mapping[str, CodeList]) -> Matrix:
    """Return cases as facts."""
    rows = b"".join(encode(one, 1 + n % 12, lists) for n, one in enumerate(found))
    return np.frombuffer(rows, dtype=np.uint8).reshape(len(found), -1)


def _answered(platform: str, dice: np.random.Generator) -> dict[str, str]:
    soon = min(4, int(dice.gamma(2.0, _SLOW[platform] / 2)))
    if dice.random() < _SILENT[platform]:
        heard = dice.random() < 0.5
        return {
            "acknowledged": _DAYS[soon] if heard else "never",
            "decision": "no_answer",
            "remedy": "no_answer" if dice.random() < 0.3 else "none",
            "outcome": "no_response",
        }
    later = min(4, soon + int(dice.integers(0, 2)))
    if dice.random() < 0.1:
        return {"acknowledged": _DAYS[soon], "decision": "waiting", "remedy": "none"}
    ended = str(dice.choice(["none", "upheld", "overturned", "running"], p=[0.5, 0.25, 0.2, 0.05]))
    acted = str(dice.choice(["_all", "_some", "_none", ""], p=[0.4, 0.1, 0.4, 0.1]))
    return {"acknowledged": _DAYS[soon], "decision": _DAYS[later] + acted, "remedy": ended}
