"""Sealed facts: short coded rows for statistics. The one vault module that statistics may use.

A fact is sealed alone to the key of its time bucket, or lies under an envelope that is; nothing in
it or around it names a case.
"""

from collections.abc import Iterable, Mapping
from concurrent.futures import Executor

import numpy as np
from numpy.typing import NDArray

from hrd_report.sealed import Sealed
from hrd_report.vault.digests import prefixed
from hrd_report.vault.fact_workers import Opening, open_rows, open_rows_in_parallel, pool_of
from hrd_report.vault.keys import Key, PublicKey, seal_bytes

__all__ = ["Key", "PublicKey", "open_facts", "pool_of", "seal_fact"]


def seal_fact(body: bytes, bucket: PublicKey, bucket_name: str) -> Sealed:
    """Seal a fact's body to its bucket. Every body has the same length, so sizes say nothing."""
    return Sealed(seal_bytes(bucket, body, _info(bucket_name)))


def open_facts(
    rows: Iterable[bytes],
    key: Key,
    bucket_name: str,
    width: int,
    *,
    envelopes: Mapping[bytes, bytes] | None = None,
    pool: Executor | None = None,
) -> NDArray[np.uint8]:
    """Open a bucket's facts into a matrix of codes, one row for each fact, `width` columns.

    `rows` is read as it is needed, so it may be a cursor; `envelopes` are the bucket's, by id. One
    core opens about 14,000 rows a second, and a hundred times as many under envelopes; a `pool`
    (of `pool_of`) shares them out. Raise Damaged, naming only the number of the row (from 0), when
    one does not open with this key and bucket or has another width.
    """
    under = tuple(sorted((envelopes or {}).items()))
    how = Opening(bucket_name, _info(bucket_name), width, under)
    codes = open_rows_in_parallel(rows, key, how, pool) if pool else open_rows(rows, key, how)
    return np.frombuffer(codes, dtype=np.uint8).reshape(-1, width)


def _info(bucket_name: str) -> bytes:
    return b"hrd1/fact" + prefixed(bucket_name.encode())
