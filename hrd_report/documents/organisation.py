"""What an organisation says of itself to those it writes to. Sealed to the team that wrote it."""

from dataclasses import dataclass, field

from hrd_report.sealed import Plain


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class TrustedFlagger:
    """A status under Art. 22 DSA: who gave it (a country's coordinator), for what, since when.

    `expertise` are categories of the DSA Transparency Database; days are ISO days.
    """

    awarded_by: str
    since: str
    until: str | None = None
    expertise: tuple[str, ...] = ()
    register: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Membership:
    """That the organisation is in a partner programme, and by which address it is reached."""

    platform: str
    address: str = ""
    note: Plain = field(default_factory=lambda: Plain(""))


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class OrganisationDocument:
    """Settings of a team for what it sends. `represents`: it may act under Art. 86(1) DSA.

    `notifier` is the name that a notice shows, where it is not the organisation's own; `country`
    the one it is established in. `days_off` (0 is Monday) and `closed` (ISO days) are in `zone`.
    """

    by: str = ""
    at: str = ""
    notifier: str = ""
    country: str = ""
    represents: bool = False
    mandate_text: Plain = field(default_factory=lambda: Plain(""))
    trusted: TrustedFlagger | None = None
    memberships: tuple[Membership, ...] = ()
    zone: str = "UTC"
    days_off: tuple[int, ...] = (5, 6)
    closed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class DirectoryDocument:
    """What an organisation knows of addressees besides what is shipped, as YAML."""

    by: str
    at: str
    text: Plain
