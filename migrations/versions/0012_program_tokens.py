"""Tokens of staff programs."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "program_token",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", sa.LargeBinary(), nullable=False),
        sa.Column("kid", sa.LargeBinary(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("blob", sa.LargeBinary(), nullable=False),
        sa.Column("label", sa.LargeBinary(), nullable=False),
        sa.Column("scopes", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("used_day", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_program_token_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_program_token")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("program_token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_program_token_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    """Go down. Every token is forgotten: programs need fresh ones."""
    op.drop_table("program_token")
