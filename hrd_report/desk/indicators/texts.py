"""Says which texts are nearly the same: signatures by MinHash, and the bands that find them. Pure.

Translations and pictures of a text are not recognised.
"""

import hashlib
import re
from collections.abc import Sequence
from typing import Final

import numpy as np

from hrd_report.desk.indicators.folding import folded

BANDS: Final = 25
ROWS: Final = 5
SIMILAR: Final = 0.5
"""From this share of common pieces on, two texts are nearly the same."""

SHORTEST: Final = 24
"""Signs that a text has at least; shorter ones are like many others."""

LONGEST: Final = 20_000
_PIECE: Final = 5
_HASHES: Final = BANDS * ROWS
_PRIME: Final = (1 << 31) - 1
_STEPS: Final = np.frombuffer(
    hashlib.shake_256(b"hrd1/minhash").digest(_HASHES * 16), dtype="<u8"
).reshape(2, _HASHES)
_FACTORS: Final = (_STEPS[0] % (_PRIME - 1) + 1).astype(np.uint64)
_SHIFTS: Final = (_STEPS[1] % _PRIME).astype(np.uint64)

_LEFT_OUT: Final = re.compile(r"(?:h(?:tt|xx)ps?://|www\.)\S+|@[\w.\-@]+", re.IGNORECASE)
_BETWEEN: Final = re.compile(r"[\W_]+")

Signature = tuple[int, ...]
"""The least of each of 125 hashes over the pieces of a text."""


def normal(text: str) -> str:
    """Return what counts of a text: words in small letters; no address, no account, no sign."""
    return _BETWEEN.sub(" ", folded(_LEFT_OUT.sub(" ", folded(text)))).strip()[:LONGEST]


def signature(text: str) -> Signature | None:
    """Return the signature of a text, or nothing where it is too short to have one."""
    kept = normal(text)
    if len(kept) < SHORTEST:
        return None
    pieces = {kept[at : at + _PIECE] for at in range(len(kept) - _PIECE + 1)}
    hashed = np.fromiter(map(_hash, pieces), dtype=np.uint64, count=len(pieces))
    mixed = (np.outer(_FACTORS, hashed) + _SHIFTS[:, None]) % _PRIME
    return tuple(int(one) for one in mixed.min(axis=1))


def bands(found: Signature) -> tuple[str, ...]:
    """Return the names under which a text is looked for: similar ones share some of them."""
    return tuple(
        f"{at}:{_digest(found[at * ROWS : (at + 1) * ROWS])}" for at in range(len(found) // ROWS)
    )


def similarity(one: Sequence[int], other: Sequence[int]) -> float:
    """Return the share of pieces that two texts have in common, as their signatures show it."""
    if len(one) != len(other) or not one:
        return 0.0
    return sum(a == b for a, b in zip(one, other, strict=True)) / len(one)


def are_similar(one: Sequence[int], other: Sequence[int]) -> bool:
    """Whether two texts are nearly the same."""
    return similarity(one, other) >= SIMILAR


def _hash(piece: str) -> int:
    digest = hashlib.blake2b(piece.encode("utf-8", "surrogatepass"), digest_size=4).digest()
    return int.from_bytes(digest, "big") % _PRIME


def _digest(rows: Sequence[int]) -> str:
    joined = b"".join(one.to_bytes(4, "big") for one in rows)
    return hashlib.blake2b(joined, digest_size=8).hexdigest()
