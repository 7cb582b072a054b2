"""A place in the hash tree for each row of the audit, and the signed checkpoints."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    # Never copied: SQLite adds and drops such a column in place.
    with op.batch_alter_table("audit", recreate="never") as batch_op:
        batch_op.add_column(sa.Column("position", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_audit_position"), ["position"], unique=True)
    op.create_table(
        "checkpoint",
        sa.Column("size", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("frontier", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("size", name=op.f("pk_checkpoint")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Go down. The rows stay; what was signed about them is gone."""
    op.drop_table("checkpoint")
    with op.batch_alter_table("audit", recreate="never") as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_position"))
        batch_op.drop_column("position")
