"""Finds the few keys that are no case's and no receipt's without reading all others."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_index(op.f("ix_key_kind"), "key", ["kind"], unique=False)


def downgrade() -> None:
    """Go down."""
    op.drop_index(op.f("ix_key_kind"), table_name="key")
