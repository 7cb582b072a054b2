"""Two types that keep a person's words and storable bytes apart. Opens and seals nothing itself."""

from dataclasses import dataclass
from typing import Final, NoReturn


class Plain:
    """Words a person wrote. Silent when printed, an error when formatted; `reveal` is the one way.

    `grep reveal(` lists every reader of such words in the program.
    """

    __slots__ = ("_words",)

    def __init__(self, words: str) -> None:
        self._words: Final = words

    def reveal(self) -> str:
        """Return the words, to someone who may read them."""
        return self._words

    def __bool__(self) -> bool:
        return bool(self._words)

    def __len__(self) -> int:
        return len(self._words)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Plain) and self._words == other._words

    def __hash__(self) -> int:
        return hash(self._words)

    def __repr__(self) -> str:
        return "Plain(…)"

    def __str__(self) -> NoReturn:
        raise TypeError("a person's words are not formatted; reveal() them where they are read")

    def __format__(self, spec: str) -> NoReturn:
        raise TypeError("a person's words are not formatted; reveal() them where they are read")

    def __reduce__(self) -> NoReturn:
        raise TypeError("a person's words are not pickled; seal them")


@dataclass(frozen=True, slots=True, repr=False)
class Sealed:
    """Bytes fit for keeping: an age file, a grant or a lock. Says nothing of what is inside."""

    blob: bytes

    def __len__(self) -> int:
        return len(self.blob)

    def __repr__(self) -> str:
        return f"Sealed({len(self.blob)} bytes)"
