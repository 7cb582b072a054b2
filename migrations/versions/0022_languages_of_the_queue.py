"""The queue is read by language."""

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_NAME = "ix_case_team_id_language_state_urgency_due_at"


def upgrade() -> None:
    """Go up."""
    columns = ["team_id", "language", "state", "urgency", "due_at"]
    op.create_index(op.f(_NAME), "case", columns)


def downgrade() -> None:
    """Go down."""
    op.drop_index(op.f(_NAME), table_name="case")
