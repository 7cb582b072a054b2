"""Says which pictures look the same, by 128 signs of rising and falling light. Decodes none."""

from typing import Final

BITS: Final = 128
SIMILAR: Final = 10
"""Up to so many signs may differ between two pictures that look the same."""

_BANDS: Final = 11
_DIGITS: Final = BITS // 4
_PLAIN: Final = 16
"""A picture with fewer rises or falls is of one colour: it looks like any other such one."""


def is_sketch(text: str) -> bool:
    """Whether a text is the sketch of a picture that can be told from others."""
    if len(text) != _DIGITS or not set(text) <= set("0123456789abcdef"):
        return False
    return _PLAIN <= int(text, 16).bit_count() <= BITS - _PLAIN


def distance(one: str, other: str) -> int:
    """Return in how many signs two sketches differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def are_similar(one: str, other: str) -> bool:
    """Whether two pictures look the same."""
    return distance(one, other) <= SIMILAR


def bands(sketch: str) -> tuple[str, ...]:
    """Return the names under which a picture is looked for: one more than signs may differ."""
    bits = f"{int(sketch, 16):0{BITS}b}"
    edges = [BITS * at // _BANDS for at in range(_BANDS + 1)]
    return tuple(f"{at}:{bits[edges[at] : edges[at + 1]]}" for at in range(_BANDS))
