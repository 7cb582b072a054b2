"""The PostgreSQL role that a statistics connection narrows itself to. SQLite has no roles."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ROLE = "hrd_statistics"
READABLE = "bucket, fact, release, ledger"
WRITABLE = "bucket, release, ledger"

# The role is the cluster's, not the database's: another database's may be there already, or be
# made at this very moment. Who may not make roles goes on without one; `doctor` says so.
MAKE_ROLE = f"""
DO $$
BEGIN
  BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{ROLE}') THEN
      CREATE ROLE {ROLE} NOLOGIN;
    END IF;
  EXCEPTION WHEN insufficient_privilege OR duplicate_object OR unique_violation THEN
    NULL;
  END;
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = '{ROLE}') THEN
    GRANT SELECT ON {READABLE} TO {ROLE};
    GRANT INSERT, UPDATE ON {WRITABLE} TO {ROLE};
    BEGIN
      GRANT {ROLE} TO CURRENT_USER;
    EXCEPTION WHEN insufficient_privilege THEN
      NULL;
    END;
  END IF;
END
$$
"""

# The role itself stays: other databases of the cluster may use it.
TAKE_BACK = f"""
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = '{ROLE}') THEN
    REVOKE ALL ON {READABLE} FROM {ROLE};
  END IF;
END
$$
"""


def upgrade() -> None:
    """Make the role and let it see what statistics may see."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(MAKE_ROLE)


def downgrade() -> None:
    """Let the role see nothing."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(TAKE_BACK)
