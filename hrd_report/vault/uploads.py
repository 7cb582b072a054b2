"""The secret of an upload: what finds it, seals its parts and what is known of it. Keeps nothing.

It derives from a receipt's key, so the receipt, or a session that it began, is enough to go on.
It opens nothing but the parts of files that are still on their way.
"""

import functools
import json
from dataclasses import dataclass
from typing import Any, NoReturn

from hrd_report.errors import Damaged
from hrd_report.sealed import Sealed
from hrd_report.vault.digests import hkdf, hmac_sha256, open_under, seal_under
from hrd_report.vault.keys import Key

SECRET_BYTES = 32
_ID_BYTES = 16


@dataclass(frozen=True, repr=False)
class UploadSecret:
    """What a client holds to send files to one report. Silent when printed."""

    raw: bytes

    def __post_init__(self) -> None:
        if len(self.raw) != SECRET_BYTES:
            raise Damaged("an upload's secret has 32 bytes")

    @classmethod
    def of_receipt(cls, receipt: Key) -> "UploadSecret":
        """Return the secret that belongs to a receipt's key: always the same one."""
        return cls(hkdf(receipt.seed, "hrd1/upload"))

    @classmethod
    def read(cls, text: str) -> "UploadSecret":
        """Read a secret as clients send it, 64 hex digits. Raise Damaged."""
        try:
            return cls(bytes.fromhex(text))
        except ValueError:
            raise Damaged("an upload's secret is 64 hex digits") from None

    @functools.cached_property
    def handle(self) -> str:
        """Return what stands in addresses: random to whoever has not the secret, opens nothing."""
        return hkdf(self.raw, "hrd1/upload/handle", _ID_BYTES).hex()

    @functools.cached_property
    def id(self) -> bytes:
        """Return the name of the pass's row, from which neither secret nor handle can be had."""
        return hkdf(self.raw, "hrd1/upload/pass", _ID_BYTES)

    @functools.cached_property
    def key(self) -> Key:
        """Return the key that parts are sealed to."""
        return Key.from_seed(hkdf(self.raw, "hrd1/upload/parts"))

    def file_id(self, label: str) -> bytes:
        """Return the name of a file's row; the label a client gave it cannot be had from that."""
        name = hkdf(self.raw, "hrd1/upload/file")
        return hmac_sha256(name, label.encode("utf-8", "surrogatepass"))[:_ID_BYTES]

    def seal(self, place: str, value: Any) -> Sealed:  # noqa: ANN401 - JSON
        """Seal what is known of a file or a part, bound to its place."""
        return seal_under(self.raw, "upload/" + place, json.dumps(value).encode())

    def open(self, place: str, sealed: Sealed) -> Any:  # noqa: ANN401 - JSON
        """Open what `seal` sealed for the same place. Raise Damaged."""
        return json.loads(open_under(self.raw, "upload/" + place, sealed))

    def __repr__(self) -> str:
        return "UploadSecret(…)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("an upload's secret is not pickled")
