"""Endorsements: the server's word that a team's key is that team's. Knows no roster.

The endorser is named in the roster, so that whoever writes to the database alone cannot make one.
"""

from typing import Final

from hrd_report.errors import Damaged
from hrd_report.vault import signatures
from hrd_report.vault.digests import prefixed
from hrd_report.vault.keys import PublicKey
from hrd_report.vault.signatures import SigningKey

MOST_EPOCHS: Final = 2**63 - 1
_EPOCH_BYTES: Final = 8


def endorse(endorser: SigningKey, team: bytes, epoch: int, public: PublicKey) -> bytes:
    """Return the signature (64 bytes) that a team's key of this epoch is this one."""
    return endorser.sign(_message(team, epoch, public))


def check(
    endorser_public: bytes, endorsement: bytes, team: bytes, epoch: int, public: PublicKey
) -> None:
    """Raise Damaged unless the endorser signed this very team, epoch and key."""
    signatures.verify(endorser_public, endorsement, _message(team, epoch, public))


def _message(team: bytes, epoch: int, public: PublicKey) -> bytes:
    if not 1 <= epoch <= MOST_EPOCHS:
        raise Damaged("no such epoch")
    parts = prefixed(team, epoch.to_bytes(_EPOCH_BYTES, "big"), public.raw)
    return b"hrd1/endorse" + parts
