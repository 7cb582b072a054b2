"""Addresses that are told of changes, what is still to be told, and what was."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "webhook",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("team_id", sa.LargeBinary(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("public", sa.LargeBinary(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.LargeBinary(), nullable=True),
        sa.Column("blob", sa.LargeBinary(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("problem", sa.String(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_webhook_team_id_team")),
        sa.ForeignKeyConstraint(
            ["made_by"], ["person.id"], name=op.f("fk_webhook_made_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook")),
        sa.UniqueConstraint("name", name=op.f("uq_webhook_name")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "webhook_event",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("webhook_id", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("thing", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["webhook_id"], ["webhook.id"], name=op.f("fk_webhook_event_webhook_id_webhook")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_event")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_webhook_event_webhook_id"), "webhook_event", ["webhook_id"])
    op.create_index(op.f("ix_webhook_event_thing"), "webhook_event", ["thing"])
    op.create_table(
        "webhook_told",
        sa.Column("thing", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("thing", name=op.f("pk_webhook_told")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Go down."""
    op.drop_table("webhook_told")
    op.drop_index(op.f("ix_webhook_event_thing"), table_name="webhook_event")
    op.drop_index(op.f("ix_webhook_event_webhook_id"), table_name="webhook_event")
    op.drop_table("webhook_event")
    op.drop_table("webhook")
