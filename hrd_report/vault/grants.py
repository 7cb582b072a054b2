"""Grants: a key's seed sealed to another key. Needs the child's key, opens none."""

from hrd_report.sealed import Sealed
from hrd_report.vault.digests import prefixed
from hrd_report.vault.keys import SEAL_OVERHEAD, SEED_BYTES, Key, PublicKey, seal_bytes, seal_to_own

GRANT_BYTES = SEAL_OVERHEAD + SEED_BYTES


def grant_info(child_kid: bytes, holder_kid: bytes) -> bytes:
    """Return what a grant is bound to, so that it opens no other key and in no other place."""
    return b"hrd1\0" + prefixed(b"grant", child_kid, holder_kid)


def grant(child: Key, holder: PublicKey) -> Sealed:
    """Seal the child's seed to the holder (1168 bytes)."""
    return Sealed(seal_bytes(holder, child.seed, grant_info(child.kid, holder.kid)))


def grant_to_own(child: Key, holder: Key) -> Sealed:
    """Make the same grant to a holder that was just made here, at half the price."""
    return Sealed(seal_to_own(holder, child.seed, grant_info(child.kid, holder.kid)))
