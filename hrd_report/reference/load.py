"""Loads the reference data once and refuses them when they contradict. Knows no page, no case."""

import functools
from collections.abc import Mapping
from typing import Any

from hrd_report.reference import checks, spoken
from hrd_report.reference.campaigns import StateRole
from hrd_report.reference.code_files import lists_from
from hrd_report.reference.consents import ConsentPurpose, IdentityLevel, RiskQuestion
from hrd_report.reference.directory import Helper
from hrd_report.reference.handling import Handling
from hrd_report.reference.measures import Measure, MeasureText
from hrd_report.reference.notices import (
    Choice,
    Clocks,
    Deadline,
    Decision,
    DsaCodes,
    FirstPersonRule,
    NoticeField,
    SendQuestion,
)
from hrd_report.reference.platforms import Platform
from hrd_report.reference.question_files import QUESTION_FILES, subjects_from
from hrd_report.reference.reading import Raw, build, document, only, several, unique
from hrd_report.reference.reference import Reference
from hrd_report.reference.replies import Reply
from hrd_report.reference.roles import Role
from hrd_report.reference.rules import Rule
from hrd_report.reference.severity import Axes, Circumstance
from hrd_report.reference.spoken import Fallback
from hrd_report.reference.steps import Finding, Step
from hrd_report.reference.stop import StopCountry, StopField, StopKind
from hrd_report.reference.threats import (
    EvidenceKind,
    SeverityLevel,
    Subtype,
    Threat,
)

# File, then key of the file, then the shape of each entry and its field in Reference.
_LISTS: Mapping[str, Mapping[str, type]] = {
    "threats": {"threats": Threat, "evidence_kinds": EvidenceKind},
    "severity": {"severity_levels": SeverityLevel, "severity_modifiers": Circumstance},
    "steps": {"steps": Step, "findings": Finding},
    "platforms": {"platforms": Platform, "policies": Choice, "route_purposes": Choice},
    "authorities": {"authorities": Platform, "archives": Platform},
    "sending": {"send_questions": SendQuestion},
    "notices": {
        "notice_fields": NoticeField,
        "notice_kinds": Choice,
        "content_types": Choice,
        "relations": Choice,
        "requested_actions": Choice,
        "first_person_rules": FirstPersonRule,
    },
    "decisions": {"decisions": Decision},
    "deadlines": {"deadlines": Deadline},
    "consents": {"consent_purposes": ConsentPurpose, "identity_levels": IdentityLevel},
    "risk": {"risk_questions": RiskQuestion},
    "helpers": {"helper_services": Choice, "helpers": Helper},
    "suggestions": {"rules": Rule, "sources": Choice},
    "stop": {
        "stop_fields": StopField,
        "stop_kinds": StopKind,
        "stop_subjects": Choice,
        "stop_countries": StopCountry,
    },
    "fallbacks": {"fallbacks": Fallback},
    "campaigns": {"state_roles": StateRole, "tactics": Choice, "helped": Choice},
    "handling": {},
    "measures": {"measure_kinds": Choice, "measures": Measure},
    "roles": {"participant_roles": Role},
}
# Texts with one file for each language: the folder, which is also the field in Reference.
_SPOKEN: Mapping[str, type[Any]] = {"replies": Reply, "measure_texts": MeasureText}
_ONES: Mapping[str, Mapping[str, type]] = {
    "decisions": {"dsa": DsaCodes},
    "deadlines": {"clocks": Clocks},
    "severity": {"severity_axes": Axes},
    "handling": {"handling": Handling},
}
# One file of subtypes for each parent threat that has any.
_PARENTS = (
    "harassment",
    "doxing",
    "smear_campaign",
    "disinformation",
    "censorship",
    "surveillance",
    "malicious_cyber",
    "internet_shutdown",
)
FILES = (
    *_LISTS,
    *(f"subtypes/{parent}" for parent in _PARENTS),
    *QUESTION_FILES,
    *(name for topic in _SPOKEN for name in spoken.files(topic)),
    "codes",
    "countries",
)


@functools.cache
def load() -> Reference:
    """Return the reference. Raises BrokenReference when data are missing, unknown or dangling."""
    return assemble({name: document(name) for name in FILES})


def assemble(documents: Mapping[str, Raw]) -> Reference:
    """Build and check a Reference from parsed documents, one for each data file."""
    # Each part is cast by its own shape above; the type checker cannot follow names.
    parts: dict[str, Any] = {}
    for name, lists in _LISTS.items():
        ones = _ONES.get(name, {})
        only(documents[name], (*lists, *ones), name)
        for key, kind in lists.items():
            parts[key] = several(kind, documents[name][key], f"{name}.{key}")
        for key, kind in ones.items():
            parts[key] = build(kind, documents[name][key], f"{name}.{key}")
    for topic, kind in _SPOKEN.items():
        parts[topic] = spoken.by_language(kind, topic, documents)
    parts["subtypes"] = _subtypes(documents)
    parts["codes"] = lists_from(documents)
    parts["subjects"] = subjects_from(documents, parts["codes"], parts["stop_fields"])
    reference = Reference(**parts)
    checks.check(reference)
    return reference


def _subtypes(documents: Mapping[str, Raw]) -> tuple[Subtype, ...]:
    made: list[Subtype] = []
    for parent in _PARENTS:
        name = f"subtypes/{parent}"
        only(documents[name], ("subtypes",), name)
        made += several(Subtype, documents[name]["subtypes"], name)
    unique((subtype.id for subtype in made), "subtypes")
    return tuple(made)
