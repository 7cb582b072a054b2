"""Names every table once, so that migrations and house tests see all of them. Holds no rule."""

from hrd_report.records import (
    alarms,
    answering,
    audit,
    cases,
    channels,
    correspondence,
    custody,
    erasure,
    escalations,
    factors,
    facts,
    joining,
    keys,
    people,
    postings,
    programs,
    tallies,
    traces,
    uploads,
    webhooks,
    working,
)
from hrd_report.records.base import Base

TABLES = Base.metadata.tables
"""All tables by name."""

MODULES = (
    alarms,
    answering,
    audit,
    cases,
    channels,
    correspondence,
    custody,
    erasure,
    escalations,
    facts,
    factors,
    joining,
    keys,
    people,
    postings,
    programs,
    traces,
    tallies,
    uploads,
    webhooks,
    working,
)
"""Every module that declares a table."""
