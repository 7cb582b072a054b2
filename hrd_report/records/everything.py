"""Names every table once, so that migrations and house tests see all of them. Holds no rule."""

from hrd_report.records import audit, cases, escalations, facts, keys, people
from hrd_report.records.base import Base

TABLES = Base.metadata.tables
"""All tables by name."""

MODULES = (audit, cases, escalations, facts, keys, people)
"""Every module that declares a table."""
