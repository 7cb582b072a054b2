"""The hash tree of RFC 6962: roots, proofs and their verification. Knows no row and signs nothing.

Leaves are handed over as their hashes (32 bytes), see `leaf_hash`. All proofs are lists of hashes.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from hrd_report.errors import Damaged

HASH_BYTES: Final = 32
EMPTY_ROOT: Final = hashlib.sha256().digest()
"""The root of a tree without leaves."""


def leaf_hash(leaf: bytes) -> bytes:
    """Return the hash of a leaf's bytes (RFC 6962, section 2.1)."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of a node over two others."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Frontier:
    """A tree that only grows: the roots of its complete subtrees, and nothing below them.

    Adding n leaves costs n node hashes in all; memory is one hash for each bit set in the size.
    """

    __slots__ = ("peaks", "size")

    def __init__(self) -> None:
        self.size = 0
        self.peaks: list[bytes] = []

    @classmethod
    def from_bytes(cls, size: int, kept: bytes) -> "Frontier":
        """Return the frontier that `to_bytes` gave for `size`. Raise Damaged for another length."""
        if size < 0 or len(kept) != size.bit_count() * HASH_BYTES:
            raise Damaged("a frontier has one hash for each bit of its size")
        found = cls()
        found.size = size
        found.peaks = [kept[at : at + HASH_BYTES] for at in range(0, len(kept), HASH_BYTES)]
        return found

    def to_bytes(self) -> bytes:
        """Return the peaks, the largest first."""
        return b"".join(self.peaks)

    def add(self, leaf: bytes) -> None:
        """Add a leaf by its hash."""
        node, rest = leaf, self.size
        while rest & 1:
            node = node_hash(self.peaks.pop(), node)
            rest >>= 1
        self.peaks.append(node)
        self.size += 1

    def root(self) -> bytes:
        """Return the root at this size."""
        if not self.peaks:
            return EMPTY_ROOT
        node = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            node = node_hash(peak, node)
        return node


class Tree:
    """A whole tree in memory, to make proofs from: about two hashes for each leaf."""

    __slots__ = ("_levels", "size")

    def __init__(self, leaves: Iterable[bytes]) -> None:
        level = list(leaves)
        self.size = len(level)
        # Only complete nodes are kept; what hangs over at the right is folded when asked for.
        self._levels = [level]
        while len(level) > 1:
            level = [node_hash(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
            self._levels.append(level)

    def root(self) -> bytes:
        """Return the root."""
        return self._span(0, self.size) if self.size else EMPTY_ROOT

    def inclusion(self, index: int) -> list[bytes]:
        """Return the path from leaf `index` to the root (RFC 6962, section 2.1.1)."""
        if not 0 <= index < self.size:
            raise IndexError("no such leaf")
        path, first, count = [], 0, self.size
        while count > 1:
            half = _half(count)
            if index < first + half:
                path.append(self._span(first + half, count - half))
                count = half
            else:
                path.append(self._span(first, half))
                first, count = first + half, count - half
        return path[::-1]

    def consistency(self, old: int) -> list[bytes]:
        """Return the path from the tree of the first `old` leaves to this one (section 2.1.2)."""
        if not 0 <= old <= self.size:
            raise IndexError("no such size")
        if old in {0, self.size}:
            return []
        path, first, count = [], 0, self.size
        while first + count != old:
            half = _half(count)
            if old <= first + half:
                path.append(self._span(first + half, count - half))
                count = half
            else:
                path.append(self._span(first, half))
                first, count = first + half, count - half
        if first:
            path.append(self._span(first, count))
        return path[::-1]

    def _span(self, first: int, count: int) -> bytes:
        if count.bit_count() == 1:
            level = count.bit_length() - 1
            return self._levels[level][first >> level]
        half = _half(count)
        return node_hash(self._span(first, half), self._span(first + half, count - half))


def check_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> None:
    """Raise Damaged unless `leaf` stands at `index` under `root` (RFC 9162, section 2.1.3.2)."""
    if not 0 <= index < size:
        raise Damaged("no such leaf")
    node = leaf
    for one, left in _climb(index, size - 1, path):
        node = node_hash(one, node) if left else node_hash(node, one)
    if node != root:
        raise Damaged("the path does not lead to the root")


def check_consistency(
    old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]
) -> None:
    """Raise Damaged unless the new tree begins with the old one (RFC 9162, section 2.1.4.2)."""
    if not 0 <= old <= new:
        raise Damaged("a tree does not shrink")
    if old in {0, new}:
        known = EMPTY_ROOT if old == 0 else new_root
        if path or old_root != known:
            raise Damaged("the old root is another")
        return
    first, *rest = [old_root, *path] if old.bit_count() == 1 else path or [b""]
    at, last = old - 1, new - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    before = after = first
    for one, left in _climb(at, last, rest):
        if left:
            before = node_hash(one, before)
        after = node_hash(one, after) if left else node_hash(after, one)
    if before != old_root or after != new_root:
        raise Damaged("the path does not lead from root to root")


def _climb(at: int, last: int, path: Sequence[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Yield each hash of a path and whether it stands at the left of what was climbed so far."""
    for one in path:
        if last == 0:
            raise Damaged("the path is too long")
        left = bool(at & 1) or at == last
        yield one, left
        while left and not at & 1 and at:
            at, last = at >> 1, last >> 1
        at, last = at >> 1, last >> 1
    if last:
        raise Damaged("the path is too short")


def _half(count: int) -> int:
    """Return the largest power of two below `count`."""
    return 1 << (count - 1).bit_length() - 1
