"""What an escalation contests, and by when we appeal or look again."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.add_column("escalation", sa.Column("appeal_of", sa.LargeBinary(), nullable=True))
    op.add_column("escalation", sa.Column("appeal_due", sa.DateTime(timezone=True), nullable=True))
    op.add_column("escalation", sa.Column("look_due", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Go down. Appeals stand alone, and nobody is told when one ends."""
    for name in ("look_due", "appeal_due", "appeal_of"):
        op.drop_column("escalation", name)
