"""The engine and its sessions, on SQLite and PostgreSQL alike. Decides nothing about the data."""

import sqlite3
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar

from sqlalchemy import Engine, create_engine, event, make_url, text
from sqlalchemy.exc import DataError, OperationalError
from sqlalchemy.orm import Session, sessionmaker

from hrd_report.errors import Interrupted, StorageFull, Unfit
from hrd_report.records.beside import undone
from hrd_report.records.grouping import Group

STATISTICS_ROLE: Final = "hrd_statistics"
"""The PostgreSQL role that may read nothing but facts, buckets, releases and the ledger."""

_BUSY_SECONDS: Final = 30
_ASK_EVERY_MS: Final = 4
_FULL: Final = ("SQLITE_FULL", "SQLITE_IOERR", "53100")
"""How SQLite's error names begin when the disk takes nothing, and PostgreSQL's code for it."""

_THROWN_OUT: Final = frozenset({"40P01", "40001", "55P03"})
"""PostgreSQL's codes for whoever waited in a ring, or could not wait."""
_TRIES: Final = 5

_UNFIT: Final = (DataError, UnicodeEncodeError, OverflowError)
"""What comes of a text or a number that no database holds."""

Transaction = Callable[[], AbstractContextManager[Session]]
"""Opens a transaction that commits when its block ends well and rolls back otherwise."""

Result = TypeVar("Result")

_AFTERWARDS: Final = "afterwards"


def afterwards(session: Session, work: Callable[[Session], object]) -> None:
    """Do a work in a transaction of its own, once this one is kept; never, if it is not.

    For what must not share a transaction with what led to it. A crash between the two loses it.
    """
    session.info.setdefault(_AFTERWARDS, []).append(work)


class Together(Protocol):
    """Runs a work in a transaction that it may share with the works of others."""

    def __call__(self, work: Callable[[Session], Result], /) -> Result:
        """Return what `work` returns once it is kept; raise what it raises, nothing being kept."""


@dataclass(frozen=True, slots=True)
class Database:
    """An engine with two doors: `reading` sees a snapshot, `writing` takes its turn to change.

    `together` is for small works that come in crowds: on SQLite they share one wait for the disk,
    PostgreSQL brings concurrent commits together by itself.
    """

    engine: Engine
    reading: Transaction
    writing: Transaction
    together: Together

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def insisting(writing: Transaction, work: Callable[[Session], Result]) -> Result:
    """Return what a work returns, done in a transaction of its own.

    Thrown out by another one it is done again, a few times: so it may do nothing besides writing
    rows. Raises `Interrupted` if it never comes through.
    """
    for _ in range(_TRIES - 1):
        with suppress(Interrupted), writing() as session:
            return work(session)
    with writing() as session:
        return work(session)


def open_database(
    url: str,
    *,
    readable: Collection[str] | None = None,
    writable: Collection[str] = (),
    appendable: Collection[str] = (),
    carried: Mapping[str, object] | None = None,
) -> Database:
    """Open a database. With `readable`, connections may touch only the tables named.

    Of those they may add to and change what `writable` names, and only add to what `appendable`
    does; they may delete nothing.
    On PostgreSQL the role's own rights decide, which migration 0002 gave it. Every session
    carries what is `carried` as its `info`: nothing here looks at it.

    Raises from a transaction `StorageFull` when the disk takes nothing, `Interrupted` when another
    one threw it out, and `Unfit` when it was asked with what no database holds.
    """
    engine = _engine(url)
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine)
        if readable is not None:
            _narrow_sqlite(engine, frozenset(readable), frozenset(writable), frozenset(appendable))
    elif readable is not None:
        _narrow_postgresql(engine)
    make = sessionmaker(engine, expire_on_commit=False, info=dict(carried or {}))

    def writing() -> AbstractContextManager[Session]:
        return _transaction(make, writes=True)

    def alone(work: Callable[[Session], Result]) -> Result:
        return insisting(writing, work)

    return Database(
        engine=engine,
        reading=lambda: _transaction(make, writes=False),
        writing=writing,
        together=Group(writing) if engine.dialect.name == "sqlite" else alone,
    )


