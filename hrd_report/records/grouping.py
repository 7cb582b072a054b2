"""Group commit: what many callers want kept ends in one commit. Knows no table and no work.

A commit costs one wait for the disk, whatever it holds. Whoever comes first leads: it takes along
everybody who came while the commit before was under way. There is no thread of its own, so none
has to be started after a fork or stopped in the end.
"""

import os
import threading
import weakref
from collections import deque
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Final, TypeVar, cast

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session

Result = TypeVar("Result")
Writing = Callable[[], AbstractContextManager[Session]]

_MOST: Final = 64
"""How many works share a commit at most: the last of them waits for all others."""


class Group:
    """Runs works in shared transactions; each is kept whole or not at all, like one of its own."""

    def __init__(self, writing: Writing) -> None:
        self._writing = writing
        self.forget()
        _GROUPS.add(self)

    def forget(self) -> None:
        """Begin anew, with nobody waiting: for a fresh fork, where nobody waits."""
        self._mutex = threading.Lock()
        self._waiting: deque[_Waiting] = deque()
        self._is_led = False

    def __call__(self, work: Callable[[Session], Result]) -> Result:
        """Return what `work` returns, once it is durable; raise what it raises.

        A work may run twice, and nothing of a run that is not kept is left. It must hand back
        nothing that belongs to its session.
        """
        mine = _Waiting(work)
        with self._mutex:
            self._waiting.append(mine)
            leads, self._is_led = not self._is_led, True
        if not leads:
            mine.wait()
        if not mine.is_done:
            self._lead()
        return cast("Result", mine.outcome())

    def _lead(self) -> None:
        """Keep what waits, the longest waiting first, then hand over to whoever came since."""
        with self._mutex:
            count = min(_MOST, len(self._waiting))
            taken = [self._waiting.popleft() for _ in range(count)]
        try:
            self._keep(taken)
        finally:
            with self._mutex:
                following = self._waiting[0] if self._waiting else None
                self._is_led = following is not None
            for one in taken:
                one.wake(is_done=True)
            if following is not None:
                following.wake(is_done=False)

    def _keep(self, taken: list["_Waiting"]) -> None:
        try:
            self._commit(taken)
        except Exception as problem:  # noqa: BLE001 - whatever it is, its caller is told
            if len(taken) == 1:
                taken[0].refuse(problem)
                return
            # Nothing of the group was kept. Nobody fails for a neighbour: each once more, alone.
            for one in taken:
                self._keep([one])

    def _commit(self, taken: list["_Waiting"]) -> None:
        with self._writing() as session:
            if len(taken) == 1:
                taken[0].run(session)
            else:
                connection = session.connection()
                for one in taken:
                    one.run_beside(connection, session.info)
        for one in taken:
            one.keep()


class Interrupted(Exception):
    """The thread that led was stopped. Nothing of this work was kept."""


class _Waiting:
    """A work on its way, and what became of it."""

    def __init__(self, work: Callable[[Session], object]) -> None:
        self.is_done = False
        self._work = work
        self._result: object = None
        self._problem: Exception | None = None
        self._is_kept = False
        # A lock is the lightest thing that one thread can wait for and another can open.
        self._gate = threading.Lock()
        self._gate.acquire()

    def run(self, session: Session) -> None:
        """Work in a transaction of its own. Raises whatever the work does."""
        self._problem = None
        self._result = self._work(session)

    def run_beside(self, connection: Connection, info: dict[Any, Any]) -> None:
        """Work in a savepoint. Raises only what leaves the transaction around it in doubt."""
        session = Session(
            connection,
            expire_on_commit=False,
            join_transaction_mode="create_savepoint",
            info=info,
        )
        try:
            with session, session.begin():
                self.run(session)
        except Exception as problem:
            # A full disk ends the whole transaction: no savepoint is left to go back to.
            if isinstance(problem, SQLAlchemyError) and not isinstance(problem, IntegrityError):
                raise
            self.refuse(problem)

    def keep(self) -> None:
        """Note that what the work did is durable, if it did not fail."""
        self._is_kept = self._problem is None

    def refuse(self, problem: Exception) -> None:
        """Note why nothing of the work was kept."""
        self._problem = problem

    def wait(self) -> None:
        """Wait until the work is done, or it is this caller's turn to lead."""
        self._gate.acquire()

    def wake(self, *, is_done: bool) -> None:
        self.is_done = is_done
        self._gate.release()

    def outcome(self) -> object:
        """Return what the work returned, only if it is durable."""
        if self._is_kept:
            return self._result
        raise self._problem or Interrupted("the group ended before this was kept")


_GROUPS: Final[weakref.WeakSet[Group]] = weakref.WeakSet()


def _begin_anew() -> None:
    for one in _GROUPS:
        one.forget()


# Forked while somebody led, a child would wait for a leader that exists in its parent only.
os.register_at_fork(after_in_child=_begin_anew)
