"""When a team is there and how soon it answers; cases put off or declined; saved views."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    _add_tables()
    with op.batch_alter_table("case", recreate="never") as table:
        table.add_column(
            sa.Column("asleep", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        table.add_column(sa.Column("asleep_until", sa.Date(), nullable=True))
    op.create_index(
        "ix_case_asleep",
        "case",
        ["team_id"],
        sqlite_where=sa.text("asleep = 1"),
        postgresql_where=sa.text("asleep"),
    )
    for name in ("person", "team"):
        with op.batch_alter_table(name, recreate="never") as table:
            table.add_column(sa.Column("views", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    """Go down."""
    for name in ("team", "person"):
        with op.batch_alter_table(name, recreate="never") as table:
            table.drop_column("views")
    op.drop_index("ix_case_asleep", table_name="case")
    with op.batch_alter_table("case", recreate="never") as table:
        table.drop_column("asleep_until")
        table.drop_column("asleep")
    op.drop_index(op.f("ix_declined_case_id"), table_name="declined")
    for name in ("declined", "alert_times", "closed_day", "open_hours", "helpline"):
        op.drop_table(name)


def _team_id(table: str) -> tuple[sa.Column[bytes], sa.ForeignKeyConstraint]:
    name = op.f(f"fk_{table}_team_id_team")
    return (
        sa.Column("team_id", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=name),
    )


def _add_tables() -> None:
    op.create_table(
        "helpline",
        *_team_id("helpline"),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("staffed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", name=op.f("pk_helpline")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "open_hours",
        *_team_id("open_hours"),
        sa.Column("weekday", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("opens", sa.Integer(), nullable=False),
        sa.Column("closes", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "weekday", name=op.f("pk_open_hours")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "closed_day",
        *_team_id("closed_day"),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "day", name=op.f("pk_closed_day")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "alert_times",
        *_team_id("alert_times"),
        sa.Column("urgency", sa.String(length=32), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("second", sa.Integer(), nullable=False),
        sa.Column("promise", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "urgency", name=op.f("pk_alert_times")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "declined",
        sa.Column("person_id", sa.LargeBinary(), nullable=False),
        sa.Column("case_id", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_declined_person_id_person")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_declined_case_id_case")),
        sa.PrimaryKeyConstraint("person_id", "case_id", name=op.f("pk_declined")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_declined_case_id"), "declined", ["case_id"])
