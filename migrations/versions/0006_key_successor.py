"""A case's key gives way to a fresh one before anybody who holds the former comes by."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    with op.batch_alter_table("key", recreate="never") as batch_op:
        batch_op.add_column(sa.Column("successor", sa.LargeBinary(), nullable=True))
    op.create_index(
        "ix_key_successor",
        "key",
        ["successor"],
        sqlite_where=sa.text("successor IS NOT NULL"),
        postgresql_where=sa.text("successor IS NOT NULL"),
    )


def downgrade() -> None:
    """Go down. A former key that its successor does not lead to yet opens for recovery alone."""
    op.drop_index("ix_key_successor", table_name="key")
    with op.batch_alter_table("key", recreate="never") as batch_op:
        batch_op.drop_column("successor")
