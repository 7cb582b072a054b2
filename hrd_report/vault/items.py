"""The everyday face: seal and open one item of a case. Holds no key, keeps nothing."""

import json
import math
from typing import Any

from hrd_report.sealed import Plain, Sealed
from hrd_report.vault import age, preamble
from hrd_report.vault.damage import Refused
from hrd_report.vault.item_streams import ItemReader, ItemSealer, StreamResult
from hrd_report.vault.keys import Key, PublicKey
from hrd_report.vault.padding import padded
from hrd_report.vault.preamble import PREAMBLE_BYTES, Context

__all__ = [
    "Context",
    "ItemReader",
    "ItemSealer",
    "StreamResult",
    "open_item",
    "open_json",
    "read_json",
    "seal_item",
    "seal_json",
]


def seal_item(words: Plain | bytes, recipient: PublicKey, context: Context) -> Sealed:
    """Seal one item: preamble | content | zeros up to the padded size, as an age file.

    Words are kept as UTF-8; half a surrogate pair, which no text can hold, becomes U+FFFD.
    """
    content = words if isinstance(words, bytes) else _utf8(words.reveal())
    head = preamble.build(context, len(content))
    size = padded(PREAMBLE_BYTES + len(content))
    return age.seal((head + content).ljust(size, b"\0"), recipient)


def open_item(sealed: Sealed, key: Key, context: Context) -> bytes:
    """Open one item that must be what `context` says. Raise Damaged otherwise.

    Items that were sealed as a stream open here too, if they fit in memory.
    """
    payload = age.unseal(sealed, key)
    length = preamble.check(payload, context)
    end = len(payload)
    if length == preamble.STREAMED:
        # Without a trailer this reads the preamble's end, and whatever it says is too long.
        end -= preamble.TRAILER_BYTES
        length = preamble.read_trailer(payload[end:])
    stop = PREAMBLE_BYTES + length
    if stop > end:
        raise Refused("the item says it is longer than it is")
    if payload.count(0, stop, end) != end - stop:
        raise Refused("the padding is not zero")
    return payload[PREAMBLE_BYTES:stop]


def seal_json(value: Any, recipient: PublicKey, context: Context) -> Sealed:  # noqa: ANN401 - JSON
    """Seal a JSON value, written the one canonical way. `Plain` inside counts as its text."""
    text = json.dumps(
        value,
        ensure_ascii=False,
        allow_nan=False,
        sort_keys=True,
        separators=(",", ":"),
        default=_reveal,
    )
    return seal_item(_utf8(text), recipient, context)


def open_json(sealed: Sealed, key: Key, context: Context) -> Any:  # noqa: ANN401 - JSON
    """Open a JSON item. Raise Damaged also when the content is no UTF-8 JSON."""
    return read_json(open_item(sealed, key, context))


def read_json(content: bytes) -> Any:  # noqa: ANN401 - JSON
    """Read JSON that anybody may have sealed. Raise Damaged for what no writer of ours writes.

    That is: no UTF-8, no JSON, nesting without end, a number that is none or is too large, half
    a surrogate pair.
    """
    try:
        text = content.decode()
        value = json.loads(text, parse_constant=_finite, parse_float=_finite)
        if "\\u" in text:
            # Only an escape can bring in what no text can hold; it would fail much later.
            json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        # The cause quotes the content, so it stays here.
        raise Refused("the item holds no JSON") from None
    return value


def _finite(written: str) -> float:
    number = float(written)
    if not math.isfinite(number):
        raise ValueError("not a number")
    return number


def _utf8(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()


def _reveal(value: object) -> str:
    if isinstance(value, Plain):
        return value.reveal()
    raise TypeError(f"{type(value).__name__} is not JSON")
