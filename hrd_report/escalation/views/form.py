"""The form of a draft: what was typed, what stands in a kept draft, and the page for both."""

from collections.abc import Iterable, Mapping
from itertools import zip_longest
from typing import Any, Final

from flask import Response
from werkzeug.datastructures import MultiDict

from hrd_report.documents.escalations import NoticeDocument
from hrd_report.errors import Conflict, HrdError, Invalid
from hrd_report.escalation import tongues
from hrd_report.escalation.actions.answers import Answer
from hrd_report.escalation.actions.drafting import Wanted
from hrd_report.escalation.sentences import FIELDS
from hrd_report.escalation.views import beside, entrance
from hrd_report.escalation.views.sheet import Sheet
from hrd_report.i18n import formats
from hrd_report.i18n.marks import N_
from hrd_report.reference.platforms import Platform
from hrd_report.reference.reference import Reference
from hrd_report.web import pages

_WORDS: Final = (
    "address",
    "kind",
    "language",
    "subject",
    "explanation",
    "context",
    "clause",
    "harm",
    "identity",
    "identity_text",
    "content_type",
    "subtype",
    "words",
    "words_language",
    "translation",
    "imminence",
    "relation",
    "mandate",
    "country",
    "earlier",
    "reasons",
    "pattern",
    "evidence",
    "tlp",
)
_FIRST: Final = {"relation": "organisation", "tlp": "amber+strict"}
"""What is chosen where a form does not say."""

_SPARE: Final = 3
"""Empty rows offered for further items."""
_NONE: Final = {"id": "", "text": "\N{EN DASH}"}
_SOON: Final = {
    "": N_("not said"),
    "now": N_("at any moment"),
    "days": N_("within days"),
    "going_on": N_("it is going on"),
    "past": N_("it has happened"),
}
_STALE: Final = N_(
    "Somebody changed this draft meanwhile. Yours stands below: compare, then keep it."
)
_LOST: Final = N_("The draft was not kept yet. Nothing typed is lost.")


def typed(form: MultiDict[str, str]) -> dict[str, Any]:
    """Return a form as the plain object that the schema reads."""
    rows = zip_longest(
        form.getlist("url"), form.getlist("action"), form.getlist("object_id"), fillvalue=""
    )
    return {
        **{name: form.get(name, _FIRST.get(name, "")) for name in ("version", *_WORDS)},
        "items": [
            {"url": url, "action": action, "object_id": object_id}
            for url, action, object_id in rows
            if url.strip()
        ],
        "steps": [
            {"step": step, "ask": form.get(f"ask-{step}", "")} for step in form.getlist("step")
        ],
    }


def of_notice(notice: NoticeDocument) -> dict[str, Any]:
    """Return a kept draft in the shape of what is typed."""
    words = {name: getattr(notice, name) for name in _WORDS}
    return {
        **words,
        "items": [
            {"url": one.url, "action": one.action, "object_id": one.object_id}
            for one in notice.items
        ],
        "steps": [
            {"step": step, "ask": ask} for step, ask in zip(notice.steps, notice.asks, strict=True)
        ],
    }


def check_codes(wanted: Wanted, reference: Reference) -> None:
    """Refuse codes that the reference does not have. Raises `Invalid`."""
    bad = [
        field
        for field, given, known in (
            ("kind", [wanted.kind], reference.notice_kinds),
            ("identity", [wanted.identity], reference.identity_levels),
            ("items", [item.action for item in wanted.items], reference.requested_actions),
            ("steps", wanted.steps, reference.steps),
            ("content_type", _given(wanted.content_type), reference.content_types),
            ("subtype", _given(wanted.subtype), reference.subtypes),
        )
        if not set(given) <= {one.id for one in known}
    ]
    if bad:
        raise Invalid({field: ["unknown"] for field in bad})


def _given(code: str) -> list[str]:
    return [code] if code else []


def check_decisions(answer: Answer, reference: Reference) -> None:
    """Refuse a decision that is none, or that is a silence. Raises `Invalid`."""
    known = {one.id for one in reference.decisions if one.result != "silence"}
    if not set(answer.decisions) <= known:
        raise Invalid({"decision": ["each_item"]})


def page(
    sheet: Sheet, values: Mapping[str, Any], version: int, problem: HrdError | None = None
) -> Response:
    """Show the form with these values; after a problem, with what is to be done about it."""
    reference = sheet.desk.reference
    asks = {one["step"]: one["ask"] for one in values["steps"]}
    return entrance.show(
        "edit.html",
        status=status(problem),
        sheet=sheet,
        base=entrance.address(sheet.escalation),
        platform=reference.platform(sheet.notice.platform),
        values=values,
        rows=[*values["items"], *({} for _ in range(_SPARE))],
        version=version,
        kinds=_options(reference.notice_kinds),
        actions=_options(reference.requested_actions),
        identities=_options(reference.identity_levels),
        languages=entrance.languages(),
        tongue=_tongue(reference.platform(sheet.notice.platform)),
        contents=[_NONE, *_options(reference.content_types)],
        subtypes=[_NONE, *_options(reference.subtypes)],
        markings=[{"id": one.id, "text": one.label} for one in reference.handling.tlp],
        imminences=[{"id": key, "text": pages.say(text)} for key, text in _SOON.items()],
        mandates=beside.mandates(sheet),
        clauses=beside.clauses(sheet),
        steps=[(step, step.id in asks, asks.get(step.id, "")) for step in reference.steps],
        heading=pages.say(_STALE if isinstance(problem, Conflict) else _LOST),
        errors=errors_of(problem),
    )


def _tongue(platform: Platform) -> str:
    """Say which languages the addressee reads, or why another one is proposed."""
    reader = pages.language()
    names = [formats.language_name(one, reader) for one in platform.languages]
    said = tongues.why_fallback(platform) or N_("They read %(languages)s.")
    return pages.say(said, languages=", ".join(names))


def errors_of(problem: HrdError | None) -> list[dict[str, str]]:
    """Return what is wrong with which field, as sentences."""
    if isinstance(problem, Conflict):
        return [{"field": "subject", "message": pages.say(N_("Compare it with the newest draft."))}]
    if not isinstance(problem, Invalid):
        return []
    return [
        {"field": _anchor(name), "message": pages.say(FIELDS.get(code, FIELDS["invalid"]))}
        for name, codes in problem.fields.items()
        for code in codes
    ]


def _anchor(name: str) -> str:
    first = name.split("/", 1)[0]
    return {"items": "url", "steps": "step"}.get(first, first)


def status(problem: HrdError | None) -> int:
    """Return the HTTP status of a form shown again."""
    if problem is None:
        return 200
    return 409 if isinstance(problem, Conflict) else 422


def _options(choices: Iterable[Any]) -> list[dict[str, str]]:
    return [{"id": one.id, "text": pages.say(one.label)} for one in choices]
