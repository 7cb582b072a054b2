"""A webhook's key is followed by another one."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    with op.batch_alter_table("webhook", recreate="never") as table:
        table.add_column(sa.Column("later_public", sa.LargeBinary(), nullable=True))
        table.add_column(sa.Column("later_blob", sa.LargeBinary(), nullable=True))
        table.add_column(sa.Column("switch_day", sa.Date(), nullable=True))


def downgrade() -> None:
    """Go down."""
    with op.batch_alter_table("webhook", recreate="never") as table:
        table.drop_column("switch_day")
        table.drop_column("later_blob")
        table.drop_column("later_public")
