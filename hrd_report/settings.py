"""Every choice an operator can make: read once, checked at once, frozen. Reads no environment."""

from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from hrd_report.errors import SettingsError

PREFIX = "HRD_"
DOORS = ("intake", "desk", "statistics")
ENDS = ("resolved", "closed", "referred", "rejected", "duplicate", "unreadable")
"""States that `HRD_RETENTION` may name: of cases that are over, then of their reports."""
LEAST_KEPT, MOST_KEPT = 60, 36500
"""A defender is told thirty days before, and needs some days to find a place to read it."""
BACKUP_DAYS_LEAST, BACKUP_DAYS_MOST = 14, 366
"""Less than two weeks would leave no week between a backup and its end."""

LEAST_EPSILON, MOST_EPSILON = 0.5, 2.0
"""Below, figures say nothing; above, they say too much about each defender in them."""


def _text(value: str) -> str:
    return value.strip()


def _number(value: str) -> int:
    return int(value)


def _days(value: str) -> int:
    days = int(value)
    if not BACKUP_DAYS_LEAST <= days <= BACKUP_DAYS_MOST:
        raise ValueError(value)
    return days


def _retention(value: str) -> tuple[str, ...]:
    """Read `state:days` pairs. Raises `SettingsError` with what is wrong.

    Refused are states nothing ends in, states named twice, and fewer days than a warning takes.
    """
    seen: set[str] = set()
    for pair in _words(value):
        state, _, days = pair.partition(":")
        if state not in ENDS or state in seen:
            raise SettingsError(f"HRD_RETENTION names each state once, of {', '.join(ENDS)}")
        if not (days.isascii() and days.isdigit() and LEAST_KEPT <= int(days) <= MOST_KEPT):
            raise SettingsError(f"HRD_RETENTION: state:days, with {LEAST_KEPT} to {MOST_KEPT} days")
        seen.add(state)
    return _words(value)


def _epsilon(value: str) -> float:
    epsilon = float(value)
    if not LEAST_EPSILON <= epsilon <= MOST_EPSILON:
        raise ValueError(value)
    return epsilon


def _switch(value: str) -> bool:
    choices = {"1": True, "yes": True, "true": True, "0": False, "no": False, "false": False}
    return choices[value.strip().lower()]


def _words(value: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in value.split(",") if word.strip())


def _doors(value: str) -> tuple[str, ...]:
    doors = _words(value)
    if not doors or not set(doors) <= set(DOORS):
        raise ValueError(value)
    return doors


