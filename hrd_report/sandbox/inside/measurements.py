"""Reads measurements as OONI exports them. A hint each, never a proof; asks nobody on the network.

Of whoever measured it keeps the network and the country, no address, and the time to the hour.
"""

import json
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

from hrd_report.sandbox.inside import telling
from hrd_report.sandbox.inside.telling import Refused

LARGEST: Final = 20 * 1024 * 1024
_HOUR: Final = len("2026-11-21 09")
_OF_TEST: Final = ("accessible", "blocking")


def draw(source: BinaryIO) -> None:
    """Send one line for each measurement."""
    content = source.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise Refused("too_heavy")
    found = list(_all(content.decode("utf-8", "replace")))
    if not found:
        raise Refused("unreadable")
    for one in found[: telling.MOST_LINES]:
        when = str(one.get("measurement_start_time", ""))[:_HOUR].replace("T", " ")
        parts = (one.get("test_name"), one.get("probe_asn"), one.get("probe_cc"))
        telling.line(
            str(one.get("input") or ""),
            result(one),
            when=f"{when}:00 UTC" if when else "",
            note=" · ".join(str(part) for part in parts if part),
        )
    telling.end(len(found), *(["more_lines"] if len(found) > telling.MOST_LINES else []))


def result(one: dict[str, Any]) -> str:
    """Return what a measurement says, in one of four words."""
    if one.get("failure"):
        return "failed"
    if one.get("confirmed"):
        return "confirmed"
    keys = one.get("test_keys")
    if one.get("anomaly") or (isinstance(keys, dict) and _blocked(keys)):
        return "anomaly"
    return "normal"


def _blocked(keys: dict[str, Any]) -> bool:
    accessible, blocking = (keys.get(name) for name in _OF_TEST)
    return bool(blocking) or accessible is False


def _all(text: str) -> Iterator[dict[str, Any]]:
    """Yield measurements: one, a list of them, the answer of the API, or one on each line."""
    try:
        whole = json.loads(text)
    except ValueError:
        whole = [json.loads(line) for line in text.splitlines() if line.strip()]
    if isinstance(whole, dict) and isinstance(whole.get("results"), list):
        whole = whole["results"]
    for one in whole if isinstance(whole, list) else [whole]:
        if isinstance(one, dict) and "test_name" in one:
            yield one
