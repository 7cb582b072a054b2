"""People and teams, second factors, invitations, recovery, rosters, erasure."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "roster",
        sa.Column("epoch", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("epoch", name=op.f("pk_roster")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "throttle",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_throttle")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_throttle_until"), "throttle", ["until"])
    op.create_table(
        "tombstone",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("cause", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tombstone")),
        sa.UniqueConstraint("number", name=op.f("uq_tombstone_number")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "used_challenge",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_used_challenge")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_used_challenge_until"), "used_challenge", ["until"])
    op.create_table(
        "routing_rule",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.LargeBinary(), nullable=False),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("threat", sa.String(), nullable=True),
        sa.Column("country", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_routing_rule_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_routing_rule")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "custody",
        sa.Column("kid", sa.LargeBinary(), nullable=False),
        sa.Column("share", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("person_id", sa.LargeBinary(), nullable=True),
        sa.Column("seen_day", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["kid"], ["key.kid"], name=op.f("fk_custody_kid_key")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_custody_person_id_person")),
        sa.PrimaryKeyConstraint("kid", "share", name=op.f("pk_custody")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "invitation",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("invited_by", sa.LargeBinary(), nullable=True),
        sa.Column("team_id", sa.LargeBinary(), nullable=True),
        sa.Column("person_id", sa.LargeBinary(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["invited_by"], ["person.id"], name=op.f("fk_invitation_invited_by_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_invitation_person_id_person")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_invitation_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("name", name=op.f("uq_invitation_name")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_invitation_until"), "invitation", ["until"])
    op.create_table(
        "passkey",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", sa.LargeBinary(), nullable=False),
        sa.Column("credential", sa.LargeBinary(), nullable=False),
        sa.Column("public", sa.LargeBinary(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("uses", sa.BigInteger(), nullable=False),
        sa.Column("lock_id", sa.LargeBinary(), nullable=True),
        sa.Column("used_day", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["lock_id"], ["lock.id"], name=op.f("fk_passkey_lock_id_lock")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_passkey_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("credential", name=op.f("uq_passkey_credential")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_passkey_person_id"), "passkey", ["person_id"])
    op.create_table(
        "proposal",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.LargeBinary(), nullable=False),
        sa.Column("target", sa.LargeBinary(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("proposed_by", sa.LargeBinary(), nullable=False),
        sa.Column("decided_by", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_proposal_decided_by_person")),
        sa.ForeignKeyConstraint(["proposed_by"], ["person.id"], name=op.f("fk_proposal_proposed_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_proposal_state"), "proposal", ["state"])
    op.create_table(
        "totp",
        sa.Column("person_id", sa.LargeBinary(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_totp_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_totp")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("case", recreate="never") as batch_op:
        batch_op.add_column(sa.Column("restricted", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("held", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("state_day", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("warned_day", sa.Date(), nullable=True))
        batch_op.create_index(batch_op.f("ix_case_state_state_day"), ["state", "state_day"])
        batch_op.create_index(batch_op.f("ix_case_kid"), ["kid"])
    op.create_index(
        "ix_case_assignee",
        "case",
        ["assignee"],
        sqlite_where=sa.text("assignee IS NOT NULL"),
        postgresql_where=sa.text("assignee IS NOT NULL"),
    )
    op.create_index(
        "ix_case_restricted",
        "case",
        ["team_id"],
        sqlite_where=sa.text("restricted = 1"),
        postgresql_where=sa.text("restricted"),
    )
    op.create_index(
        "ix_key_due",
        "key",
        ["kid"],
        sqlite_where=sa.text("state = 'due'"),
        postgresql_where=sa.text("state = 'due'"),
    )
    with op.batch_alter_table("item", recreate="never") as batch_op:
        batch_op.create_index(batch_op.f("ix_item_kid"), ["kid"])
    with op.batch_alter_table("grant", recreate="never") as batch_op:
        batch_op.add_column(sa.Column("shelf", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_grant_shelf"), ["shelf"])
    with op.batch_alter_table("session", recreate="never") as batch_op:
        batch_op.add_column(sa.Column("stage", sa.String(length=32), server_default="full", nullable=False))
    with op.batch_alter_table("team", recreate="never") as batch_op:
        batch_op.add_column(sa.Column("epoch", sa.Integer(), server_default="1", nullable=False))
        batch_op.add_column(sa.Column("endorsement", sa.LargeBinary(), nullable=True))



def downgrade() -> None:
    """Go down. Who may open restricted cases stays; that they are restricted is forgotten."""
    with op.batch_alter_table("team", recreate="never") as batch_op:
        batch_op.drop_column("endorsement")
        batch_op.drop_column("epoch")
    with op.batch_alter_table("session", recreate="never") as batch_op:
        batch_op.drop_column("stage")
    with op.batch_alter_table("grant", recreate="never") as batch_op:
        batch_op.drop_index(batch_op.f("ix_grant_shelf"))
        batch_op.drop_column("shelf")
    with op.batch_alter_table("item", recreate="never") as batch_op:
        batch_op.drop_index(batch_op.f("ix_item_kid"))
    op.drop_index("ix_key_due", table_name="key")
    op.drop_index("ix_case_restricted", table_name="case")
    op.drop_index("ix_case_assignee", table_name="case")
    with op.batch_alter_table("case", recreate="never") as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_kid"))
        batch_op.drop_index(batch_op.f("ix_case_state_state_day"))
        batch_op.drop_column("warned_day")
        batch_op.drop_column("state_day")
        batch_op.drop_column("held")
        batch_op.drop_column("restricted")
    op.drop_table("totp")
    op.drop_table("proposal")
    op.drop_table("passkey")
    op.drop_table("invitation")
    op.drop_table("custody")
    op.drop_table("routing_rule")
    op.drop_table("used_challenge")
    op.drop_table("tombstone")
    op.drop_table("throttle")
    op.drop_table("roster")
