"""Numbers of phones and addresses of mail: found in text, in one form each. Calls nobody."""

import re
from typing import Final

import phonenumbers

from hrd_report.desk.indicators import hosts
from hrd_report.desk.indicators.folding import clean, folded

_MAIL: Final = re.compile(
    r"[\w.+-]{1,64}\s?(?:@|\[at\]|\(at\))\s?[\w-]+(?:(?:\.|\[\.\]|\(dot\)|\[dot\])[\w-]+)+",
    re.IGNORECASE,
)
_AT: Final = re.compile(r"\s?(?:\[at\]|\(at\))\s?", re.IGNORECASE)
_ALIASES: Final = {"googlemail.com": "gmail.com"}
_MOST_TRIES: Final = 500
_WHATSAPP: Final = re.compile(r"(?:wa\.me|api\.whatsapp\.com/send\?phone=)/?(\+?\d{6,15})")


def phones(text: str, region: str | None) -> tuple[str, ...]:
    """Return the numbers in a text as `+33612345678`; a short form needs the country it is of."""
    known = region if region in phonenumbers.SUPPORTED_REGIONS else None
    seen = clean(text)
    numbers = phonenumbers.PhoneNumberMatcher(seen, known, max_tries=_MOST_TRIES)
    found = [phonenumbers.format_number(one.number, _E164) for one in numbers]
    return tuple(dict.fromkeys([*found, *_in_addresses(seen)]))


def mails(text: str) -> tuple[str, ...]:
    """Return the addresses of mail in a text, each in its one form."""
    found = (mail(one[0]) for one in _MAIL.finditer(clean(text)))
    return tuple(dict.fromkeys(one for one in found if one))


def mail(address: str) -> str:
    """Return an address of mail in its one form: no label after `+`, no case. Nothing if none."""
    before, _, after = _AT.sub("@", clean(address)).rpartition("@")
    host = hosts.normal(after)
    host = _ALIASES.get(host, host)
    name = folded(before).strip().partition("+")[0]
    if host == "gmail.com":
        name = name.replace(".", "")
    return f"{name}@{host}" if name.strip(".") and host else ""


def _in_addresses(text: str) -> list[str]:
    return [f"+{one.lstrip('+')}" for one in _WHATSAPP.findall(text)]


_E164: Final = phonenumbers.PhoneNumberFormat.E164