def _setting(default: Any, read: Callable[[str], Any], meaning: str) -> Any:  # noqa: ANN401
    return field(default=default, metadata={"read": read, "meaning": meaning})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The operator's choices. Field `public_url` is the setting `HRD_PUBLIC_URL`, and so on."""

    instance: Path = _setting(
        Path("instance"), Path, "Folder of keys, database and sealed files; readable by us alone."
    )
    database_url: str = _setting(
        "", _text, "Where rows are kept: sqlite:///… or postgresql://…; empty: in the instance."
    )
    store_url: str = _setting(
        "", _text, "Where sealed files are kept: file:///… or s3://…; empty: in the instance."
    )
    doors: tuple[str, ...] = _setting(DOORS, _doors, "Sides this process opens, with commas.")
    public_url: str = _setting(
        "http://127.0.0.1:8000", _text, "Address under which readers reach us, without a path."
    )
    organisation: str = _setting(
        "HRD Report demo", _text, "Name on every page and under every notice."
    )
    languages: tuple[str, ...] = _setting(("fr", "en"), _words, "Languages offered, in order.")
    promise_hours: int = _setting(24, _number, "Hours within which a person reads a report.")
    emergency_phone: str = _setting("", _text, "Number shown when someone is in danger, or empty.")
    helpers: str = _setting(
        "", _text, "File with helpers of your own (YAML), added to those we ship; empty: none."
    )
    replies: str = _setting(
        "", _text, "Folder with replies of your own (fr.yaml, …), on top of ours; empty: none."
    )
    leave_url: str = _setting(
        "https://www.wikipedia.org/", _text, "Neutral site where the quick exit leads."
    )
    file_limit: int = _setting(
        2_000_000_000, _number, "Bytes a file may have; larger ones are named, not kept."
    )
    sum_limit: int = _setting(
        20_000_000_000,
        _number,
        "Bytes all files of one form, or sent to one report in pieces, may have.",
    )
    text_limit: int = _setting(1_000_000, _number, "Bytes the words of one form may have.")
    smtp_url: str = _setting(
        "", _text, "Mail server for notices: smtp://, smtp+starttls:// or smtps://; empty: none."
    )
    mail_from: str = _setting(
        "notices@localhost", _text, "Address that notices come from and answers go to."
    )
    imap_url: str = _setting(
        "",
        _text,
        "Mailbox that answers come into: imaps://name:password@host/FOLDER; empty: not read.",
    )
    mail_drop: str = _setting(
        "", _text, "Folder (Maildir) in which your mail server leaves answers; empty: not read."
    )
    mail_authserv: str = _setting(
        "",
        _text,
        "Name by which your mail server signs what it checked (Authentication-Results); or empty.",
    )
    outbound_proxy: str = _setting("", _text, "Proxy for calls to platforms: http://…, or empty.")
    demo: bool = _setting(
        default=False, read=_switch, meaning="A demo team with printed one-time passwords."
    )
    password_memory_kib: int = _setting(
        65536, _number, "Memory that one password try costs (Argon2id), in KiB."
    )

    backup_days: int = _setting(
        30, _days, "Days (14 to 366) after which a copy of the database opens no case any more."
    )

    retention: tuple[str, ...] = _setting(
        ("closed:365", "rejected:90", "unreadable:90"),
        _retention,
        "Days a case is kept once it is over, by state, with commas; empty: until somebody acts.",
    )

    figures_epsilon: float = _setting(
        1.0, _epsilon, "Privacy (0.5 to 2) that a year of figures may cost each defender."
    )
    hidden_countries: tuple[str, ...] = _setting(
        (), _words, "Countries (two letters) that figures never name, with commas."
    )

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> Self:
        """Read the settings among `environ`.

        Raises `SettingsError` for a `HRD_` name that does not exist or a value that does not fit.
        """
        known = {PREFIX + one.name.upper(): one for one in fields(cls)}
        given = {name: value for name, value in environ.items() if name.startswith(PREFIX)}
        unknown = sorted(set(given) - set(known))
        if unknown:
            raise SettingsError(f"unknown settings: {', '.join(unknown)}")
        values = {
            known[name].name: _read(name, known[name], value) for name, value in given.items()
        }
        settings = cls(**values)
        settings.check()
        return settings

    def check(self) -> None:
        """Refuse a combination that would not be safe. Raises `SettingsError`."""
        if not self.demo and self.secure is False and not self.on_loopback:
            raise SettingsError("HRD_PUBLIC_URL must be https (or an onion name) off this machine")
        if not self.languages:
            raise SettingsError("HRD_LANGUAGES names no language")

    @property
    def kept_days(self) -> dict[str, int]:
        """For how many days a case is kept, by the state it ended in."""
        pairs = (one.partition(":") for one in self.retention)
        return {state: int(days) for state, _, days in pairs}

    @property
    def secure(self) -> bool:
        """Whether readers reach us through TLS, so that cookies may demand it."""
        return urlsplit(self.public_url).scheme == "https"

    @property
    def on_loopback(self) -> bool:
        """Whether the public address is this very machine, or a name that Tor itself encrypts."""
        host = urlsplit(self.public_url).hostname or ""
        return host in {"127.0.0.1", "localhost", "::1"} or host.endswith(".onion")

    @property
    def secrets(self) -> Path:
        """The folder of the few secrets that live in files."""
        return self.instance / "keys"

    @property
    def seen(self) -> Path:
        """The file of the highest epochs that were relied on here."""
        return self.instance / "roster.seen"

    @property
    def forms(self) -> Path:
        """The folder of the offline forms that were signed where the keys are."""
        return self.instance / "forms"

    @property
    def database(self) -> str:
        """The database's address, also when none was set."""
        return self.database_url or f"sqlite:///{(self.instance / 'hrd_report.sqlite').absolute()}"

    @property
    def store(self) -> str:
        """The store's address, also when none was set."""
        return self.store_url or (self.instance / "store").absolute().as_uri()


def _read(name: str, one: Field[Any], value: str) -> Any:  # noqa: ANN401
    try:
        return one.metadata["read"](value)
    except (ValueError, KeyError) as problem:
        raise SettingsError(f"{name} does not fit: {one.metadata['meaning']}") from problem


def described() -> tuple[tuple[str, str, str], ...]:
    """Return every setting as (name, default, meaning), for the manual and its test."""
    return tuple(
        (PREFIX + one.name.upper(), _shown(one.default), one.metadata["meaning"])
        for one in fields(Settings)
    )


def _shown(value: object) -> str:
    return ",".join(value) if isinstance(value, tuple) else str(value)
