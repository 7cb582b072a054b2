"""Finds the messages that code and templates ask for. Reads source files, translates nothing."""

from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract_from_dir

from hrd_report.i18n.check import Wanted

_METHODS = [("**.py", "python"), ("**.html", "jinja2"), ("**.txt", "jinja2")]
_JINJA = {"trimmed": "true", "silent": "false"}
_KEYWORDS = {
    "_": None,
    "N_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def messages(root: Path) -> set[Wanted]:
    """Return every message under a folder: `_`, `N_`, the gettext family, and `{% trans %}`.

    Raises jinja2.TemplateSyntaxError for a template that cannot be read.
    """
    return set(_found(root))


def _found(root: Path) -> Iterator[Wanted]:
    options = {pattern: _JINJA for pattern, method in _METHODS if method == "jinja2"}
    for _, _, message, _, context in extract_from_dir(
        root, method_map=_METHODS, options_map=options, keywords=_KEYWORDS
    ):
        singular, plural = (message, None) if isinstance(message, str) else (message[0], message[1])
        yield (context, singular, plural)
