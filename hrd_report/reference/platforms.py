"""The shapes of addressees: platforms, hosts, operators. Sends nothing and asks no network."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

RouteKind = Literal["email", "form", "api", "in_app", "lookup", "letter", "help"]
DsaStatus = Literal["VLOP", "VLOSE", "not_designated"]
Kind = Literal["platform", "infrastructure", "regulator", "settlement", "un", "partner", "archive"]
EMERGENCY: Final = "emergency"


@dataclass(frozen=True, slots=True)
class Route:
    """One way in. `address` is an e-mail address, URL or API method; None where `how` says it.

    `verified` means that we read it in the addressee's own text; `checked` is the day of that look.
    `account_needed` is None while nobody knows.
    """

    kind: RouteKind
    purpose: str
    verified: bool
    checked: date
    address: str | None = None
    how: str | None = None
    covers: tuple[str, ...] = ()
    account_needed: bool | None = None


@dataclass(frozen=True, slots=True)
class Partner:
    """A partner programme. No name and verified: there is none. No name, unverified: unknown.

    `address` is where its members write, where an organisation knows it.
    """

    name: str | None
    verified: bool
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Dsa:
    """Designation under the DSA; `note` is a msgid."""

    status: DsaStatus
    verified: bool
    since: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Answering:
    """How long an addressee may take, where our own clocks do not fit it.

    `working`: counted in its working days. `extend` is what a complex matter may take besides.
    `ground` names the rule it stands in, or None where the span is ours.
    """

    acknowledge: timedelta
    decide: timedelta
    extend: timedelta | None = None
    working: bool = False
    ground: str | None = None


@dataclass(frozen=True, slots=True)
class Platform:
    """An addressee of escalations. Names are proper names, all other texts msgids.

    `languages` are those it takes notices in, none where it does not say; `country` is where an
    authority sits. `key` is its OpenPGP key, armoured, or its age recipient, where one is known.

    `clauses` maps a policy key to the platform's own name for its rule; `names_defenders` is the
    clause that names human rights defenders, if one does. `appeal_days` is their own window.
    """

    id: str
    name: str
    owner: str
    group: str
    dsa: Dsa
    routes: tuple[Route, ...]
    partner: Partner
    clauses: Mapping[str, str]
    rules_read: date | None = None
    names_defenders: str | None = None
    appeal_days: int | None = None
    generic: bool = False
    risk: str | None = None
    note: str | None = None
    kind: Kind = "platform"
    languages: tuple[str, ...] = ()
    country: str | None = None
    answers: Answering | None = None
    key: str | None = None

    @property
    def is_verified(self) -> bool:
        """Whether every route was read in the addressee's own text."""
        return all(route.verified for route in self.routes)

    @property
    def checked(self) -> date:
        """Return the day on which the route looked at longest ago was looked at."""
        return min(route.checked for route in self.routes)

    @property
    def email(self) -> str | None:
        """Return the e-mail address for a notice, a verified one before another; None if none."""
        return self._mail([route for route in self.routes if route.purpose != EMERGENCY])

    @property
    def emergency_email(self) -> str | None:
        """Return the e-mail address kept for danger to a person, if there is one."""
        return self._mail([route for route in self.routes if route.purpose == EMERGENCY])

    def _mail(self, routes: list[Route]) -> str | None:
        mails = [route for route in routes if route.kind == "email"]
        return min(mails, key=lambda route: not route.verified).address if mails else None

    def clause(self, policy: str | None) -> str | None:
        """Return the platform's name for the rule that fits, or None if we know of none."""
        return self.clauses.get(policy or "")
