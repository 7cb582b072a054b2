"""Turns a template and its data into an answer in the reader's language. Reads no table."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final, cast

from flask import Flask, Response, g, make_response, render_template, request
from markupsafe import Markup

from hrd_report.documents import filenames
from hrd_report.i18n import formats, languages
from hrd_report.i18n.catalogues import Catalogue
from hrd_report.sealed import Plain
from hrd_report.web import headers, padding, scripts, stylesheets, visitors
from hrd_report.web.services import services

_SHEET: Final = "/**/"
"""Where a defender's page holds its styles: which of them it needs is known when it is drawn."""
_LAYOUT: Final = frozenset(
    {"organisation", "lang", "dir", "stylesheet_url", "pseudonym", "locks_in"}
)
"""What the frame of every page says by itself: no page may say it otherwise by accident."""
_DEFENDER_SHEETS: Final = ("tokens.css", "defender.css")


def install(app: Flask) -> None:
    """Teach the templates our language and our words."""
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.newstyle_gettext = True  # type: ignore[attr-defined]
    app.jinja_env.globals.update(_=_sentence, gettext=_sentence, ngettext=_counted)
    app.jinja_env.filters.update(
        reveal=_reveal, day=_day, short_day=_short_day, size=_size, filename=_filename
    )
    app.context_processor(_everywhere)


def language() -> str:
    """Return the language of this answer: the address's, the person's, or the browser's."""
    if "language" not in g:
        g.language = _choose_language()
    return str(g.language)


def speak(code: str) -> None:
    """Answer in this language, whatever the browser asks for, if it is offered."""
    if code in services().settings.languages:
        _change(code)


def catalogue() -> Catalogue:
    """Return the catalogue of this answer's language."""
    kept = cast("Catalogue | None", g.get("catalogue"))
    if kept is None:
        kept = g.catalogue = services().catalogues[language()]
    return kept


def say(text: str, **parts: object) -> str:
    """Return a sentence in this answer's language."""
    said = catalogue().gettext(text)
    return said % parts if parts else said


def render(
    template: str,
    *,
    status: int = 200,
    script: bool = False,
    **context: Any,  # noqa: ANN401
) -> Response:
    """Answer with a staff page; with `script`, one that may ask the browser for a passkey."""
    if script:
        context["script_url"] = f"/static/{scripts.script_name(scripts.PASSKEY)}"
    response = make_response(render_template(template, **_own(context)), status)
    if script:
        response.headers["Content-Security-Policy"] = headers.policy(script="'self'")
    return response


def render_for_defender(
    template: str,
    *more_sheets: str,
    status: int = 200,
    still: bool = False,
    ours: bool = False,
    script: str = "",
    **context: Any,  # noqa: ANN401
) -> Response:
    """Answer with a defender's page: one request, its styles inlined and named in the policy.

    A few lines of script let it be left at once; a `still` page has none. `script` names one of
    ours besides, which the page works the same without; it may ask this server. A page that is all
    `ours`, with no word of anybody on it, is squeezed on its way.
    """
    runs = [] if still else [scripts.leave_source()]
    if not still:
        context["leave_script"] = Markup(scripts.leave_script())  # noqa: S704 - our own script
    if script:
        url = f"/static/{scripts.script_name(script)}"
        context["script"] = {"url": url, "integrity": scripts.integrity(script)}
        runs.append("'self'")
    page = render_template(template, inline_css=_SHEET, **_own(context))
    sheet = stylesheets.stylesheet(*_DEFENDER_SHEETS, *more_sheets)
    if not script:  # which may draw what is not there yet
        sheet = stylesheets.needed(sheet, stylesheets.used_on(page))
    response = make_response(page.replace(_SHEET, sheet, 1), status)
    if ours:
        padding.only_our_words(response)
    response.headers["Content-Security-Policy"] = headers.policy(
        style=stylesheets.source(sheet), script=" ".join(runs) or None, connect=bool(script)
    )
    return response


