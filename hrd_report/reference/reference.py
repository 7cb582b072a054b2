"""The whole reference as one frozen thing with look-ups. Reads no file: `load` does."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

from hrd_report.errors import NotFound
from hrd_report.reference.campaigns import StateRole
from hrd_report.reference.codes import CodeList
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
from hrd_report.reference.questions import Subject
from hrd_report.reference.replies import Replies
from hrd_report.reference.roles import Role
from hrd_report.reference.rules import Rule
from hrd_report.reference.severity import Axes, Circumstance
from hrd_report.reference.spoken import Fallback
from hrd_report.reference.steps import Action, Finding, Step
from hrd_report.reference.stop import StopCountry, StopField, StopKind
from hrd_report.reference.threats import (
    EvidenceKind,
    SeverityLevel,
    Subtype,
    Threat,
)


class _Named(Protocol):
    @property
    def id(self) -> str: ...


N = TypeVar("N", bound=_Named)


@dataclass(frozen=True, slots=True)
class Reference:
    """Everything the program knows beforehand, in the order in which pages show it."""

    threats: tuple[Threat, ...]
    subtypes: tuple[Subtype, ...]
    evidence_kinds: tuple[EvidenceKind, ...]
    severity_levels: tuple[SeverityLevel, ...]
    severity_modifiers: tuple[Circumstance, ...]
    severity_axes: Axes
    handling: Handling
    steps: tuple[Step, ...]
    findings: tuple[Finding, ...]
    platforms: tuple[Platform, ...]
    authorities: tuple[Platform, ...]
    archives: tuple[Platform, ...]
    policies: tuple[Choice, ...]
    route_purposes: tuple[Choice, ...]
    notice_fields: tuple[NoticeField, ...]
    notice_kinds: tuple[Choice, ...]
    content_types: tuple[Choice, ...]
    send_questions: tuple[SendQuestion, ...]
    relations: tuple[Choice, ...]
    requested_actions: tuple[Choice, ...]
    decisions: tuple[Decision, ...]
    dsa: DsaCodes
    deadlines: tuple[Deadline, ...]
    clocks: Clocks
    first_person_rules: tuple[FirstPersonRule, ...]
    consent_purposes: tuple[ConsentPurpose, ...]
    identity_levels: tuple[IdentityLevel, ...]
    risk_questions: tuple[RiskQuestion, ...]
    helper_services: tuple[Choice, ...]
    helpers: tuple[Helper, ...]
    rules: tuple[Rule, ...]
    sources: tuple[Choice, ...]
    stop_fields: tuple[StopField, ...]
    stop_kinds: tuple[StopKind, ...]
    stop_subjects: tuple[Choice, ...]
    stop_countries: tuple[StopCountry, ...]
    subjects: tuple[Subject, ...]
    fallbacks: tuple[Fallback, ...]
    state_roles: tuple[StateRole, ...]
    tactics: tuple[Choice, ...]
    helped: tuple[Choice, ...]
    replies: Replies
    measure_kinds: tuple[Choice, ...]
    measures: tuple[Measure, ...]
    measure_texts: Mapping[str, tuple[MeasureText, ...]]
    participant_roles: tuple[Role, ...]
    codes: Mapping[str, CodeList]

    @property
    def countries(self) -> tuple[str, ...]:
        """Every country somebody may name (ISO 3166-1 alpha-2)."""
        return tuple(code for code in self.codes["country"].codes if code != "unknown")

    def threat(self, name: str) -> Threat:
        """Return one parent threat. Raises NotFound, as all look-ups here do."""
        return _one(self.threats, name)

    def subtypes_of(self, parent: str) -> tuple[Subtype, ...]:
        """Return the subtypes of a parent threat; none for `unsure`."""
        return tuple(subtype for subtype in self.subtypes if subtype.parent == parent)

    def subtype(self, name: str) -> Subtype:
        """Return one subtype."""
        return _one(self.subtypes, name)

    def severity(self, name: str) -> SeverityLevel:
        """Return one severity level by its id (`critical`)."""
        return _one(self.severity_levels, name)

    def step(self, name: str) -> Step:
        """Return one of the ten steps, `1` to `10`."""
        return _one(self.steps, name)

    def action(self, name: str) -> Action:
        """Return one checkable action, `8.5`."""
        return _one([action for step in self.steps for action in step.actions], name)

    def finding(self, name: str) -> Finding:
        """Return one finding value (`not_met`)."""
        return _one(self.findings, name)

    @property
    def addressees(self) -> tuple[Platform, ...]:
        """Everybody a notice may be begun to: platforms and the like, then authorities."""
        return (*self.platforms, *self.authorities)

    def platform(self, name: str) -> Platform:
        """Return one addressee, or an archive of notices."""
        return _one((*self.addressees, *self.archives), name)

    def decision(self, name: str) -> Decision:
        """Return one decision value."""
        return _one(self.decisions, name)

    def requested_action(self, name: str) -> Choice:
        """Return one thing that a notice may ask for."""
        return _one(self.requested_actions, name)

    def consent_purpose(self, name: str) -> ConsentPurpose:
        """Return one purpose of consent."""
        return _one(self.consent_purposes, name)

    def identity_level(self, name: str) -> IdentityLevel:
        """Return one identity level (`organisation`)."""
        return _one(self.identity_levels, name)

    def subject(self, name: str) -> Subject:
        """Return one of the further pages."""
        return _one(self.subjects, name)

    def rule(self, name: str) -> Rule:
        """Return one row of the suggestion table by the `reason_id` of a suggestion."""
        return _one(self.rules, name)


def _one(things: Iterable[N], name: str) -> N:
    for thing in things:
        if thing.id == name:
            return thing
    raise NotFound("the reference has no such entry")
