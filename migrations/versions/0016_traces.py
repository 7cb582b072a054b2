"""What a team finds its cases by, and its papers beside them: sealed, without a word."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "trace",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("team_id", sa.LargeBinary(), nullable=False),
        sa.Column("kid", sa.LargeBinary(), nullable=False),
        sa.Column("places", sa.LargeBinary(), nullable=False),
        sa.Column("case_id", sa.LargeBinary(), nullable=True),
        sa.Column("blob", sa.LargeBinary(), nullable=True),
        sa.Column("shelf", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_trace_case_id_case")),
        sa.ForeignKeyConstraint(["kid"], ["key.kid"], name=op.f("fk_trace_kid_key")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_trace_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trace")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_trace_case_id"), "trace", ["case_id"], unique=True)
    op.create_index(op.f("ix_trace_team_id_id"), "trace", ["team_id", "id"])
    op.create_index(op.f("ix_trace_kid"), "trace", ["kid"])
    op.create_table(
        "paper",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("team_id", sa.LargeBinary(), nullable=False),
        sa.Column("kid", sa.LargeBinary(), nullable=False),
        sa.Column("blob", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["kid"], ["key.kid"], name=op.f("fk_paper_kid_key")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_paper_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_paper_team_id"), "paper", ["team_id"])
    op.create_index(op.f("ix_paper_kid"), "paper", ["kid"])


def downgrade() -> None:
    """Go down."""
    op.drop_table("paper")
    op.drop_table("trace")
