"""Files that are sent in pieces."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "upload_pass",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("case_id", sa.LargeBinary(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_upload_pass_case_id_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload_pass")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_upload_pass_case_id"), "upload_pass", ["case_id"])
    op.create_index(op.f("ix_upload_pass_day"), "upload_pass", ["day"])
    op.create_table(
        "upload",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("pass_id", sa.LargeBinary(), nullable=False),
        sa.Column("blob", sa.LargeBinary(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["pass_id"], ["upload_pass.id"], name=op.f("fk_upload_pass_id_upload_pass")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_upload_pass_id"), "upload", ["pass_id"])
    op.create_index(op.f("ix_upload_day"), "upload", ["day"])
    op.create_table(
        "upload_part",
        sa.Column("upload_id", sa.LargeBinary(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("object", sa.String(), nullable=False),
        sa.Column("blob", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["upload_id"], ["upload.id"], name=op.f("fk_upload_part_upload_id_upload")),
        sa.PrimaryKeyConstraint("upload_id", "number", name=op.f("pk_upload_part")),
        sa.UniqueConstraint("object", name=op.f("uq_upload_part_object")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Go down. What was on its way is forgotten; the sweep finds its parts."""
    op.drop_table("upload_part")
    op.drop_table("upload")
    op.drop_table("upload_pass")
