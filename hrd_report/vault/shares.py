"""Shares of a seed: SLIP-39, one group, so many of so many sheets. Keeps no seed and no share.

Only what `split` writes is read: 33 words of the SLIP-39 list, no passphrase, no further groups.
A wrong word is named, and where the checksum tells which one it should be, that one is offered.
"""

import difflib
import functools
import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from shamir_mnemonic import MnemonicError, combine_mnemonics, generate_mnemonics, rs1024
from shamir_mnemonic import Share as Slip39
from shamir_mnemonic.wordlist import WORD_INDEX_MAP, WORDLIST

from hrd_report.errors import Damaged
from hrd_report.sealed import Plain
from hrd_report.vault.keys import SEED_BYTES, Key

WORDS: Final = 33
FEWEST: Final = 2
MOST: Final = 16
_CHECK_WORDS: Final = 3
_WORD_BITS: Final = 10
_CUSTOM: Final = b"shamir_extendable"
_EXPONENT: Final = 1
_TOKEN: Final = re.compile(r"[^\W\d_]+")
_CELL: Final = re.compile(r"([0-9]{1,2})\.[ \t]+([^\W\d_]+)")
_NUMBERED: Final = re.compile(r"(?:[ \t]*[0-9]{1,2}\.[ \t]+[^\W\d_]+)+[ \t]*")


class ShareRefused(Damaged):
    """Why sheets do not open, as a stable `code`.

    `wrong_word`: of sheet `share` the word `word` (both from 1); `near` are words it may be.
    `not_a_share`: sheet `share` is none of ours, or more than one of its words is wrong.
    `same_share`, `other_ceremony`: sheet `share` was given before, or is not of the same set.
    `too_few`: `have` of `need`. `other_key`: whole, but of a key that is not in use.
    """

    def __init__(
        self,
        code: str,
        *,
        share: int = 0,
        word: int = 0,
        near: tuple[str, ...] = (),
        have: int = 0,
        need: int = 0,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.share, self.word, self.near = share, word, near
        self.have, self.need = have, need


@dataclass(frozen=True, slots=True, repr=False)
class Share:
    """One sheet: its words, its `number` from 1, how many are needed, and of which ceremony."""

    words: tuple[str, ...]
    number: int
    need: int
    ceremony: int


def split(seed: bytes, *, count: int, need: int) -> tuple[Share, ...]:
    """Split a seed (32 bytes) into `count` shares of which any `need` restore it.

    Raise Damaged for another length, and for counts outside 2 to 16 or fewer than needed.
    """
    if len(seed) != SEED_BYTES or not FEWEST <= need <= count <= MOST:
        raise Damaged("no such split")
    ((*made,),) = generate_mnemonics(1, [(need, count)], seed, iteration_exponent=_EXPONENT)
    return tuple(read(Plain(one), 1) for one in made)


def read(text: Plain, share: int = 1) -> Share:
    """Read the sheet given as number `share`: its words alone, or all of what was printed.

    Raise ShareRefused.
    """
    words = _words(text.reveal())
    if len(words) != WORDS:
        raise ShareRefused("not_a_share", share=share, have=len(words), need=WORDS)
    _check_words(words, share)
    found = Slip39.from_mnemonic(" ".join(words))
    ours = found.extendable and found.iteration_exponent == _EXPONENT
    if not ours or found.group_count != 1 or found.member_threshold < FEWEST:
        raise ShareRefused("not_a_share", share=share)
    return Share(tuple(words), found.index + 1, found.member_threshold, found.identifier)


def combine(given: Sequence[Share]) -> bytes:
    """Return the seed (32 bytes) that these shares restore. Raise ShareRefused."""
    if not given:
        raise ShareRefused("too_few")
    sets = [(one.ceremony, one.need) for one in given]
    ((common, _),) = Counter(sets).most_common(1)
    seen: set[int] = set()
    for at, one in enumerate(given, 1):
        if sets[at - 1] != common:
            raise ShareRefused("other_ceremony", share=at)
        if one.number in seen:
            raise ShareRefused("same_share", share=at)
        seen.add(one.number)
    need = common[1]
    if len(given) < need:
        raise ShareRefused("too_few", have=len(given), need=need)
    try:
        return combine_mnemonics([" ".join(one.words) for one in given[:need]])
    except MnemonicError:
        # Whole sheets under one number that belong to two sets all the same.
        raise ShareRefused("other_ceremony") from None


def recover(texts: Sequence[Plain], kids: Collection[bytes]) -> Key:
    """Return the recovery key that sheets restore, if it is one of those named.

    Raise ShareRefused.
    """
    key = Key.from_seed(combine([read(text, at) for at, text in enumerate(texts, 1)]))
    if key.kid not in kids:
        raise ShareRefused("other_key")
    return key


def _words(text: str) -> list[str]:
    """Return a sheet's numbered words by their numbers or, where there are none, every word."""
    lines = [line for line in text.splitlines() if _NUMBERED.fullmatch(line)]
    if lines:
        found = _CELL.findall("\n".join(lines).lower())
        return [word for _, word in sorted(found, key=lambda one: int(one[0]))]
    return _TOKEN.findall(text.lower())


def _check_words(words: list[str], share: int) -> None:
    unknown = [at for at, word in enumerate(words) if word not in WORD_INDEX_MAP]
    indices = [WORD_INDEX_MAP.get(word, 0) for word in words]
    mended = _mend(indices)
    if unknown:
        first = unknown[0]
        # One unknown word among right ones is what the checksum says it is.
        certain = mended is not None and len(unknown) == 1 and mended[0] in {first, None}
        change = mended[1] if mended is not None else 0
        near = (WORDLIST[change],) if certain else _alike(words[first])
        raise ShareRefused("wrong_word", share=share, word=first + 1, near=near)
    if mended is None:
        raise ShareRefused("not_a_share", share=share)
    at, change = mended
    if at is not None:
        near = (WORDLIST[indices[at] ^ change],)
        raise ShareRefused("wrong_word", share=share, word=at + 1, near=near)


def _mend(indices: list[int]) -> tuple[int | None, int] | None:
    """Return which one word to change, and by which bits, for the checksum to hold.

    No place and no bits where it holds already; nothing where no single word would mend it.
    """
    syndrome = _syndrome(indices)
    return _single_errors().get(syndrome) if syndrome else (None, 0)


def _syndrome(indices: list[int]) -> int:
    """Return what is wrong with a checksum: 30 bits, all zero where it holds."""
    wanted = rs1024.create_checksum(indices[:-_CHECK_WORDS], _CUSTOM)
    joined = 0
    for one, other in zip(wanted, indices[-_CHECK_WORDS:], strict=True):
        joined = joined << _WORD_BITS | one ^ other
    return joined


@functools.cache
def _single_errors() -> dict[int, tuple[int | None, int]]:
    """Return which syndrome each single wrong word makes: the code is linear and tells them."""
    zero = _syndrome([0] * WORDS)
    found: dict[int, tuple[int | None, int]] = {}
    for at in range(WORDS):
        effects = [0]
        for bit in range(_WORD_BITS):
            one = [0] * WORDS
            one[at] = 1 << bit
            effect = _syndrome(one) ^ zero
            effects += [effect ^ before for before in effects]
        found |= {effect: (at, change) for change, effect in enumerate(effects) if change}
    return found


def _alike(word: str) -> tuple[str, ...]:
    return tuple(difflib.get_close_matches(word, WORDLIST, n=3))
