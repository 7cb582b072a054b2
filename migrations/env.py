"""Runs the migrations. Writes plain column types, so that a migration outlives the code."""

from typing import Literal

from alembic import context
from sqlalchemy import JSON, DateTime, Enum, LargeBinary
from sqlalchemy.types import TypeDecorator

from hrd_report.records.base import Base, Moment, SealedBytes
from hrd_report.records.everything import TABLES

assert TABLES is Base.metadata.tables  # noqa: S101 - importing it loads every table


def _plain_type(kind: str, thing: object, autogen_context: object) -> str | Literal[False]:
    del autogen_context
    if kind != "type":
        return False
    if isinstance(thing, Enum):
        return "sa.String(length=32)"
    plain = {SealedBytes: "sa.LargeBinary()", Moment: "sa.DateTime(timezone=True)"}
    if isinstance(thing, TypeDecorator):
        return plain[type(thing)]
    return {LargeBinary: "sa.LargeBinary()", JSON: "sa.JSON()", DateTime: False}.get(
        type(thing), False
    )


def run() -> None:
    """Run them on the connection that the command handed over."""
    connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_item=_plain_type,
        render_as_batch=connection.dialect.name == "sqlite",
        transaction_per_migration=True,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