def _own(context: dict[str, Any]) -> dict[str, Any]:
    """Return what a page brings, unless it takes a name of the frame around it."""
    if taken := _LAYOUT & context.keys():
        raise TypeError(f"the frame of every page says {sorted(taken)}: name it otherwise")
    return context


def render_sealing(template: str, *more_sheets: str, send: str, **context: Any) -> Response:  # noqa: ANN401
    """Answer with the page whose script seals on the device and sends to `send`, nowhere else."""
    response = render_for_defender(
        template, *more_sheets, script=scripts.SEAL, send=send, **context
    )
    loose = response.headers["Content-Security-Policy"]
    response.headers["Content-Security-Policy"] = headers.for_sealing(loose, send)
    return response


def self_contained(template: str, *sheets: str, **context: Any) -> bytes:  # noqa: ANN401
    """Return a page that needs nothing but itself: its script and styles inside, named by hash."""
    sheet = stylesheets.stylesheet(*_DEFENDER_SHEETS, *sheets)
    page = render_template(
        template,
        inline_css=Markup(sheet),  # noqa: S704 - our own stylesheet
        inline_script=Markup(scripts.script(scripts.SEAL)),  # noqa: S704 - our own script
        # Hashes of ours: as they stand, so that the file can be searched for them.
        style_source=Markup(stylesheets.source(sheet)),  # noqa: S704
        script_source=Markup(f"'{scripts.integrity(scripts.SEAL)}'"),  # noqa: S704
        **context,
    )
    return page.encode()


@contextmanager
def in_language(code: str) -> Iterator[None]:
    """Speak another language for a while: for files that are made in all of them."""
    before = language()
    _change(code)
    try:
        yield
    finally:
        _change(before)


def _change(code: str) -> None:
    g.language = code
    g.pop("catalogue", None)


def _choose_language() -> str:
    offered = services().settings.languages
    asked = (request.view_args or {}).get("lang")
    if asked in offered:
        return str(asked)
    person = visitors.staff()
    if person is not None and person.language in offered:
        return person.language
    return languages.choose(request.headers.get("Accept-Language"), offered)


def _everywhere() -> dict[str, object]:
    parts = services()
    code = language()
    return {
        "lang": code,
        "dir": languages.language(code).direction,
        "organisation": parts.settings.organisation,
        "phone": parts.settings.emergency_phone,
        "leave_url": f"/{code}/leave",
        "stylesheet_url": f"/static/{stylesheets.staff_sheet_name()}",
        **_about_staff(visitors.staff()),
    }


def _about_staff(person: visitors.Staff | None) -> dict[str, object]:
    if person is None:
        return {"csrf_token": ""}
    left = person.session.idle_until - services().clock()
    return {
        "csrf_token": person.form_token,
        "pseudonym": person.name,
        "locks_in": max(0, round(left.total_seconds() / 60)),
        "role": person.role.value,
    }


def _sentence(text: str, /, **parts: object) -> Markup:
    """Say a sentence on a page: ours as it stands, what is filled in made harmless."""
    return _filled(catalogue().gettext(text), parts)


def _counted(one: str, many: str, number: int, /, **parts: object) -> Markup:
    return _filled(catalogue().ngettext(one, many, number), {"num": number} | parts)


def _filled(sentence: str, parts: dict[str, object]) -> Markup:
    # Always a pattern, so that a sign of percent is written the same way in every sentence.
    if not parts:
        return Markup(sentence % {})  # noqa: S704 - our own sentence
    return Markup(sentence) % parts  # noqa: S704 - our own sentence


def _reveal(words: Plain | str | None) -> str:
    if isinstance(words, Plain):
        return words.reveal()
    return words or ""


def _filename(name: Plain | str) -> str:
    return filenames.shown(_reveal(name))


def _day(day: dt.date) -> str:
    return formats.day(day, language())


def _short_day(day: dt.date) -> str:
    return formats.short_day(day, language())


def _size(size: int) -> str:
    return formats.size(size, language())
