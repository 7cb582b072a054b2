"""Words that occur nowhere else, and a search for them in everything that outlives a request."""

import base64
import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Engine, MetaData, select, text

_LETTERS = "bcdfghjkmnpqrstvwxz"
_SHARED = 10
_OWN = 8


def _letters(count: int) -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(count))


@dataclass
class Canaries:
    """Hands out words and remembers what each one stood for.

    All words of one run begin alike, with letters that occur nowhere else: one look finds any.
    """

    words: dict[str, str] = field(default_factory=dict)
    beginning: str = field(default_factory=lambda: _letters(_SHARED))

    def word(self, stands_for: str) -> str:
        """Return a new word: letters only, so that no form refuses it for its shape."""
        word = self.beginning + _letters(_OWN)
        self.words[word] = stands_for
        return word

    def found_in(self, haystack: bytes) -> set[str]:
        """Return what was found, in any plain spelling: UTF-8 or UTF-16, hex, base64, reversed."""
        folded = haystack.lower()
        if not _spelt_in(self.beginning, haystack, folded):
            return set()
        found = {
            stands_for
            for word, stands_for in self.words.items()
            if _spelt_in(word, haystack, folded)
        }
        return found or {"a word that was cut short"}


def _spelt_in(word: str, haystack: bytes, folded: bytes) -> bool:
    return any(one.lower() in folded for one in _spellings(word)) or any(
        one in haystack for one in _in_base64(word)
    )


def _spellings(word: str) -> Iterator[bytes]:
    yield word.encode()
    yield word.encode("utf-16-le")
    yield word.encode().hex().encode()
    yield word[::-1].encode()


def _in_base64(word: str) -> Iterator[bytes]:
    for shift in range(3):
        spelt = base64.b64encode(b"\0" * shift + word.encode())
        yield spelt[4 if shift else 0 : len(spelt) // 4 * 4 - 4]


class Recorder(logging.Handler):
    """Keeps every line that anything logs, however small."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.name} {record.getMessage()} {record.exc_info or ''}")

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Hear everything, each statement of the database among it."""
        loggers = (logging.getLogger(), logging.getLogger("sqlalchemy.engine"))
        levels = [one.level for one in loggers]
        for one in loggers:
            one.setLevel(logging.INFO)
        loggers[0].addHandler(self)
        yield
        loggers[0].removeHandler(self)
        for one, level in zip(loggers, levels, strict=True):
            one.setLevel(level)


def in_folder(folder: Path, canaries: Canaries, pattern: str = "**/*") -> dict[str, set[str]]:
    """Search the names and the bytes of all files below a folder."""
    found = {}
    for path in folder.glob(pattern):
        content = path.read_bytes() if path.is_file() else b""
        here = canaries.found_in(content + b"\n" + path.name.encode())
        if here:
            found[path.relative_to(folder).as_posix()] = here
    return found


def in_rows(engine: Engine, canaries: Canaries) -> dict[str, set[str]]:
    """Search every value of every row, as the database gives it back."""
    tables = MetaData()
    tables.reflect(engine)
    found = {}
    with engine.connect() as connection:
        for table in tables.sorted_tables:
            for row in connection.execute(select(table)):
                for name, value in row._mapping.items():
                    content = value if isinstance(value, bytes) else str(value).encode()
                    if here := canaries.found_in(content):
                        found.setdefault(f"{table.name}.{name}", set()).update(here)
    return found


def at_rest(engine: Engine, canaries: Canaries) -> dict[str, set[str]]:
    """Search the files a database rests in, its journals and its own log among them."""
    if engine.dialect.name == "sqlite":
        folder = Path(engine.url.database or "")
        return {
            path.name: here
            for path in folder.parent.glob(f"{folder.name}*")
            if (here := canaries.found_in(path.read_bytes()))
        }
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("CHECKPOINT"))
        data = Path(connection.execute(text("SHOW data_directory")).scalar_one())
        number = text("SELECT oid FROM pg_database WHERE datname = current_database()")
        own = data / "base" / str(connection.execute(number).scalar_one())
    return (
        in_folder(own, canaries)
        | in_folder(data / "pg_wal", canaries)
        | in_folder(data.parent, canaries, "log")
    )
