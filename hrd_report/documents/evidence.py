"""How evidence was preserved, described and let out. Sealed to the case; no receipt opens any."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from hrd_report.sealed import Plain

Method = Literal[
    "defender_upload",
    "defender_screenshot",
    "caseworker_capture",
    "platform_export",
    "partner_supplied",
    "measurement",
]
Sensitivity = Literal["normal", "special_category", "intimate", "minor_suspected", "third_party"]
Tlp = Literal["RED", "AMBER_STRICT", "AMBER", "GREEN", "CLEAR"]
Online = Literal["yes", "no", "unknown"]
Translation = Literal["none", "human", "machine"]
ContentLabel = Literal["violence", "sexual", "minors", "threat", "slur"]
DerivedKind = Literal["pictures", "film", "archive", "web_archive", "measurements", "none"]
ExportStep = Literal["asked", "approved", "refused", "taken"]


def _none() -> Plain:
    return Plain("")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class CaptureDocument:
    """How one thing was preserved. The newest holds for its target.

    The target is a file of the case (`file`, hex id of its item) or an address (`link`, as the
    defender or the desk wrote it); `kept_as` is the file that holds what was captured there.
    `captured_at` keeps the zone in which it was said, `published` is what the platform showed.
    `consent` is a hex id. Field names follow the Berkeley Protocol's list in the manual.
    """

    by: str
    at: dt.datetime
    captured_at: dt.datetime
    tool: str
    method: Method
    sha256: str
    file: str | None = None
    link: Plain | None = None
    kept_as: str | None = None
    size: int | None = None
    media_type: str = ""
    url: Plain = field(default_factory=_none)
    account: Plain = field(default_factory=_none)
    platform: str | None = None
    archive: Plain = field(default_factory=_none)
    language: str = ""
    translation: Translation = "none"
    published: Plain = field(default_factory=_none)
    online: Online = "unknown"
    consent: str | None = None
    sensitivity: Sensitivity = "normal"
    tlp: Tlp = "RED"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class DescriptionDocument:
    """What somebody saw, in words, so that nobody must look again. The newest holds for a target.

    `sha256` finds the same bytes again when they are sent a second time.
    """

    by: str
    at: dt.datetime
    words: Plain
    labels: tuple[ContentLabel, ...] = ()
    file: str | None = None
    link: Plain | None = None
    sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Entry:
    """One line of what an archive, a web archive or a list of measurements holds.

    `name` is a path or an address, `what` a code of ours, `when` a time as it stands there.
    """

    name: Plain
    what: str = ""
    size: int | None = None
    when: str = ""
    note: Plain = field(default_factory=_none)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class DerivedDocument:
    """What can safely be looked at in place of a file. `sha256` is the file's it was made from.

    `pictures` says where each one lies in the bytes of the item `derivative` (hex): the first is
    the small grey one. `whole` is how many pages, frames or lines there are, of which some may be
    left out. `problems` are stable codes for what could not be made.
    """

    file: str
    sha256: str
    kind: DerivedKind
    by: str
    at: dt.datetime
    tool: str
    derivative: str | None = None
    pictures: tuple[tuple[int, int], ...] = ()
    whole: int = 0
    entries: tuple[Entry, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ExportDocument:
    """One step on the way of an original out of the house. All steps of one share `export` (hex).

    `person` is the hex id of whoever did this step under the name `by`. `recipient` is an age
    recipient, or empty; it, `reason`, `to` and `consent` (hex id) stand in the first step.
    """

    export: str
    step: ExportStep
    file: str
    by: str
    person: str
    at: dt.datetime
    reason: Plain = field(default_factory=_none)
    to: Plain = field(default_factory=_none)
    consent: str | None = None
    recipient: str = ""


def same_address(address: Plain) -> str:
    """Return an address so that two ways of writing the same one are equal."""
    text = address.reveal().strip()
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host = parts.hostname or ""
    except ValueError:
        return text
    path = parts.path.rstrip("/")
    query = f"?{parts.query}" if parts.query else ""
    return f"{host.removeprefix('www.')}{path}{query}"


def not_captured(
    addresses: Iterable[Plain], captures: Iterable[CaptureDocument]
) -> tuple[Plain, ...]:
    """Return the addresses of which nothing was preserved yet: a notice about them must wait.

    A removal destroys evidence, so what a notice is about is captured before it leaves.
    """
    kept = {
        same_address(found)
        for one in captures
        for found in (one.link, one.url)
        if found is not None and found
    }
    return tuple(one for one in addresses if same_address(one) not in kept)
