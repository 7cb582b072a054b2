"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""

    op.create_table(
        "answered",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("blob", sa.LargeBinary(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answered")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("answered", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answered_until"), ["until"], unique=False)

    op.create_table(
        "audit",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("act", sa.String(length=32), nullable=False),
        sa.Column("actor", sa.LargeBinary(), nullable=True),
        sa.Column("object", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_object"), ["object"], unique=False)

    op.create_table(
        "bucket",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("kid", sa.LargeBinary(), nullable=False),
        sa.Column("public", sa.LargeBinary(), nullable=False),
        sa.Column("holder", sa.LargeBinary(), nullable=False),
        sa.Column("grant", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_bucket")),
        sa.UniqueConstraint("first", name=op.f("uq_bucket_first")),
        sa.UniqueConstraint("last", name=op.f("uq_bucket_last")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "fact",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("bucket", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fact")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("fact", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fact_bucket"), ["bucket"], unique=False)

    op.create_table(
        "key",
        sa.Column("kid", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("public", sa.LargeBinary(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("kid", name=op.f("pk_key")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "session",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.LargeBinary(), nullable=False),
        sa.Column("kid", sa.LargeBinary(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("blob", sa.LargeBinary(), nullable=False),
        sa.Column("idle_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("absolute_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stepped_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_session_absolute_until"), ["absolute_until"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_session_subject"), ["subject"], unique=False)

    op.create_table(
        "grant",
        sa.Column("child", sa.LargeBinary(), nullable=False),
        sa.Column("holder", sa.LargeBinary(), nullable=False),
        sa.Column("blob", sa.LargeBinary(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["child"], ["key.kid"], name=op.f("fk_grant_child_key")),
        sa.ForeignKeyConstraint(["holder"], ["key.kid"], name=op.f("fk_grant_holder_key")),
        sa.PrimaryKeyConstraint("child", "holder", name=op.f("pk_grant")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("grant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_grant_holder"), ["holder"], unique=False)

    op.create_table(
        "lock",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("kid", sa.LargeBinary(), nullable=False),
        sa.Column("method", sa.String(length=32), nullable=False),
        sa.Column("params", sa.JSON(), nullable=False),
        sa.Column("blob", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["kid"], ["key.kid"], name=op.f("fk_lock_kid_key")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lock")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("lock", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lock_kid"), ["kid"], unique=False)

    op.create_table(
        "release",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("bucket", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("tier", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("manifest", sa.LargeBinary(), nullable=True),
        sa.Column("signature", sa.LargeBinary(), nullable=True),
        sa.Column("archive", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["bucket"], ["bucket.name"], name=op.f("fk_release_bucket_bucket")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release")),
        sa.UniqueConstraint("bucket", name=op.f("uq_release_bucket")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "team",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kid", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["kid"], ["key.kid"], name=op.f("fk_team_kid_key")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
        sa.UniqueConstraint("name", name=op.f("uq_team_name")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ledger",
        sa.Column("release_id", sa.LargeBinary(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("bucket", sa.String(), nullable=False),
        sa.Column("micro_epsilon", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["release_id"], ["release.id"], name=op.f("fk_ledger_release_id_release")
        ),
        sa.PrimaryKeyConstraint("release_id", name=op.f("pk_ledger")),
        sa.UniqueConstraint("bucket", name=op.f("uq_ledger_bucket")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("ledger", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ledger_year"), ["year"], unique=False)

    op.create_table(
        "person",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("kid", sa.LargeBinary(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("team_id", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["kid"], ["key.kid"], name=op.f("fk_person_kid_key")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_person_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("name", name=op.f("uq_person_name")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "case",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("kid", sa.LargeBinary(), nullable=False),
        sa.Column("team_id", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("urgency", sa.String(length=32), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("received_day", sa.Date(), nullable=False),
        sa.Column("due", sa.String(length=32), nullable=False),
        sa.Column("due_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("assignee", sa.LargeBinary(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["assignee"], ["person.id"], name=op.f("fk_case_assignee_person")),
        sa.ForeignKeyConstraint(["kid"], ["key.kid"], name=op.f("fk_case_kid_key")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_case_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case")),
        sa.UniqueConstraint("number", name=op.f("uq_case_number")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_case_team_id_assignee_state_urgency_due_at"),
            ["team_id", "assignee", "state", "urgency", "due_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_case_team_id_state_urgency_due_at"),
            ["team_id", "state", "urgency", "due_at"],
            unique=False,
        )

    op.create_table(
        "item",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("case_id", sa.LargeBinary(), nullable=False),
        sa.Column("kid", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("blob", sa.LargeBinary(), nullable=True),
        sa.Column("object", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_item_case_id_case")),
        sa.ForeignKeyConstraint(["kid"], ["key.kid"], name=op.f("fk_item_kid_key")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_item_case_id_kind"), ["case_id", "kind"], unique=False)

    op.create_table(
        "report",
        sa.Column("lookup", sa.LargeBinary(), nullable=False),
        sa.Column("case_id", sa.LargeBinary(), nullable=False),
        sa.Column("receipt_kid", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_report_case_id_case")),
        sa.ForeignKeyConstraint(
            ["receipt_kid"], ["key.kid"], name=op.f("fk_report_receipt_kid_key")
        ),
        sa.PrimaryKeyConstraint("lookup", name=op.f("pk_report")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_case_id"), ["case_id"], unique=False)

    op.create_table(
        "consent",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("case_id", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("item_id", sa.LargeBinary(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_consent_case_id_case")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_consent_item_id_item")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consent_case_id"), ["case_id"], unique=False)

    op.create_table(
        "escalation",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("case_id", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("notice_item", sa.LargeBinary(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("decision_item", sa.LargeBinary(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledgement_due", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_due", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_escalation_case_id_case")),
        sa.ForeignKeyConstraint(
            ["decision_item"], ["item.id"], name=op.f("fk_escalation_decision_item_item")
        ),
        sa.ForeignKeyConstraint(
            ["notice_item"], ["item.id"], name=op.f("fk_escalation_notice_item_item")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalation")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("escalation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_escalation_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_escalation_state_due_at"), ["state", "due_at"], unique=False
        )

    op.create_table(
        "delivery",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("escalation_id", sa.LargeBinary(), nullable=False),
        sa.Column("item_id", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["escalation_id"], ["escalation.id"], name=op.f("fk_delivery_escalation_id_escalation")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_delivery_item_id_item")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("escalation_id", name=op.f("uq_delivery_escalation_id")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_delivery_state_next_at"), ["state", "next_at"], unique=False
        )

    op.create_table(
        "escalation_consent",
        sa.Column("escalation_id", sa.LargeBinary(), nullable=False),
        sa.Column("consent_id", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consent_id"], ["consent.id"], name=op.f("fk_escalation_consent_consent_id_consent")
        ),
        sa.ForeignKeyConstraint(
            ["escalation_id"],
            ["escalation.id"],
            name=op.f("fk_escalation_consent_escalation_id_escalation"),
        ),
        sa.PrimaryKeyConstraint("escalation_id", "consent_id", name=op.f("pk_escalation_consent")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Go down."""

    op.drop_table("escalation_consent")
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_delivery_state_next_at"))

    op.drop_table("delivery")
    with op.batch_alter_table("escalation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_escalation_state_due_at"))
        batch_op.drop_index(batch_op.f("ix_escalation_case_id"))

    op.drop_table("escalation")
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consent_case_id"))

    op.drop_table("consent")
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_case_id"))

    op.drop_table("report")
    with op.batch_alter_table("item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_item_case_id_kind"))

    op.drop_table("item")
    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_team_id_state_urgency_due_at"))
        batch_op.drop_index(batch_op.f("ix_case_team_id_assignee_state_urgency_due_at"))

    op.drop_table("case")
    op.drop_table("person")
    with op.batch_alter_table("ledger", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ledger_year"))

    op.drop_table("ledger")
    op.drop_table("team")
    op.drop_table("release")
    with op.batch_alter_table("lock", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lock_kid"))

    op.drop_table("lock")
    with op.batch_alter_table("grant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_grant_holder"))

    op.drop_table("grant")
    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_session_subject"))
        batch_op.drop_index(batch_op.f("ix_session_absolute_until"))

    op.drop_table("session")
    op.drop_table("key")
    with op.batch_alter_table("fact", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_fact_bucket"))

    op.drop_table("fact")
    op.drop_table("bucket")
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_object"))

    op.drop_table("audit")
    with op.batch_alter_table("answered", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answered_until"))

    op.drop_table("answered")