def _engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        if parsed.database:
            Path(parsed.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return create_engine(
            parsed,
            hide_parameters=True,
            pool_size=16,
            max_overflow=64,
            connect_args={"timeout": _BUSY_SECONDS, "check_same_thread": False},
        )
    return create_engine(
        parsed, hide_parameters=True, pool_size=16, max_overflow=64, pool_pre_ping=True
    )


@contextmanager
def _transaction(make: sessionmaker[Session], *, writes: bool) -> Iterator[Session]:
    try:
        with make() as session, session.begin(), undone(session):
            session.connection(execution_options={"hrd_writes": writes})
            yield session
            session.flush()  # so that nothing but COMMIT itself comes after
        _follow(make, session.info.pop(_AFTERWARDS, []))
    except OperationalError as problem:
        if _kind(problem).startswith(_FULL):
            raise StorageFull("the database takes nothing") from None
        if _kind(problem) in _THROWN_OUT:
            raise Interrupted("another transaction stood in the way") from None
        raise
    except _UNFIT:
        raise Unfit from None


def _follow(make: sessionmaker[Session], works: list[Callable[[Session], object]]) -> None:
    for work in works:
        with make() as session:
            with session.begin():
                session.connection(execution_options={"hrd_writes": True})
                work(session)
            _forget_log(session)


def _forget_log(session: Session) -> None:
    """Take what was written out of SQLite's log, where commits stand one by one in their order.

    Whoever reads just then keeps it back; the jobs process does it again every hour.
    """
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        driver = connection.connection.cursor()
        session.rollback()
        driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        driver.close()


def _kind(problem: OperationalError) -> str:
    """Return the driver's own name of an error: messages depend on the server's language."""
    return str(
        getattr(problem.orig, "sqlite_errorname", None)
        or getattr(problem.orig, "sqlstate", None)
        or ""
    )


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _connect(connection: sqlite3.Connection, record: object) -> None:
        del record
        # We begin transactions ourselves: the driver's implicit ones start too late to queue.
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",  # an acknowledged report survives a power cut
            "foreign_keys=ON",
            "secure_delete=ON",
            "temp_store=MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:  # noqa: ANN401 - SQLAlchemy types it loosely
        # A writer takes its turn at once, so that no reader's snapshot has to be upgraded.
        if connection.get_execution_options().get("hrd_writes", False):
            _take_turn(connection)
        else:
            connection.exec_driver_sql("BEGIN")


def _take_turn(connection: Any) -> None:  # noqa: ANN401 - SQLAlchemy types it loosely
    """Begin to write as soon as no other process does, asking often.

    Left to itself SQLite sleeps longer each time, up to a tenth of a second: a process that
    commits without a pause then keeps all others out.
    """
    cursor = connection.connection.cursor()
    last = time.monotonic() + _BUSY_SECONDS
    cursor.execute(f"PRAGMA busy_timeout = {_ASK_EVERY_MS}")
    try:
        while True:
            try:
                cursor.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as problem:
                if problem.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > last:
                    raise
            else:
                return
    finally:
        cursor.execute(f"PRAGMA busy_timeout = {_BUSY_SECONDS * 1000}")
        cursor.close()


def _narrow_sqlite(
    engine: Engine,
    readable: frozenset[str],
    writable: frozenset[str],
    appendable: frozenset[str],
) -> None:
    allowed_always = {
        sqlite3.SQLITE_SELECT,
        sqlite3.SQLITE_TRANSACTION,
        sqlite3.SQLITE_FUNCTION,
        sqlite3.SQLITE_PRAGMA,
    }
    allowed_on = {
        sqlite3.SQLITE_READ: readable,
        sqlite3.SQLITE_INSERT: writable | appendable,
        sqlite3.SQLITE_UPDATE: writable,
    }

    def judge(action: int, table: str | None, *_rest: object) -> int:
        fine = action in allowed_always or table in allowed_on.get(action, ())
        return sqlite3.SQLITE_OK if fine else sqlite3.SQLITE_DENY

    @event.listens_for(engine, "connect")
    def _connect(connection: sqlite3.Connection, record: object) -> None:
        del record
        connection.set_authorizer(judge)


def _narrow_postgresql(engine: Engine) -> None:
    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:  # noqa: ANN401 - SQLAlchemy types it loosely
        connection.execute(text(f"SET LOCAL ROLE {STATISTICS_ROLE}"))
