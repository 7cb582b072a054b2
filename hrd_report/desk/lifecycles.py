"""The tables of `casefile.lifecycles` under the desk's former name. Adds nothing."""

from hrd_report.casefile.lifecycles import (
    CASE,
    CASE_LABELS,
    DEFENDER,
    PROGRAM,
    REPORT,
    REPORT_LABELS,
    STAFF,
    TO_END,
    VERDICTS,
)

__all__ = [
    "CASE",
    "CASE_LABELS",
    "DEFENDER",
    "PROGRAM",
    "REPORT",
    "REPORT_LABELS",
    "STAFF",
    "TO_END",
    "VERDICTS",
]
