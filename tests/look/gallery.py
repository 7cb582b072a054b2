"""Renders every layout and part with invented content. Needs no server and no database."""

import re
from collections.abc import Iterator
from pathlib import Path

import jinja2
from look.gallery_content import PAGES, Page, shared
from markupsafe import Markup

from hrd_report.documents import filenames
from hrd_report.i18n.catalogues import catalogue
from hrd_report.web import stylesheets

ROOT = Path(__file__).parents[2] / "hrd_report"
STAFF_SHEETS = ("tokens", "staff", "staff-case", "staff-steps", "staff-figures")


def stylesheet(*names: str) -> str:
    """Join stylesheets as the server does, without tokens that no rule uses."""
    text = stylesheets.stylesheet(*(f"{name}.css" for name in names))
    used = set(re.findall(r"var\((--[\w-]+)", text))
    return re.sub(r"(--[\w-]+):[^;{}]*;?", lambda one: one[0] if one[1] in used else "", text)


def environment(language: str) -> jinja2.Environment:
    """Build templates as the shell does: escaped, trimmed, in one language."""
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader([ROOT / "templates", Path(__file__).parent / "pages"]),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    # As the shell names them; the gallery's words are in clear.
    env.filters |= dict.fromkeys(("reveal", "filename"), str)
    # A language that is not shipped yet shows the page in English, laid out its own way.
    said = catalogue(language if language == "fr" else "en")
    env.install_gettext_callables(said.gettext, said.ngettext, newstyle=True)  # type: ignore[attr-defined]
    env.filters["filename"] = lambda name: filenames.shown(
        name if isinstance(name, str) else name.reveal()
    )
    return env


def render(page: Page, language: str) -> str:
    """Return one page of the gallery."""
    context = shared(language) | page.content(language)
    context["inline_css"] = Markup(stylesheet("tokens", *page.sheets))  # noqa: S704 - our own
    html = environment(language).get_template(page.template).render(context)
    if page.staff:
        # The real page links its sheet; a file has no server, so it is inlined here.
        style = f"<style>{stylesheet(*STAFF_SHEETS)}</style>"
        html = re.sub(r"<link rel=stylesheet[^>]*>", lambda _: style, html)
    return html


def write(folder: Path) -> Iterator[tuple[Page, str, Path]]:
    """Write every page in its languages and yield where it is."""
    for page in PAGES:
        for language in page.languages:
            path = folder / f"{page.name}-{language}.html"
            path.write_text(render(page, language), "utf-8")
            yield page, language, path
