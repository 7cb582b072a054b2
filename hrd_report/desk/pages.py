"""The desk's blueprint with every page on it. Answers nothing itself."""

from hrd_report.desk.views import (
    access,
    case,
    consents,
    ending,
    erasing,
    files,
    lists,
    marking,
    noting,
    steps,
    triage,
    writing,
)
from hrd_report.desk.views.api import pages as api
from hrd_report.desk.views.blueprint import blueprint
from hrd_report.web import openapi, operations

__all__ = [
    "access",
    "blueprint",
    "case",
    "consents",
    "ending",
    "erasing",
    "files",
    "lists",
    "marking",
    "noting",
    "steps",
    "triage",
    "writing",
]

blueprint.record_once(lambda state: openapi.add(state.app, api.blueprint, mend=operations.secure))
