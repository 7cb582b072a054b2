"""The stylesheets as they leave: joined, small, and known by their hash."""

import base64
import hashlib
import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

_FOLDER: Final = files("hrd_report") / "static"
_STAFF_SHEETS: Final = (
    "tokens.css",
    "staff.css",
    "staff-case.css",
    "staff-evidence.css",
    "staff-steps.css",
    "staff-figures.css",
    "staff-people.css",
    "staff-related.css",
    "staff-letters.css",
)
_HASH_LENGTH: Final = 16
_RULE: Final = re.compile(r"([^{}]+)\{([^{}]*)\}")
_PSEUDO: Final = re.compile(r"::?[\w-]+(\([^)]*\))?")
_EMPTY: Final = re.compile(r"@[^{}]*\{\}")
_ELEMENTS: Final = re.compile(r"<([a-z][a-z\d]*)")
_CLASSES: Final = re.compile(r"""class=(?:"([^"]*)"|([\w-]+))""")
_TYPES: Final = re.compile(r"type=\w+")


@cache
def stylesheet(*names: str) -> str:
    """Return stylesheets joined into one, without comments, needless white space, unused tokens."""
    text = "".join((_FOLDER / name).read_text(encoding="utf-8") for name in names)
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r" ?([{};,>]) ?", r"\1", text)
    text = re.sub(r": (?=[^{}]*})", ":", text)
    return _unused_tokens(text).strip()


def _unused_tokens(text: str) -> str:
    used = set(re.findall(r"var\((--[\w-]+)", text))
    text = re.sub(r"(--[\w-]+):[^;{}]*;?", lambda token: token[0] if token[1] in used else "", text)
    return text.replace(";}", "}")


@lru_cache(maxsize=256)
def source(sheet: str) -> str:
    """Return the CSP source that allows exactly this inlined stylesheet."""
    digest = hashlib.sha256(sheet.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def used_on(page: str) -> frozenset[str]:
    """Return what rules can match on a page: its elements, classes and kinds of input."""
    body = page[page.find("</style>") :]
    listed = (one or other for one, other in _CLASSES.findall(body))
    classes = {f".{name}" for names in listed for name in names.split()}
    # A page has a body, though nobody writes its tag.
    return frozenset({"body", *_ELEMENTS.findall(page), *classes, *_TYPES.findall(body)})


@lru_cache(maxsize=256)
def needed(sheet: str, used: frozenset[str]) -> str:
    """Return a stylesheet without the rules that match nothing on a page."""
    return _EMPTY.sub("", _unused_tokens(_RULE.sub(lambda rule: _kept(rule, used), sheet)))


def _kept(rule: re.Match[str], used: frozenset[str]) -> str:
    wanted = [one for one in rule[1].split(",") if _asks_for(one) <= used]
    return f"{','.join(wanted)}{{{rule[2]}}}" if wanted else ""


def _asks_for(selector: str) -> set[str]:
    # What stands in the brackets of a pseudo-class never makes a rule needless.
    button = {"type=file"} if "::file" in selector else set()
    selector = _PSEUDO.sub("", selector)
    return {
        *button,
        *re.findall(r"\.[\w-]+", selector),
        *(f"type={kind}" for kind in re.findall(r"\[type=(\w+)\]", selector)),
        *re.findall(r"(?<![\w.\[=-])[a-z][a-z\d]*", selector),
    }


def staff_sheet() -> str:
    """Return the staff's stylesheet."""
    return stylesheet(*_STAFF_SHEETS)


@cache
def staff_sheet_name() -> str:
    """Return the staff stylesheet's name, which changes whenever its content does."""
    digest = hashlib.sha256(staff_sheet().encode()).hexdigest()
    return f"staff-{digest[:_HASH_LENGTH]}.css"
