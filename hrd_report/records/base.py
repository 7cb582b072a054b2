"""The declarative base and the column types. Knows how a thing is kept, never what it says."""

import datetime as dt
import enum
from collections.abc import Mapping
from functools import cache
from typing import Any, ClassVar, Final, cast

from sqlalchemy import JSON, DateTime, Enum, Insert, LargeBinary, MetaData, Table, insert
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, MappedAsDataclass, Session
from sqlalchemy.types import TypeDecorator

from hrd_report.sealed import Sealed

LOCKED: Final[dict[str, Any]] = {"key_share": True}
"""How a row is locked that others point to: they may still point to it meanwhile.

On PostgreSQL FOR NO KEY UPDATE. A plain FOR UPDATE keeps out whoever adds a row with this one's id:
news for a case would wait for whoever writes in it, and two who wait for each other are thrown out.
"""

ID_BYTES = 16
"""Length of every random id: 128 bits, so that none can be guessed or counted."""


class SealedBytes(TypeDecorator[Sealed]):
    """A column for an age file, a grant or a lock: takes and gives `Sealed`, nothing else."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Sealed | None, dialect: Dialect) -> bytes | None:
        """Refuse anything that was not sealed."""
        del dialect
        if value is None:
            return None
        if not isinstance(value, Sealed):
            raise TypeError("only Sealed goes into a sealed column")
        return value.blob

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Sealed | None:
        """Wrap what was kept."""
        del dialect
        return None if value is None else Sealed(bytes(value))


class Moment(TypeDecorator[dt.datetime]):
    """An aware moment in UTC: refuses naive times, restores the zone that SQLite loses."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Refuse a time without a zone."""
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            raise TypeError("a kept moment needs a time zone")
        return value.astimezone(dt.UTC)

    def process_result_value(
        self, value: dt.datetime | None, dialect: Dialect
    ) -> dt.datetime | None:
        """Give an aware moment back."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


class Base(MappedAsDataclass, DeclarativeBase, kw_only=True, repr=False):
    """Every table: built by keyword, never printing itself."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        bytes: LargeBinary,
        Sealed: SealedBytes,
        dt.datetime: Moment,
        dict[str, int | str]: JSON,
        enum.Enum: Enum(
            enum.Enum,
            values_callable=lambda kind: [member.value for member in kind],
            native_enum=False,
            length=32,
        ),
    }


NO_ROWID = {"sqlite_with_rowid": False}
"""Table argument: without it SQLite's hidden row numbers betray the order of arrival."""


def add_rows(session: Session, kind: type[Base], *rows: Mapping[str, object]) -> None:
    """Add rows in one statement, without objects that nobody would look at again.

    Every column is named: defaults belong to the objects. Raises what the database raises.
    """
    session.connection().execute(_insert_into(kind), rows)


@cache
def _insert_into(kind: type[Base]) -> Insert:
    return insert(cast("Table", kind.__table__))
