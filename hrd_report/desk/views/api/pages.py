"""Every route of the desk's API, gathered. Answers nothing itself."""

from hrd_report.desk.views.api import (
    case,
    consents,
    ending,
    exchange,
    findings,
    queue,
    triage,
)
from hrd_report.desk.views.api.frame import blueprint

__all__ = [
    "blueprint",
    "case",
    "consents",
    "ending",
    "exchange",
    "findings",
    "queue",
    "triage",
]
