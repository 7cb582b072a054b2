"""Says which pictures look the same, by 128 signs of rising and falling light. Decodes none."""

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

BITS: Final = 128
SIMILAR: Final = 10
"""Up to so many signs may differ between two pictures that look the same."""

_SIDE: Final = 8
_BANDS: Final = 11
_DIGITS: Final = BITS // 4
_PLAIN: Final = 16
"""A picture with fewer rises or falls is of one colour: it looks like any other such one."""


def is_sketch(text: str) -> bool:
    """Whether a text is the sketch of a picture that can be told from others."""
    if len(text) != _DIGITS or not set(text) <= set("0123456789abcdef"):
        return False
    return _PLAIN <= int(text, 16).bit_count() <= BITS - _PLAIN


def sketch(width: int, height: int, raw: bytes) -> str:
    """Return the sketch of pixels, one byte or three for each, row by row."""
    light = np.frombuffer(raw, dtype=np.uint8).reshape(height, width, -1).mean(axis=2)
    across = np.diff(_smaller(light, _SIDE, _SIDE + 1), axis=1) > 0
    down = np.diff(_smaller(light, _SIDE + 1, _SIDE), axis=0) > 0
    return np.packbits(np.concatenate([across.ravel(), down.ravel()])).tobytes().hex()


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


def _smaller(light: "NDArray[np.float64]", rows: int, columns: int) -> "NDArray[np.float64]":
    """Return the mean light of so many fields; a picture of fewer pixels repeats its own."""
    high, wide = light.shape
    light = light.repeat(-(-rows // high), axis=0).repeat(-(-columns // wide), axis=1)
    for axis, parts in ((0, rows), (1, columns)):
        size = light.shape[axis]
        edges = np.arange(parts) * size // parts
        lengths = np.diff([*edges, size])
        sums = np.add.reduceat(light, edges, axis=axis)
        light = sums / (lengths[:, None] if axis == 0 else lengths)
    # Less than a tenth of a step is noise of how a copy was made.
    return np.round(light, 1)
