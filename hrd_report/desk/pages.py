"""The desk's blueprint with every page on it. Answers nothing itself."""

from hrd_report.desk.views import (
    access,
    case,
    consents,
    ending,
    erasing,
    files,
    lists,
    noting,
    steps,
    triage,
    writing,
)
from hrd_report.desk.views.blueprint import blueprint

__all__ = [
    "access",
    "blueprint",
    "case",
    "consents",
    "ending",
    "erasing",
    "files",
    "lists",
    "noting",
    "steps",
    "triage",
    "writing",
]
