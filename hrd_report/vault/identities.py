"""Private keys as age writes them, for any age client to open. Shows one only to who asks.

Source: C2SP age specification, "The MLKEM768-X25519 hybrid post-quantum recipient type".
"""

from hrd_report.sealed import Plain
from hrd_report.vault import bech32
from hrd_report.vault.keys import Key

_PREFIX = "age-secret-key-pq-"


def encode(key: Key) -> Plain:
    """Return the identity "AGE-SECRET-KEY-PQ-1…": whoever reads it holds the key."""
    return Plain(bech32.encode(_PREFIX, key.seed).upper())


def decode(text: Plain) -> Key:
    """Read an identity. Raise Damaged when it is none."""
    return Key.from_seed(bech32.decode(text.reveal().strip(), _PREFIX))
