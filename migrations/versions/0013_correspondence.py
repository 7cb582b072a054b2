"""Accounts at platforms, what answers are found by, mails that came; parts of a delivery."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.add_column("delivery", sa.Column("done", sa.Integer(), server_default="0", nullable=False))
    op.create_table(
        "platform_account",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("blob", sa.LargeBinary(), nullable=True),
        sa.Column("made_by", sa.LargeBinary(), nullable=True),
        sa.Column("ended", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_platform_account_made_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_platform_account")),
        sa.UniqueConstraint("name", name=op.f("uq_platform_account_name")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "reply_token",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("sender", sa.LargeBinary(), nullable=False),
        sa.Column("escalation_id", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["escalation_id"], ["escalation.id"], name=op.f("fk_reply_token_escalation_id_escalation")),
        sa.PrimaryKeyConstraint("digest", "sender", name=op.f("pk_reply_token")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_reply_token_escalation_id"), "reply_token", ["escalation_id"])
    op.create_table(
        "incoming_mail",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("team_id", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("escalation_id", sa.LargeBinary(), nullable=True),
        sa.Column("item_id", sa.LargeBinary(), nullable=True),
        sa.Column("kid", sa.LargeBinary(), nullable=True),
        sa.Column("blob", sa.LargeBinary(), nullable=True),
        sa.Column("object", sa.String(), nullable=True),
        sa.Column("problem", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["escalation_id"], ["escalation.id"], name=op.f("fk_incoming_mail_escalation_id_escalation")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_incoming_mail_item_id_item")),
        sa.ForeignKeyConstraint(["kid"], ["key.kid"], name=op.f("fk_incoming_mail_kid_key")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_incoming_mail_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incoming_mail")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_incoming_mail_escalation_id"), "incoming_mail", ["escalation_id"])
    op.create_index(op.f("ix_incoming_mail_team_id_state"), "incoming_mail", ["team_id", "state"])
    op.create_index(op.f("ix_incoming_mail_digest"), "incoming_mail", ["digest"], unique=True)


def downgrade() -> None:
    """Go down. Accounts are forgotten, answers stay in their cases, unmatched mails are lost."""
    op.drop_table("incoming_mail")
    op.drop_table("reply_token")
    op.drop_table("platform_account")
    op.drop_column("delivery", "done")
