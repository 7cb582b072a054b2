"""Pages carry no style of their own, nothing from another site, and no script but three of ours."""

import re
from pathlib import Path

import pytest
from source_tree import PACKAGE

TEMPLATES = sorted((PACKAGE / "templates").rglob("*.html"))
SHEETS = sorted((PACKAGE / "static").glob("*.css"))
FORBIDDEN = {
    "a script": re.compile(r"<script", re.IGNORECASE),
    "an event handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a style of its own": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a frame or a plug-in": re.compile(r"<(iframe|object|embed|applet|base)\b", re.IGNORECASE),
    "another site's picture or sheet": re.compile(
        r"<(img|link|source|video|audio|use)[^>]*(https?:)?//", re.IGNORECASE
    ),
    "a form to another site": re.compile(r"<form[^>]*action\s*=\s*[\"']?(https?:)?//"),
    "an address that runs": re.compile(r"(javascript|vbscript|data:text/html)", re.IGNORECASE),
    "a form in a paragraph, which ends it": re.compile(
        r"<p\b[^>]*>(?:(?!</p>|\n).)*(?:<form\b|\{\{ *post\()"
    ),
    "half of a merge": re.compile(r"^(<{7}|={7}|>{7})( |$)", re.MULTILINE),
    "text that is not escaped": re.compile(r"\|\s*safe\b|autoescape\s+false|\bMarkup\b"),
}


def names(paths: list[Path]) -> list[str]:
    return [
        path.name if path.parent == PACKAGE else f"{path.parent.name}/{path.name}" for path in paths
    ]


OUR_OWN_SHEET = "{{ inline_css|safe }}"
"""The one text that is not escaped: our stylesheet, named by its hash in the page's policy."""

OUR_OWN_SCRIPTS = (
    '<script src="{{ script_url }}" defer></script>',
    '<script src="{{ script.url }}" integrity="{{ script.integrity }}" defer></script>',
)
"""The scripts of ours, by their hash: for passkeys, and for large files of a defender's letter."""

LEAVING = "<script>{{ leave_script|safe }}</script>"
"""The few lines that leave a defender's page at once, named by their hash in its policy."""

SEALING = "<script>{{ inline_script|safe }}</script>"
"""The script that seals, inside of a file of its own that names it by its hash."""


@pytest.mark.parametrize("path", TEMPLATES, ids=names(TEMPLATES))
def test_a_template_holds_still(path: Path):
    text = path.read_text(encoding="utf-8").replace(OUR_OWN_SHEET, "")
    if path.parent.name == "layout":
        for script in OUR_OWN_SCRIPTS:
            text = text.replace(script, "")
        text = text.replace(LEAVING, "")
        text = text.replace(SEALING, "")
    assert not [what for what, sign in FORBIDDEN.items() if sign.search(text)]


@pytest.mark.parametrize("path", SHEETS, ids=names(SHEETS))
def test_a_stylesheet_fetches_nothing(path: Path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"@import|https?:|url\(\s*[\"']?(?!data:image/|#)", text)


TYPED = re.compile(r"\b(area|line|ask)\(|<textarea")
FORMS = re.compile(r"(<form[^>]*>)(.*?)</form>", re.DOTALL)


def test_no_form_of_a_defender_shows_again_what_was_typed_to_whoever_goes_back():
    asked = {
        path.name: opening
        for path in TEMPLATES
        if path.parent.name == "intake"
        for opening, inside in FORMS.findall(path.read_text(encoding="utf-8"))
        if TYPED.search(inside)
    }
    assert {"start.html", "return.html", "case.html", "further.html"} <= set(asked)
    assert [name for name, opening in asked.items() if "autocomplete=off" not in opening] == []
