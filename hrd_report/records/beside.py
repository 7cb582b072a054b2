"""What is made beside a transaction, and undone where that is surely not kept. Knows no store."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy.orm import Session

from hrd_report.records.grouping import Writing

_OTHERWISE: Final = "otherwise"


def otherwise(session: Session, undo: Callable[[], object]) -> None:
    """Undo something beside the database where this transaction is surely not kept.

    Not where the line breaks at COMMIT: nobody knows then, and a row may name what would be gone.
    Not for works that share a transaction.
    """
    session.info.setdefault(_OTHERWISE, []).append(undo)


@contextmanager
def beside(writing: Writing, undo: Callable[[], object]) -> Iterator[Session]:
    """Open a transaction for what is already made, and undo that also where it cannot begin."""
    has_begun = False
    try:
        with writing() as session:
            has_begun = True
            otherwise(session, undo)
            yield session
    except BaseException:
        if not has_begun:
            undo()
        raise


@contextmanager
def undone(session: Session) -> Iterator[None]:
    """Stand around all of a transaction but its COMMIT, and undo what it was told to."""
    try:
        yield
    except BaseException:
        for undo in session.info.pop(_OTHERWISE, []):
            undo()
        raise
