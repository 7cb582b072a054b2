"""The desk's blueprint with every page on it. Answers nothing itself."""

from hrd_report.desk.views import case, consents, ending, files, lists, steps, triage, writing
from hrd_report.desk.views.blueprint import blueprint

__all__ = [
    "blueprint",
    "case",
    "consents",
    "ending",
    "files",
    "lists",
    "steps",
    "triage",
    "writing",
]
