"""Which of our messages a mail that came speaks of."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.add_column("incoming_mail", sa.Column("token", sa.LargeBinary(), nullable=True))
    op.create_index(op.f("ix_incoming_mail_token"), "incoming_mail", ["token"])


def downgrade() -> None:
    """Go down."""
    op.drop_index(op.f("ix_incoming_mail_token"), table_name="incoming_mail")
    op.drop_column("incoming_mail", "token")
