"""Lists every sentence of the reference data that a catalogue has to translate. Translates none."""

from collections.abc import Iterable, Iterator

from hrd_report.reference.platforms import Platform
from hrd_report.reference.questions import Subject
from hrd_report.reference.reference import Reference
from hrd_report.reference.steps import Step


def msgids(reference: Reference) -> tuple[str, ...]:
    """Return the sentences in English, each once, in the order of the data.

    Proper names, rule names of platforms and values of other people's data sets are not among them.
    """
    return tuple(dict.fromkeys(filter(None, _all(reference))))


def _all(reference: Reference) -> Iterator[str | None]:
    for step in reference.steps:
        yield from _step(step)
    for platform in (*reference.addressees, *reference.archives):
        yield from _platform(platform)
    for things, names in _plain(reference):
        for thing in things:
            for name in names:
                yield getattr(thing, name)
    yield from _shutdowns(reference)
    for subject in reference.subjects:
        yield from _subject(subject)
    for code_list in reference.codes.values():
        yield from code_list.labels.values()


def _plain(reference: Reference) -> Iterable[tuple[Iterable[object], tuple[str, ...]]]:
    yield reference.threats, ("question", "label")
    yield reference.subtypes, ("label", "definition", "caution")
    yield reference.severity_levels, ("label", "meaning")
    yield reference.consent_purposes, ("label", "meaning")
    yield (*reference.handling.tlp, *reference.handling.pap), ("meaning",)
    yield reference.identity_levels, ("label", "meaning")
    yield reference.participant_roles, ("label", "meaning")
    yield reference.risk_questions, ("label", "question")
    yield reference.state_roles, ("label", "meaning")
    yield reference.first_person_rules, ("rule",)
    yield reference.deadlines, ("label", "ground")
    yield reference.rules, ("reason", "request")
    yield reference.send_questions, ("question", "why")
    yield reference.helpers, ("about", "hours")
    for things in (
        reference.evidence_kinds,
        reference.severity_modifiers,
        reference.measure_kinds,
        reference.severity_axes.likelihoods,
        reference.severity_axes.exposures,
        reference.handling.doings,
        reference.findings,
        reference.policies,
        reference.route_purposes,
        reference.notice_fields,
        reference.notice_kinds,
        reference.content_types,
        reference.relations,
        reference.requested_actions,
        reference.decisions,
        reference.helper_services,
        reference.sources,
        reference.tactics,
        reference.helped,
        reference.stop_subjects,
    ):
        yield things, ("label",)


def _shutdowns(reference: Reference) -> Iterator[str]:
    for column in reference.stop_fields:
        yield from column.seen if column.proper else (column.label, *column.seen)


def _step(step: Step) -> Iterator[str]:
    yield from (step.title, step.short, step.head, step.summary, step.request)
    yield from (action.statement for action in step.actions)


def _platform(platform: Platform) -> Iterator[str | None]:
    if platform.generic:
        yield from (platform.name, platform.owner)
    elif platform.kind in {"regulator", "settlement"}:
        yield platform.owner
    elif platform.kind == "un":
        yield from (platform.name, platform.owner)
    yield from (platform.dsa.note, platform.risk, platform.note)
    yield from (route.how for route in platform.routes)


def _subject(subject: Subject) -> Iterator[str | None]:
    yield from (subject.title, subject.why)
    for question in subject.fields:
        yield from (question.label, question.note)
        yield from (option.label for option in question.options)
