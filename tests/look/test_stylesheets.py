"""What the stylesheets and start page promise, read from their text: size, direction, contrast."""

import re

import pytest
from look import gallery
from look.gallery_content import PAGES

from hrd_report.sealed import Plain

SHEETS = sorted((gallery.ROOT / "static").glob("*.css"))
TEMPLATES = [
    path
    for folder in ("layout", "parts")
    for path in sorted((gallery.ROOT / "templates" / folder).glob("*.html"))
]
PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border)-(?:left|right|top|bottom)|left|right|top|bottom"
    r"|(?:min-|max-)?(?:width|height)|text-align:\s*(?:left|right))\s*:"
)


def declarations(path):
    text = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
    # A media query asks about the screen, which has a width in every script.
    return re.sub(r"@media[^{]*\{", "", text)


def tokens(scheme):
    light, dark = (gallery.ROOT / "static/tokens.css").read_text("utf-8").split("@media")
    found = dict(re.findall(r"--([\w-]+):\s*(#\w+)", light))
    return found | (dict(re.findall(r"--([\w-]+):\s*(#\w+)", dark)) if scheme == "dark" else {})


def luminance(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(one * 2 for one in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    darker, lighter = sorted([luminance(one), luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_start_page_fits_in_eight_thousand_bytes(language):
    assert len(gallery.render(PAGES[0], language).encode()) <= 8_000


def test_the_start_page_carries_few_rules():
    assert len(gallery.stylesheet("defender")) <= 3_700


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_a_sheet_knows_no_left_and_no_right(path):
    assert PHYSICAL.findall(declarations(path)) == []


OUR_OWN_SCRIPTS = (
    '<script src="{{ script_url }}" defer></script>',
    '<script src="{{ script.url }}" integrity="{{ script.integrity }}" defer></script>',
)
"""The scripts of ours, by their hash: for passkeys, and for large files of a defender's letter."""
LEAVING = "<script>{{ leave_script|safe }}</script>"
"""The few lines on the defender's pages by which they are left at once."""

SEALING = "<script>{{ inline_script|safe }}</script>"
"""The script that seals, inside of the offline form."""


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_a_sheet_asks_for_nothing_from_anywhere(path):
    assert not re.search(r"url\(|@import|@font-face|animation|transition", declarations(path))


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_only_the_tokens_name_colours(path):
    named = set(re.findall(r"#[0-9a-f]{3,8}\b", declarations(path)))
    # Paper is white and ink is black when a page is printed.
    assert path.name == "tokens.css" or named <= {"#fff", "#000"}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_has_no_style_attribute_no_script_and_no_handler(path):
    text = path.read_text("utf-8")
    for script in OUR_OWN_SCRIPTS:
        text = text.replace(script, "")
    text = text.replace(LEAVING, "")
    text = text.replace(SEALING, "")
    assert not re.search(r"\sstyle=|<script|\son\w+=|javascript:", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_value_from_outside_stands_in_quotes(path):
    # Escaping stops at a space: an unquoted value could begin another attribute.
    unquoted = re.findall(r"\s[\w-]+=\{\{[^}]*\}\}", path.read_text("utf-8"))
    assert set(unquoted) <= {" value={{ kind }}", " dir={{ dir }}"}


def test_no_rendered_page_has_a_style_attribute():
    for page in PAGES:
        for language in page.languages:
            assert not re.search(r"<[^>]+\sstyle=", gallery.render(page, language)), page.name


def test_a_person_s_words_are_escaped():
    letters = gallery.environment("en").get_template("parts/letters.html").module.letters
    html = letters([{"who": "You", "day": "", "text": Plain("<script>x</script>")}])
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


@pytest.mark.parametrize("share", [-5, 0, 1, 4, 5, 63, 99, 100, 140])
def test_a_bar_is_as_wide_as_its_share(share):
    classes = gallery.environment("en").get_template("parts/words.html").module.bar(share).split()
    width = sum(int(name[1:]) for name in classes)
    assert width == min(max(share, 0), 100)
    assert all(f".{name} " in gallery_rules() for name in classes)


def gallery_rules():
    return (gallery.ROOT / "static/staff-figures.css").read_text("utf-8")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "sheet", "desk", "desk-sheet", "notice"])
def test_words_are_readable_on_every_ground(ground, scheme):
    colours = tokens(scheme)
    for name in ("ink", "mute", "accent", "rubric"):
        assert contrast(colours[name], colours[ground]) >= 7, name
    assert contrast(colours["edge"], colours[ground]) >= 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("words", "ground"),
    [
        ("on", "accent"),
        ("paper", "ink"),
        ("ink", "tint"),
        ("mute", "tint"),
        ("rubric", "alarm"),
        ("band-text", "band"),
        ("band-text", "band-figures"),
        ("band-text", "band-admin"),
        ("band-soft", "band"),
        ("band-soft", "band-figures"),
        ("ink", "heat-0"),
        ("ink", "heat-1"),
        ("ink", "heat-2"),
        ("ink", "heat-3"),
        ("on", "heat-4"),
    ],
)
def test_words_are_readable_on_coloured_grounds(words, ground, scheme):
    colours = tokens(scheme)
    assert contrast(colours[words], colours[ground]) >= 4.5
