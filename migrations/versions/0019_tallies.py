"""What cases add to their team's overviews."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "tally",
        sa.Column("case_id", sa.LargeBinary(), nullable=False),
        sa.Column("kid", sa.LargeBinary(), nullable=False),
        sa.Column("blob", sa.LargeBinary(), nullable=False),
        sa.Column("shelf", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_tally_case_id_case")),
        sa.ForeignKeyConstraint(["kid"], ["key.kid"], name=op.f("fk_tally_kid_key")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_tally")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Go down."""
    op.drop_table("tally")
