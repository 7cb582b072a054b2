"""How somebody wants to see evidence; what one person did on a day is found at once."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    with op.batch_alter_table("person", recreate="never") as table:
        table.add_column(sa.Column("viewing", sa.LargeBinary(), nullable=True))
    op.create_index(op.f("ix_audit_actor_day"), "audit", ["actor", "day"])


def downgrade() -> None:
    """Go down."""
    op.drop_index(op.f("ix_audit_actor_day"), table_name="audit")
    with op.batch_alter_table("person", recreate="never") as table:
        table.drop_column("viewing")
