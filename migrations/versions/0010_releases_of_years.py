"""Releases of whole years beside those of buckets, budgets in rho, attempts, lifts, envelopes."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

ROLE = "hrd_statistics"
SEEN = "release, ledger, attempt, lift, envelope"

GRANTS = f"""
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = '{ROLE}') THEN
    GRANT SELECT ON {SEEN} TO {ROLE};
    GRANT INSERT, UPDATE ON release, lift TO {ROLE};
    GRANT INSERT ON ledger, attempt TO {ROLE};
  END IF;
END
$$
"""

FORMER_GRANTS = f"""
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = '{ROLE}') THEN
    GRANT SELECT, INSERT, UPDATE ON release, ledger TO {ROLE};
  END IF;
END
$$
"""


def upgrade() -> None:
    """Go up. The few releases there are move over with their ledger."""
    with op.batch_alter_table("bucket", recreate="never") as batch_op:
        batch_op.add_column(sa.Column("size", sa.String(), server_default="S", nullable=False))
    releases, ledger = _taken_out()
    years = {
        name: first.year
        for name, first in op.get_bind().execute(
            sa.select(sa.column("name"), sa.column("first", sa.Date())).select_from(sa.table("bucket"))
        )
    }
    release_table, ledger_table = _new_release(), _new_ledger()
    op.create_table(
        "attempt",
        sa.Column("release_id", sa.LargeBinary(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_attempt_release_id_release")),
        sa.PrimaryKeyConstraint("release_id", "number", name=op.f("pk_attempt")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "lift",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("asked_by", sa.LargeBinary(), nullable=False),
        sa.Column("agreed_by", sa.LargeBinary(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_lift")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "envelope",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("bucket", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_envelope")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_envelope_bucket"), "envelope", ["bucket"])
    if releases:
        op.bulk_insert(
            release_table,
            [
                {**row, "year": years[row["bucket"]], "part": "close", "plan": b""}
                for row in releases
            ],
        )
    if ledger:
        op.bulk_insert(ledger_table, [{**row, "part": "close", "nano_rho": 0} for row in ledger])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(GRANTS)


def downgrade() -> None:
    """Go down. Releases of years that have several buckets are lost, and budgets in rho."""
    op.drop_index(op.f("ix_envelope_bucket"), table_name="envelope")
    for name in ("envelope", "lift", "attempt"):
        op.drop_table(name)
    releases, ledger = _taken_out()
    named = sa.select(sa.column("name")).select_from(sa.table("bucket"))
    buckets = set(op.get_bind().scalars(named))
    release_table, ledger_table = _former_release(), _former_ledger()
    kept = [row for row in releases if row["bucket"] in buckets]
    ids = {row["id"] for row in kept}
    _insert(release_table, kept)
    _insert(ledger_table, [row for row in ledger if row["release_id"] in ids])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(FORMER_GRANTS)
    with op.batch_alter_table("bucket", recreate="never") as batch_op:
        batch_op.drop_column("size")


def _taken_out() -> tuple[list[dict], list[dict]]:
    """Return the rows of both tables, and drop the tables."""
    found, bind = [], op.get_bind()
    for name in ("release", "ledger"):
        table = sa.Table(name, sa.MetaData(), autoload_with=bind, resolve_fks=False)
        found.append([dict(row) for row in bind.execute(sa.select(table)).mappings()])
    op.drop_index(op.f("ix_ledger_year"), table_name="ledger")
    op.drop_table("ledger")
    op.drop_table("release")
    return found[0], found[1]


def _insert(table: sa.Table, rows: list[dict]) -> None:
    names = {column.name for column in table.columns}
    if rows:
        op.bulk_insert(table, [{k: v for k, v in row.items() if k in names} for row in rows])


def _new_release() -> sa.Table:
    return op.create_table(
        "release",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("bucket", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("tier", sa.String(), nullable=False),
        sa.Column("plan", sa.LargeBinary(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("manifest", sa.LargeBinary(), nullable=True),
        sa.Column("signature", sa.LargeBinary(), nullable=True),
        sa.Column("archive", sa.LargeBinary(), nullable=True),
        sa.Column("measured", sa.LargeBinary(), nullable=True),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release")),
        sa.UniqueConstraint("bucket", name=op.f("uq_release_bucket")),
        sqlite_with_rowid=False,
    )


def _new_ledger() -> sa.Table:
    table = op.create_table(
        "ledger",
        sa.Column("release_id", sa.LargeBinary(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=32), nullable=False),
        sa.Column("bucket", sa.String(), nullable=False),
        sa.Column("micro_epsilon", sa.Integer(), nullable=False),
        sa.Column("nano_rho", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_ledger_release_id_release")),
        sa.PrimaryKeyConstraint("release_id", name=op.f("pk_ledger")),
        sa.UniqueConstraint("bucket", name=op.f("uq_ledger_bucket")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_ledger_year"), "ledger", ["year"])
    return table


def _former_release() -> sa.Table:
    return op.create_table(
        "release",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("bucket", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("tier", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("manifest", sa.LargeBinary(), nullable=True),
        sa.Column("signature", sa.LargeBinary(), nullable=True),
        sa.Column("archive", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["bucket"], ["bucket.name"], name=op.f("fk_release_bucket_bucket")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release")),
        sa.UniqueConstraint("bucket", name=op.f("uq_release_bucket")),
        sqlite_with_rowid=False,
    )


def _former_ledger() -> sa.Table:
    table = op.create_table(
        "ledger",
        sa.Column("release_id", sa.LargeBinary(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("bucket", sa.String(), nullable=False),
        sa.Column("micro_epsilon", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_ledger_release_id_release")),
        sa.PrimaryKeyConstraint("release_id", name=op.f("pk_ledger")),
        sa.UniqueConstraint("bucket", name=op.f("uq_ledger_bucket")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_ledger_year"), "ledger", ["year"])
    return table
