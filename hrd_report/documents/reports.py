"""What a defender sends and is told. Everything here is sealed before it is kept."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal

from hrd_report.documents.answers import AnswerDocument
from hrd_report.sealed import Plain

Danger = Literal["unsure", "no", "yes"]
Channel = Literal["form", "api", "age", "file", "tella", "bridge", "forced", "register", "sheet"]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ReportDocument:
    """A report, or an addition to one. `threats` are ids of the reference data, or `unsure`.

    `too_large` names the files that could not be kept; `country` is there where a program said it.
    `lost_files`: it came sealed, and not all files inside could be read. `further` stands here for
    one that came sealed; others keep each answer as an item of its own.
    """

    language: str
    danger: Danger
    threats: tuple[str, ...]
    story: Plain
    links: tuple[Plain, ...]
    received_at: dt.datetime
    channel: Channel
    too_large: tuple[Plain, ...] = ()
    country: str | None = None
    lost_files: bool = False
    further: tuple[AnswerDocument, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class FileDocument:
    """What is known of a file. `file` is the hex id of the item that holds its bytes.

    `media_type` is what the sender says, `detected` what its first bytes show, or nothing.
    `keep_metadata`: the sender wants what a picture says besides its pixels to be seen. `by` is
    the pseudonym of who added it at the desk, or nothing: then it came from the defender.
    """

    file: str
    name: Plain
    media_type: str
    size: int
    sha256: str
    received_at: dt.datetime
    keep_metadata: bool = False
    detected: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class SentFile:
    """A file as its sender recognises it again: its name, and the SHA-256 of its bytes in hex."""

    name: Plain
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class MessageDocument:
    """A letter between defender and team. Sealed to the case and, as a copy, to the receipt.

    `files` came with it.
    """

    author: Literal["defender", "team"]
    name: str
    text: Plain
    at: dt.datetime
    too_large: tuple[Plain, ...] = ()
    files: tuple[SentFile, ...] = ()


Event = Literal[
    "received",
    "opened",
    "unreadable",
    "in_progress",
    "waiting_defender",
    "escalation_queued",
    "escalation_sent",
    "escalation_not_sent",
    "escalation_acknowledged",
    "escalation_decided",
    "escalation_appealed",
    "escalation_silent",
    "escalation_reappeared",
    "escalation_stopped",
    "resolved",
    "closed",
    "reopened",
    "erasure_announced",
    "forced",
    "measures_proposed",
]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class NewsDocument:
    """Something the defender is told by the program, in plain words made at display time.

    Sealed to the receipt. `escalation` is a hex id; `platform` its name, where the writer knows
    it; `next_at` is when something should happen next; `items` and `decisions` speak of a decision
    item by item, in the codes of the reference data.
    """

    event: Event
    at: dt.datetime
    escalation: str | None = None
    platform: Plain | None = None
    next_at: dt.datetime | None = None
    decisions: tuple[str, ...] = ()
    identity: str | None = None
    outcome: str | None = None
    says: Plain | None = None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class CountedDocument:
    """Which nameless fact stands for this case, and in which bucket. Sealed to the receipt alone.

    `fact` is a hex id.
    """

    fact: str
    bucket: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ConsentDocument:
    """One purpose, agreed to or not. Sealed to the case and, as a copy, to the receipt.

    `platform` is an id of the directory, or what the defender wrote. `recorded_by` is empty where
    the defender answered alone.
    """

    consent: str
    purpose: str
    identity: str
    at: dt.datetime
    recorded_by: str
    platform: str | None = None
    until: dt.datetime | None = None
    scope: Plain = field(default_factory=lambda: Plain(""))
