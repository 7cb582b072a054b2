"""Accounts of platforms: from the address of a profile, or from a name with its `@`. Asks nobody.

Numbers of accounts are kept where an address shows them: names are changed and taken over.
"""

import re
from dataclasses import dataclass
from typing import Final

from hrd_report.desk.indicators.folding import clean, folded

ANYWHERE: Final = "any"
"""The platform of a name that stood alone."""

_HANDLE: Final = re.compile(r"(?<![\w.@/])@([\w.\-]{2,64})(?:@([\w-]+(?:\.[\w-]+)+))?")
_NAME: Final = re.compile(r"[^\W_][\w.\-]{0,63}|_[\w.\-]{1,63}")
_PLACEHOLDERS: Final = frozenset({"user", "url", "username", "utilisateur", "all", "everyone"})
_DOTLESS: Final = frozenset({"x", "telegram"})


@dataclass(frozen=True, slots=True)
class Shape:
    """How a platform's addresses lead to accounts: what stands before a name, and what is none."""

    platform: str
    before: frozenset[str] = frozenset()
    only_before: bool = False
    never: frozenset[str] = frozenset()


_X: Final = frozenset(
    {
        "home",
        "explore",
        "search",
        "hashtag",
        "i",
        "intent",
        "share",
        "settings",
        "login",
        "messages",
        "notifications",
    }
)
_META: Final = frozenset(
    {
        "watch",
        "groups",
        "events",
        "marketplace",
        "photo",
        "photo.php",
        "story.php",
        "permalink.php",
        "sharer",
        "help",
        "login",
        "hashtag",
        "reel",
        "reels",
        "share",
        "p",
        "explore",
        "stories",
        "tv",
        "accounts",
        "policies",
    }
)
_SHAPES: Final = {
    "x.com": Shape("x", never=_X),
    "facebook.com": Shape("facebook", before=frozenset({"people", "pages"}), never=_META),
    "instagram.com": Shape("instagram", never=_META),
    "threads.net": Shape("threads", never=_META),
    "tiktok.com": Shape("tiktok", never=frozenset({"tag", "music", "discover"})),
    "youtube.com": Shape(
        "youtube",
        before=frozenset({"c", "user", "channel"}),
        never=frozenset(
            {"watch", "playlist", "results", "feed", "hashtag", "shorts", "live", "embed"}
        ),
    ),
    "t.me": Shape("telegram", before=frozenset({"s"}), never=frozenset({"joinchat", "share", "c"})),
    "bsky.app": Shape("bluesky", before=frozenset({"profile"}), only_before=True),
    "linkedin.com": Shape("linkedin", frozenset({"in", "company", "school"}), only_before=True),
    "reddit.com": Shape("reddit", before=frozenset({"u", "user", "r"}), only_before=True),
    "vk.com": Shape("vk", never=frozenset({"feed", "im", "wall", "video", "search"})),
    "snapchat.com": Shape("snapchat", before=frozenset({"add"}), only_before=True),
    "weibo.com": Shape("weibo", before=frozenset({"u", "n"})),
}
KNOWN_HOSTS: Final = frozenset(_SHAPES)
"""Hosts of platforms: that two cases name one of them says nothing."""


def named(platform: str, name: str) -> str:
    """Return an account in its one form, `platform:name`, or nothing where it is none."""
    kept = folded(name).strip("@.").strip()
    if platform in _DOTLESS:
        kept = kept.replace(".", "")
    if not _NAME.fullmatch(kept) or kept in _PLACEHOLDERS:
        return ""
    return f"{platform}:{kept}"


def in_text(text: str) -> tuple[str, ...]:
    """Return the accounts that a text names with `@`, those of the fediverse with their server."""
    found = []
    for one in _HANDLE.finditer(clean(text)):
        if one[2]:
            account = named("mastodon", one[1])
            found.append(f"{account}@{folded(one[2])}" if account else "")
        else:
            found.append(named(ANYWHERE, one[1]))
    return tuple(one for one in found if one)


def of_address(address: str) -> str:
    """Return the account that an address in its normal form leads to, if it does."""
    host, _, rest = address.partition("/")
    parts = [one for one in rest.partition("?")[0].split("/") if one]
    shape = _SHAPES.get(host)
    if shape is None:
        return _of_server(host, parts)
    if shape.platform == "facebook" and (number := re.search(r"[?&]id=(\d+)", address)):
        return f"facebook:#{number[1]}"
    if parts and parts[0].lower() in shape.before:
        return _after(shape.platform, parts)
    if not parts or shape.only_before or parts[0].lower() in shape.never:
        return ""
    return named(shape.platform, parts[0])


def name_of(account: str) -> str:
    """Return the name in an account, without platform and server."""
    return account.partition(":")[2].partition("@")[0]


def _after(platform: str, parts: list[str]) -> str:
    kind, rest = parts[0].lower(), parts[1:]
    if not rest:
        return ""
    if kind == "channel":
        return f"{platform}:#{rest[0]}"
    if kind == "people" and len(rest) > 1 and rest[-1].isdigit():
        return f"{platform}:#{rest[-1]}"
    return named(platform, rest[0])


def _of_server(host: str, parts: list[str]) -> str:
    """Read the profiles of the fediverse: `server/@name`."""
    if not parts or not parts[0].startswith("@"):
        return ""
    name, _, other = parts[0][1:].partition("@")
    account = named("mastodon", name)
    return f"{account}@{other or host}" if account else ""
