"""The stylesheets as they leave: joined, small, and known by their hash."""

import base64
import hashlib
import re
from functools import cache
from importlib.resources import files
from typing import Final

_FOLDER: Final = files("hrd_report") / "static"
_STAFF_SHEETS: Final = (
    "tokens.css",
    "staff.css",
    "staff-case.css",
    "staff-figures.css",
    "staff-people.css",
)
_HASH_LENGTH: Final = 16


@cache
def stylesheet(*names: str) -> str:
    """Return stylesheets joined into one, without comments, needless white space, unused tokens."""
    text = "".join((_FOLDER / name).read_text(encoding="utf-8") for name in names)
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r" ?([{};,>]) ?", r"\1", text)
    text = re.sub(r": (?=[^{}]*})", ":", text)
    used = set(re.findall(r"var\((--[\w-]+)", text))
    text = re.sub(r"(--[\w-]+):[^;{}]*;?", lambda token: token[0] if token[1] in used else "", text)
    return text.replace(";}", "}").strip()


@cache
def source(*names: str) -> str:
    """Return the CSP source that allows exactly the inlined `stylesheet(*names)`."""
    digest = hashlib.sha256(stylesheet(*names).encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def staff_sheet() -> str:
    """Return the staff's stylesheet."""
    return stylesheet(*_STAFF_SHEETS)


@cache
def staff_sheet_name() -> str:
    """Return the staff stylesheet's name, which changes whenever its content does."""
    digest = hashlib.sha256(staff_sheet().encode()).hexdigest()
    return f"staff-{digest[:_HASH_LENGTH]}.css"
