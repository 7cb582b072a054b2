"""Finds in the words of a case what another case may name too, each thing in its normal form. Pure.

Proposes only: which of it is kept, a caseworker says.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Final

from hrd_report.desk.indicators import accounts, addresses, contacts, hosts, texts
from hrd_report.desk.indicators.folding import clean
from hrd_report.documents import hashtags

ACCOUNT: Final = "account"
URL: Final = "url"
DOMAIN: Final = "domain"
PHONE: Final = "phone"
MAIL: Final = "mail"
HASHTAG: Final = "hashtag"
FILE: Final = "file"
PICTURE: Final = "picture"
TEXT: Final = "text"
KINDS: Final = (ACCOUNT, URL, DOMAIN, PHONE, MAIL, HASHTAG, FILE, PICTURE, TEXT)
"""In the order of pages."""

MOST_OF_A_KIND: Final = 40
MOST_TEXTS: Final = 8
LONGEST: Final = 200_000
"""Signs of a case's words that are looked through: the rest of a longer account is not."""

_TAG: Final = re.compile(r"(?<![\w&/#])#[\w·]{2,100}")
_PASSAGES: Final = re.compile(r"\n\s*\n|[«»“”„]|(?<!\w)\"|\"(?!\w)")
_CUT: Final = re.compile(r"\n|[«»“”„]|(?<!\w)\"|\"(?!\w)")
_BANAL: Final = accounts.KNOWN_HOSTS | {
    "google.com",
    "youtube.com",
    "wikipedia.org",
    "whatsapp.com",
    "wa.me",
    "discord.gg",
    "discord.com",
    "signal.me",
    "bit.ly",
    "t.co",
    "goo.gl",
    "tinyurl.com",
    "drive.google.com",
    "archive.org",
    "archive.ph",
    "gmail.com",
    "apple.com",
    "microsoft.com",
    "medium.com",
}
"""Domains that anybody names: warning-list values, never proposed as a domain."""


@dataclass(frozen=True, slots=True, order=True)
class Indicator:
    """Something a case names: its kind, and its normal form; of a text, the text itself."""

    kind: str
    value: str


def extract(
    words: Iterable[str], links: Iterable[str] = (), *, region: str | None = None
) -> tuple[Indicator, ...]:
    """Return what some words and links name, in the order of kinds, each once."""
    whole = "\n\n".join(words)[:LONGEST]
    listed = list(islice(links, MOST_OF_A_KIND))
    looked = hosts.refanged(clean("\n".join([*listed, whole])))
    forms = [addresses.normal(one) for one in [*listed, *addresses.found(looked)]]
    urls = list(dict.fromkeys(one for one in forms if one))
    mails = contacts.mails(looked)
    urls = [one for one in urls if not any(one == mail.partition("@")[2] for mail in mails)]
    found = {
        ACCOUNT: [*map(accounts.of_address, urls), *accounts.in_text(_without(looked, mails))],
        URL: [one for one in urls if one != addresses.host_of(one)],
        DOMAIN: [domain for one in urls if (domain := _domain(one))],
        PHONE: contacts.phones(looked, region),
        MAIL: mails,
        HASHTAG: hashtags.named(_TAG.findall(looked)),
        TEXT: passages(whole),
    }
    return tuple(
        Indicator(kind, value)
        for kind in KINDS
        for value in _first(found.get(kind, ()), MOST_TEXTS if kind == TEXT else MOST_OF_A_KIND)
    )


def passages(whole: str) -> list[str]:
    """Return the texts in an account that may be somebody else's: quoted ones, and its parts."""
    found: dict[str, str] = {}
    for cut in (_PASSAGES, _CUT):
        for part in cut.split(whole):
            kept = part.strip()[: texts.LONGEST]
            if len(texts.normal(kept)) >= texts.SHORTEST:
                found.setdefault(texts.normal(kept), kept)
    return list(found.values())


def normal(kind: str, value: str) -> str:
    """Return the normal form of something that somebody typed. Nothing where it is none."""
    form = _FORMS.get(kind)
    return form(value) if form is not None else ""


def _account(typed: str) -> str:
    platform, colon, name = typed.partition(":")
    if colon and "/" not in typed:
        name, _, server = name.strip().lstrip("@").partition("@")
        account = accounts.named(platform.strip().lower(), name)
        return f"{account}@{server}" if account and server else account
    by_address = accounts.of_address(addresses.normal(typed))
    return by_address or next(iter(accounts.in_text(typed)), "")


def _domain(url: str) -> str:
    host = addresses.host_of(url)
    domain = hosts.registered(host)
    return "" if domain in _BANAL or host in _BANAL else domain


def _registered(typed: str) -> str:
    return hosts.registered(addresses.host_of(addresses.normal(typed)))


def _phone(typed: str) -> str:
    return next(iter(contacts.phones(typed, None)), "")


def _text(typed: str) -> str:
    return typed if len(texts.normal(typed)) >= texts.SHORTEST else ""


_FORMS: Final[dict[str, Callable[[str], str]]] = {
    ACCOUNT: _account,
    URL: addresses.normal,
    DOMAIN: _registered,
    PHONE: _phone,
    MAIL: contacts.mail,
    HASHTAG: hashtags.normal,
    TEXT: _text,
}


def _without(text: str, mails: tuple[str, ...]) -> str:
    return re.sub(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", " ", text) if mails else text


def _first(values: Iterable[str], most: int) -> list[str]:
    return list(dict.fromkeys(one for one in values if one))[:most]
