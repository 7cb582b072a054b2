"""What is sealed of correspondence: an account's secret, a mail that came. Adds no word."""

import datetime as dt
from dataclasses import dataclass, field

from hrd_report.sealed import Plain


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class AccountDocument:
    """An account of the organisation at a platform: `server` is https://host.

    `labeler` (atproto) is the moderation service it reports to, or empty for the server's own.
    """

    server: str
    name: str
    secret: Plain
    labeler: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class MailDocument:
    """A mail that came to an escalation. `at` is when we took it, cut to the hour.

    `proved`: our mail server says that the sender is who it says. `automatic`: a program wrote it.
    `files` are hex ids of the items that hold what came with it. `whole`: it was too large to be
    read, and lies among them as it came.
    """

    escalation: str
    at: dt.datetime
    sender: Plain
    subject: Plain
    body: Plain
    message_id: str
    proved: bool
    automatic: bool = False
    whole: bool = False
    files: tuple[str, ...] = field(default_factory=tuple)
