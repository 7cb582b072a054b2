"""The shapes of what a notice holds, of decisions, deadlines and clocks. Builds no notice."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

Share = Literal["always", "ask", "never"]
Result = Literal["granted", "partly", "refused", "open", "silence"]


@dataclass(frozen=True, slots=True)
class Choice:
    """A code with its words (a msgid)."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class NoticeField:
    """A field of a notice.

    `share`: leaves always, only with consent (`ask`), or never. `dsa16`: letter of Art. 16(2) DSA.
    `required_for` names notice kinds where the field must not be empty; `*` stands for all.
    """

    id: str
    label: str
    share: Share
    required_for: tuple[str, ...] = ()
    dsa16: str | None = None


@dataclass(frozen=True, slots=True)
class SendQuestion:
    """What is asked before a notice leaves, so that it does no harm. Texts are msgids.

    `when` names what makes the question due: `always`, `risk` (a warning about the addressee),
    `illegal` (a host that must tell the police, Art. 18), `infrastructure` (the notice may be
    passed on), `images`, `removal`, `files`, `bare` (files that nothing seals).
    `needs` is the only answer that lets it leave, where one is;
    `second`: the answer with which a second person must read it.
    """

    id: str
    question: str
    why: str
    when: tuple[str, ...]
    needs: Literal["yes", "no"] | None = None
    second: Literal["yes", "no"] | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What a platform decided on one item. `dsa` is the Transparency Database code, if any."""

    id: str
    label: str
    result: Result
    outcome: str
    dsa: str | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline with a ground in law or in a platform's own terms.

    Counted from `starts`; exactly one of months, days, hours. `extend_*` is what may be added.
    """

    id: str
    label: str
    starts: str
    ground: str
    verified: bool
    months: int = 0
    days: int = 0
    hours: int = 0
    extend_months: int = 0
    extend_days: int = 0


@dataclass(frozen=True, slots=True)
class Clocks:
    """Our own default clocks, counted from sending; they pause only while we wait for the reporter.

    `reminders` count from the moment an answer was due, and so do `switch` (another channel) and
    `regulator` (a complaint to the regulator becomes an option).
    """

    acknowledge: timedelta
    acknowledge_critical: timedelta
    decide: timedelta
    decide_critical: timedelta
    reminders: tuple[timedelta, ...]
    switch: timedelta
    regulator: timedelta

    def acknowledge_within(self, *, critical: bool) -> timedelta:
        """Return how long an acknowledgement may take."""
        return self.acknowledge_critical if critical else self.acknowledge

    def decide_within(self, *, critical: bool) -> timedelta:
        """Return how long a decision may take."""
        return self.decide_critical if critical else self.decide


@dataclass(frozen=True, slots=True)
class FirstPersonRule:
    """A platform acts here only on the word of the person concerned, or of who stands for them."""

    platforms: tuple[str, ...]
    policies: tuple[str, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class DsaCodes:
    """Code lists of the DSA Transparency Database, schema v2 (mandatory since 1 July 2025)."""

    categories: Mapping[str, tuple[str, ...]]
    visibility: tuple[str, ...]
    monetary: tuple[str, ...]
    provision: tuple[str, ...]
    account: tuple[str, ...]
    ground: tuple[str, ...]
    automated: tuple[str, ...]
    source: tuple[str, ...]

    def decisions(self) -> frozenset[str]:
        """Return every code that says what was done."""
        return frozenset(self.visibility + self.monetary + self.provision + self.account)
