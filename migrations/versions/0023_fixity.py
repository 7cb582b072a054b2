"""Sealed files are read again, and compared with what lay there first."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_THERE = sa.text("object IS NOT NULL")


def upgrade() -> None:
    """Go up."""
    with op.batch_alter_table("item", recreate="never") as table:
        table.add_column(sa.Column("digest", sa.LargeBinary(), nullable=True))
        table.add_column(sa.Column("checked", sa.Date(), nullable=True))
    op.create_index(
        "ix_item_checked", "item", ["checked"], sqlite_where=_THERE, postgresql_where=_THERE
    )


def downgrade() -> None:
    """Go down."""
    op.drop_index("ix_item_checked", table_name="item")
    with op.batch_alter_table("item", recreate="never") as table:
        table.drop_column("checked")
        table.drop_column("digest")
