"""The signed account of a release: what it cost, how it was drawn, which files belong to it.

Canonical JSON: keys sorted, no spaces, UTF-8. It never holds a number of facts, nor anything else
that was counted without noise. Signs through a function handed in; knows no key.
"""

import datetime as dt
import hashlib
import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any, Final

from hrd_report.errors import Damaged
from hrd_report.records.facts import Part
from hrd_report.statistics import expecting
from hrd_report.statistics.bound import UNIT, UNIT_NEIGHBOURS
from hrd_report.statistics.drawing import Drawing
from hrd_report.statistics.exports import digest
from hrd_report.statistics.ledger import MOST_EPSILON, Cost, Span
from hrd_report.statistics.plan import Plan

KIND: Final = "hrd-report-release"
FORMAT: Final = 2

_READABLE: Final = frozenset({1, FORMAT})
"""Of the first format only the frame is read: signature, files, chain."""

_LIBRARIES: Final = ("numpy", "opendp")
_KEY_ID_BYTES: Final = 16

Sign = Callable[[bytes], bytes]
"""Signs a message (Ed25519, RFC 8032)."""

Holds = Callable[[bytes, bytes, bytes], None]
"""Takes a public key, a signature and a message; raises `Damaged` unless they belong together."""


@dataclass(frozen=True, slots=True)
class Account:
    """What the ledger says of a release: its year, and what that cost `before` and `after` it.

    `attempt` counts from 1: only the first one that ended was ever seen by anybody.
    """

    release: bytes
    bucket: str
    span: Span
    day: dt.date
    year: int
    part: Part
    before: Cost
    after: Cost
    attempt: int = 1


def key_id(public: bytes) -> str:
    """Return the short name of a public signing key."""
    return hashlib.sha256(public).digest()[:_KEY_ID_BYTES].hex()


def build(
    account: Account,
    plan: Plan,
    drawing: Drawing,
    files: Mapping[str, bytes],
    chain: tuple[str | None, bytes],
) -> bytes:
    """Return the manifest. `chain`: the former manifest's digest, and the public signing key."""
    former, public = chain
    return canonical(
        {
            "kind": KIND,
            "format": FORMAT,
            "release": account.release.hex(),
            "bucket": _bucket(account),
            "drawn": account.day.isoformat(),
            "unit": UNIT,
            "neighbours": UNIT_NEIGHBOURS,
            "bound": plan.tier.bound,
            "tier": plan.tier.id,
            "part": account.part.value,
            "plan": plan.digest.hex(),
            "attempt": account.attempt,
            "delta": plan.tier.delta,
            "noise": _noise(drawing),
            "fitting": expecting.FITTING,
            "tables": _tables(drawing),
            "ledger": _ledger(account, plan),
            "code_lists": plan.lists,
            "libraries": {name: version(name) for name in _LIBRARIES},
            "files": _files(files),
            "former": former,
            "key": key_id(public),
            "public_key": public.hex(),
        }
    )


def canonical(value: object) -> bytes:
    """Return canonical JSON."""
    text = json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
    return text.encode()


def read(manifest: bytes) -> dict[str, Any]:
    """Parse a manifest. Raises `Damaged` unless it is canonical and of our kind and format."""
    try:
        parsed = json.loads(manifest)
        written = canonical(parsed)
    except (ValueError, RecursionError):
        raise Damaged("a manifest that is not JSON") from None
    if not isinstance(parsed, dict) or written != manifest:
        raise Damaged("a manifest that is not canonical")
    if parsed.get("kind") != KIND or parsed.get("format") not in _READABLE:
        raise Damaged("a manifest of another kind or format")
    return parsed


def verify(
    manifest: bytes, signature: bytes, public: bytes, files: Mapping[str, bytes], holds: Holds
) -> None:
    """Check the signature, the key's name and every file's digest.

    Raises `Damaged` if any differs, or if a file is missing or does not belong.
    """
    holds(public, signature, manifest)
    parsed = read(manifest)
    if parsed["key"] != key_id(public):
        raise Damaged("a manifest that names another key")
    if parsed["files"] != _files(files):
        raise Damaged("the files are not those of the manifest")


def last_digest(manifests: Sequence[bytes]) -> str | None:
    """Return the digest of the chain's end: the one manifest that no other names as its former.

    Raises `Damaged` when there is none or more than one.
    """
    if not manifests:
        return None
    ends = {digest(one) for one in manifests} - {read(one)["former"] for one in manifests}
    if len(ends) != 1:
        raise Damaged("the chain of manifests is broken")
    return ends.pop()


def _bucket(account: Account) -> dict[str, str]:
    first, last = account.span
    return {"name": account.bucket, "first": first.isoformat(), "last": last.isoformat()}


def _noise(drawing: Drawing) -> list[dict[str, object]]:
    return [
        {
            "order": one.order,
            "tables": one.tables,
            "mechanism": one.mechanism,
            "scale": one.scale,
            "sensitivity": one.sensitivity,
            "loss": one.loss,
        }
        for one in drawing.noises
    ]


def _ledger(account: Account, plan: Plan) -> dict[str, object]:
    delta = plan.tier.delta
    return {
        "year": account.year,
        "before": _cost(account.before, delta),
        "after": _cost(account.after, delta),
        "epsilon_of_a_year": plan.epsilon,
        "epsilon_ceiling": MOST_EPSILON,
    }


def _cost(cost: Cost, delta: float) -> dict[str, object]:
    return {
        "micro_epsilon": cost.micro_epsilon,
        "nano_rho": cost.nano_rho,
        "epsilon": math.ceil(cost.epsilon(delta) * 1000) / 1000,
    }


def _tables(drawing: Drawing) -> list[dict[str, object]]:
    return [
        {"table": one.table, "rows": one.cells, "sigma": one.sigma, "threshold": one.threshold}
        for one in drawing.precisions
    ]


def _files(files: Mapping[str, bytes]) -> list[dict[str, object]]:
    return [
        {"name": name, "bytes": len(data), "sha256": digest(data)}
        for name, data in sorted(files.items())
    ]
