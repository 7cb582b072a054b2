"""The desk's blueprint with every page on it. Answers nothing itself."""

from hrd_report.desk.views import (
    access,
    alarms,
    bulk,
    campaign_forms,
    campaigns,
    case,
    conflicts,
    consents,
    ending,
    erasing,
    exchange,
    files,
    helping,
    hours,
    importing,
    lists,
    marking,
    noting,
    one_step,
    participants,
    planning,
    platforms,
    reading_on,
    related,
    saved,
    searching,
    steps,
    triage,
    watching,
    working,
    workload,
    writing,
)
from hrd_report.desk.views.api import pages as api
from hrd_report.desk.views.blueprint import blueprint
from hrd_report.desk.views.evidence import adding as evidence_adding
from hrd_report.desk.views.evidence import keeping as evidence_keeping
from hrd_report.desk.views.evidence import leaving as evidence_leaving
from hrd_report.desk.views.evidence import looking as evidence_looking
from hrd_report.desk.views.evidence import preferring as evidence_preferring
from hrd_report.desk.views.shutdowns import case as shutdown
from hrd_report.desk.views.shutdowns import sheets
from hrd_report.web import openapi, operations

__all__ = [
    "access",
    "alarms",
    "blueprint",
    "bulk",
    "campaign_forms",
    "campaigns",
    "case",
    "conflicts",
    "consents",
    "ending",
    "erasing",
    "evidence_adding",
    "evidence_keeping",
    "evidence_leaving",
    "evidence_looking",
    "evidence_preferring",
    "exchange",
    "files",
    "helping",
    "hours",
    "importing",
    "lists",
    "marking",
    "noting",
    "one_step",
    "participants",
    "planning",
    "platforms",
    "reading_on",
    "related",
    "saved",
    "searching",
    "sheets",
    "shutdown",
    "steps",
    "triage",
    "watching",
    "working",
    "workload",
    "writing",
]

blueprint.record_once(lambda state: openapi.add(state.app, api.blueprint, mend=operations.secure))
