"""The start page with the whole form on it, and what stands beside it. Sets no cookie."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self, cast

from flask import Response, current_app, make_response, redirect, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from hrd_report.errors import NotFound
from hrd_report.i18n import formats, languages
from hrd_report.i18n.marks import N_
from hrd_report.intake import openness, stamps
from hrd_report.records.people import SessionKind
from hrd_report.sealed import Plain
from hrd_report.vault import receipts
from hrd_report.web import guard, padding, pages
from hrd_report.web import session as sessions
from hrd_report.web.services import services

_FORMS: Final = "hrd_empty_forms"
RETRY_AFTER: Final = "3600"
RETRY_SOON: Final = "20"
_CARRIED: Final = ("danger", "threat", "links", "keep_metadata")

MISSING: Final = "missing"
UNKNOWN: Final = "unknown"
FULL: Final = "storage_full"
CLOSED: Final = "closed"
FOR_NOW: Final = frozenset({FULL, CLOSED})
"""What passes by itself: the same form may be sent again later."""

_HEADINGS: Final = {
    MISSING: (
        N_("One answer is missing"),
        N_("Nothing is lost. Tick a box or write a line: that is enough."),
    ),
    UNKNOWN: (
        N_("One answer is not one of ours"),
        N_("Nothing you wrote is lost. Choose again, and choose your files again."),
    ),
    FULL: (
        N_("We cannot keep anything right now"),
        N_(
            "Nothing of yours was kept. Your text is still here: "
            "copy it and send it again in an hour."
        ),
    ),
    CLOSED: (
        N_("We cannot take reports right now"),
        N_(
            "The signed list of our keys is missing or too old, so we could not be sure who would "
            "read you. Nothing of yours was kept. Your text is still here: copy it to a safe "
            "place and send it again tomorrow."
        ),
    ),
}
_SENTENCES: Final = {
    MISSING: N_("Tick a box here, or answer question 3."),
    UNKNOWN: N_("Choose among these answers."),
    FULL: "",
    CLOSED: "",
}
_QUESTIONS: Final = {
    "danger": N_("Is anyone in physical danger right now?"),
    "threat": N_("What is happening?"),
    "story": N_("What happened?"),
}


@guard.public
def root() -> AnyResponse:
    """Lead to the start page in a language of the reader."""
    offered = services().settings.languages
    code = languages.choose(request.headers.get("Accept-Language"), offered)
    answer = redirect(f"/{code}/", code=303)
    answer.vary.add("Accept-Language")
    return answer


@guard.public
def start_page(lang: str) -> Response:
    """Show the form, with a fresh receipt in it; while the door is closed, say so instead.

    Nothing else on it changes while the program runs, so its template is asked once a language.
    """
    if not openness.is_open():
        return closed()
    page = _empty_forms().get(lang)
    if page is None:
        page = _empty_forms()[lang] = _EmptyForm.drawn()
    return page.with_receipt(receipts.new().form_value())


@dataclass(frozen=True, slots=True)
class _EmptyForm:
    """The form before and behind the place of its receipt, and the policy it is sent with."""

    before: str
    between: str
    behind: str
    policy: str

    @classmethod
    def drawn(cls) -> Self:
        """Draw the form with a receipt that is never given to anybody."""
        placeholder = receipts.new().form_value()
        stamp = stamped(placeholder)
        drawn = show(MultiDict({"form": stamp}), placeholder)
        before, rest = drawn.get_data(as_text=True).split(placeholder)
        between, behind = rest.split(stamp)
        return cls(before, between, behind, drawn.headers["Content-Security-Policy"])

    def with_receipt(self, receipt: str) -> Response:
        """Return the answer with this receipt in it, and the time it is."""
        answer = make_response(
            self.before + receipt + self.between + stamped(receipt) + self.behind
        )
        padding.only_our_words(answer)
        answer.headers["Content-Security-Policy"] = self.policy
        return answer


def stamped(receipt: str) -> str:
    """Return what tells later how old the form with this receipt is."""
    parts = services()
    return stamps.stamp(parts.pepper, receipt, parts.clock())


def _stamp_of(typed: MultiDict[str, str], receipt: str) -> str:
    """Return the stamp a form came with, so that its age counts on, or a fresh one."""
    parts, came = services(), typed.get("form", "")
    known = stamps.age(parts.pepper, receipt, came, parts.clock()) is not None
    return came if known else stamped(receipt)


def crowded(typed: MultiDict[str, str], receipt: str) -> Response:
    """Give back what was typed, to be sent once more in a moment."""
    kept = [(name, value) for name in _CARRIED for value in typed.getlist(name)]
    answer = pages.render_for_defender(
        "intake/crowded.html",
        status=503,
        receipt_value=receipt,
        stamp=_stamp_of(typed, receipt),
        fields=kept,
        story=Plain(typed.get("story", "")),
    )
    answer.headers["Retry-After"] = RETRY_SOON
    return answer


def closed() -> Response:
    """Say that no report can be taken, and what to do instead."""
    answer = pages.render_for_defender("intake/closed.html", status=503, languages=offered())
    answer.headers["Retry-After"] = RETRY_AFTER
    return answer


def _empty_forms() -> dict[str, _EmptyForm]:
    return cast("dict[str, _EmptyForm]", current_app.extensions.setdefault(_FORMS, {}))


def show(
    typed: MultiDict[str, str],
    receipt: str,
    *,
    status: int = 200,
    wrong: str = "",
    at: Sequence[str] = (),
) -> Response:
    """Show the form with what was typed. `wrong` is what is wrong, `at` names the questions."""
    parts, code = services(), pages.language()
    limit = formats.size(parts.settings.file_limit, code)
    heading, lead = _HEADINGS.get(wrong, ("", ""))
    return pages.render_for_defender(
        "intake/start.html",
        *(["defender-error.css"] if wrong else []),
        status=status,
        still=True,
        form={
            "danger": typed.get("danger", ""),
            "threats": typed.getlist("threat"),
            "story": typed.get("story", ""),
            "links": typed.get("links", ""),
            "keep": "keep_metadata" in typed,
        },
        errors=[{"field": one, "message": pages.say(_QUESTIONS[one])} for one in at],
        heading=pages.say(heading),
        lead=pages.say(lead),
        sentence=pages.say(_SENTENCES.get(wrong, "")),
        threats=[
            {"id": one.id, "text": pages.say(one.question)} for one in parts.reference.threats
        ],
        receipt_value=receipt,
        stamp=_stamp_of(typed, receipt),
        promise_hours=parts.settings.promise_hours,
        upload_limit=pages.say(N_("Up to %(size)s each."), size=limit),
        languages=offered(),
    )


def offered() -> list[dict[str, str]]:
    """Return the languages of the pages, each by its own name."""
    codes = services().settings.languages
    return [{"code": code, "name": languages.language(code).own_name} for code in codes]


def identifier(hexadecimal: str) -> bytes:
    """Return the id that an address names. Raises `NotFound`, as for one that nothing has."""
    try:
        return bytes.fromhex(hexadecimal)
    except ValueError:
        raise NotFound from None


@guard.public
def leave(lang: str) -> AnyResponse:
    """Leave quickly: end the session, ask the browser to forget, go to a neutral site."""
    del lang
    return ended(services().settings.leave_url)


def ended(to: str) -> AnyResponse:
    """End the defender's session, on the server first, and lead elsewhere."""
    parts = services()
    token = sessions.token_of(request, SessionKind.DEFENDER, parts.settings)
    if token is not None:
        with parts.database.writing() as session:
            sessions.end(session, token)
    answer = redirect(to, code=303)
    sessions.clear(answer, SessionKind.DEFENDER, parts.settings)
    return answer
