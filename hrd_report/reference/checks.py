"""Checks that the reference data agree with each other. Repairs nothing."""

from collections.abc import Iterable

from hrd_report.reference import directory, handling, measures, severity, signs
from hrd_report.reference.platforms import Platform
from hrd_report.reference.reading import BrokenReference, known, unique
from hrd_report.reference.reference import Reference
from hrd_report.reference.rules import Rule
from hrd_report.reference.suggestions import STRENGTH
from hrd_report.reference.threats import Subtype


def check(reference: Reference) -> None:
    """Raise BrokenReference at the first dangling reference or contradiction."""
    _subtypes(reference)
    _steps(reference)
    for platform in reference.addressees:
        _platform(platform, reference)
    unique(_ids(reference.addressees), "addressees")
    _notices(reference)
    _rules(reference)
    _codes(reference)
    check_helpers(reference)
    severity.check(reference.severity_axes, [one.level for one in reference.severity_levels])
    handling.check(reference.handling)
    measures.check(
        reference.measures,
        reference.measure_kinds,
        _ids(reference.threats),
        reference.measure_texts,
    )


def check_helpers(reference: Reference) -> None:
    """Raise BrokenReference where the directory names a service, threat or region that is none."""
    directory.check(
        reference.helpers,
        _ids(reference.helper_services),
        _ids(reference.threats),
        reference.codes["region"],
    )


def _subtypes(reference: Reference) -> None:
    actions = [action.id for step in reference.steps for action in step.actions]
    levels = [level.level for level in reference.severity_levels]
    for subtype in reference.subtypes:
        where = subtype.id
        known([subtype.parent], _ids(reference.threats), where)
        if not where.startswith(f"{subtype.parent}."):
            raise BrokenReference(f"{where} does not begin with its parent")
        known(subtype.evidence, _ids(reference.evidence_kinds), where)
        known(subtype.actions, actions, where)
        known(filter(None, [subtype.policy]), _ids(reference.policies), where)
        known(filter(None, [subtype.crosswalk.stop]), _ids(reference.stop_kinds), where)
        if subtype.severity not in levels:
            raise BrokenReference(f"{where}: no severity {subtype.severity}")
        _dsa(subtype, reference)


def _dsa(subtype: Subtype, reference: Reference) -> None:
    for target in subtype.dsa + subtype.dsa_women:
        known([target.category], reference.dsa.categories, subtype.id)
        known(target.keywords, reference.dsa.categories[target.category], subtype.id)


def _steps(reference: Reference) -> None:
    unique((action.id for step in reference.steps for action in step.actions), "actions")
    for step in reference.steps:
        for action in step.actions:
            if not action.id.startswith(f"{step.id}."):
                raise BrokenReference(f"{action.id} is not of step {step.id}")


def _platform(platform: Platform, reference: Reference) -> None:
    policies = _ids(reference.policies)
    known(platform.clauses, policies, platform.id)
    known([platform.group], reference.codes["platform_group"].codes, platform.id)
    for route in platform.routes:
        known([route.purpose], _ids(reference.route_purposes), platform.id)
        known(route.covers, policies, platform.id)
        if (route.address is None) == (route.how is None):
            raise BrokenReference(f"{platform.id}: a route has an address or says how, not both")


def _notices(reference: Reference) -> None:
    kinds = [*_ids(reference.notice_kinds), "*"]
    for field in reference.notice_fields:
        known(field.required_for, kinds, field.id)
    for decision in reference.decisions:
        known(filter(None, [decision.dsa]), reference.dsa.decisions(), decision.id)
        known([decision.outcome], reference.codes["outcome"].codes, decision.id)
    for rule in reference.first_person_rules:
        known(rule.platforms, _ids(reference.platforms), "first_person_rules")
        known(rule.policies, _ids(reference.policies), "first_person_rules")
    for column in reference.stop_fields:
        known([column.subject], _ids(reference.stop_subjects), column.name)
    known(
        [one.code for one in reference.stop_countries],
        reference.codes["country"].codes,
        "stop_countries",
    )
    for kind in reference.stop_kinds:
        known(kind.values, [field.name for field in reference.stop_fields], kind.id)
    for deadline in reference.deadlines:
        if sum(map(bool, (deadline.months, deadline.days, deadline.hours))) != 1:
            raise BrokenReference(f"{deadline.id}: one of months, days, hours")


def _rules(reference: Reference) -> None:
    known(STRENGTH, _ids(reference.findings), "findings")
    for rule in reference.rules:
        _seen(rule, reference)
        known([rule.step], _ids(reference.steps), rule.id)
        known(rule.actions, _ids(reference.step(rule.step).actions), rule.id)
        known(rule.actions.values(), STRENGTH, rule.id)
        known([rule.finding], STRENGTH, rule.id)
        known([rule.source], _ids(reference.sources), rule.id)


def _seen(rule: Rule, reference: Reference) -> None:
    """Refuse a rule that names a sign nobody reads: it could never speak."""
    if not rule.when:
        raise BrokenReference(f"{rule.id}: it would always speak")
    more = {
        "threat": [*_ids(reference.threats), *_ids(reference.subtypes)],
        "platform": _ids(reference.platforms),
    }
    known(rule.when, {*signs.KNOWN, *more}, rule.id)
    for dimension, wanted in rule.when.items():
        known(wanted, {*signs.KNOWN.get(dimension, ()), *more.get(dimension, ())}, rule.id)


def _codes(reference: Reference) -> None:
    lists = reference.codes
    known(_ids(reference.platforms), lists["platform"].codes, "platform codes")
    known(_ids(reference.severity_levels), lists["severity"].codes, "severity codes")
    known(_ids(reference.steps), lists["finding"].codes, "finding codes")
    for platform in reference.platforms:
        if lists["platform"].fold(platform.id) != platform.group:
            raise BrokenReference(f"{platform.id}: two groups")


def _ids(things: Iterable[object]) -> list[str]:
    return [str(getattr(thing, "id")) for thing in things]  # noqa: B009 - any shape with an id
