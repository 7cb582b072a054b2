"""Makes words of HTML: what a reader would see, without a link, a picture or a program.

Strangers write it: it is read once from its beginning to its end, and nothing in it can fail. The
library's own parser fails on some of it, and takes an hour for a page of tags without an end.
"""

import html
import re
from typing import Final

_SILENT: Final = frozenset({"head", "title", "template", "svg", "math"})
_LINES: Final = frozenset({"br", "p", "div", "tr", "li", "h1", "h2", "h3", "h4", "blockquote"})
_REST: Final = r"""(?:"[^"]*"|'[^']*'|[^"'>])*+(?:>|["'][^>]*>?|\Z)"""
"""The rest of a tag: a sign that ends it may stand in quotes. Nothing is looked at twice."""
_MARK: Final = re.compile(
    r"<!--.*?(?:-->|\Z)"
    rf"|<(?P<raw>script|style)\b{_REST}.*?(?:</(?P=raw)\b[^>]*>?|\Z)"
    rf"|<(?P<ends>/?)(?P<tag>[a-z][^\s/>]*){_REST}"
    r"|<[!?][^>]*>?",
    re.IGNORECASE | re.DOTALL,
)


def words(page: str) -> str:
    """Return the words of a page, lines kept where the page breaks them."""
    found: list[str] = []
    silent, done = 0, 0
    for mark in _MARK.finditer(page):
        if not silent:
            found.append(html.unescape(page[done : mark.start()]))
        done = mark.end()
        tag = (mark["tag"] or "").lower()
        if tag in _LINES:
            found.append("\n")
        elif tag in _SILENT:
            silent = max(0, silent - 1) if mark["ends"] else silent + 1
    if not silent:
        found.append(html.unescape(page[done:]))
    return "".join(found)
