"""Calls for a second person, and where staff are woken."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "alarm",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("case_id", sa.LargeBinary(), nullable=False),
        sa.Column("raised_by", sa.LargeBinary(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("answered_by", sa.LargeBinary(), nullable=True),
        sa.Column("answered_day", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_alarm_case_id_case")),
        sa.ForeignKeyConstraint(
            ["raised_by"], ["person.id"], name=op.f("fk_alarm_raised_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["person.id"], name=op.f("fk_alarm_answered_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alarm")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_alarm_case_id"), "alarm", ["case_id"])
    op.create_index(
        "ix_alarm_open",
        "alarm",
        ["next_at"],
        sqlite_where=sa.text("answered_by IS NULL"),
        postgresql_where=sa.text("answered_by IS NULL"),
    )
    op.create_table(
        "waking_address",
        sa.Column("person_id", sa.LargeBinary(), nullable=False),
        sa.Column("kid", sa.LargeBinary(), nullable=False),
        sa.Column("blob", sa.LargeBinary(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_waking_address_person_id_person")
        ),
        sa.ForeignKeyConstraint(["kid"], ["key.kid"], name=op.f("fk_waking_address_kid_key")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_waking_address")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Go down."""
    op.drop_table("waking_address")
    op.drop_index("ix_alarm_open", table_name="alarm")
    op.drop_index(op.f("ix_alarm_case_id"), table_name="alarm")
    op.drop_table("alarm")
