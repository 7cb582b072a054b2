"""Opens many sealed facts, here or in worker processes. Knows no table and no code list.

The library opens one seal at a time in a process, so threads gain nothing and processes do: where
facts are sealed alone. Under envelopes a fact costs a microsecond, less than its way to a worker.
"""

import itertools
import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache

from hrd_report.errors import Damaged
from hrd_report.vault import fact_envelopes
from hrd_report.vault.keys import Key, open_bytes

_BATCH = 4000
_WAITING = 5


@dataclass(frozen=True, slots=True, repr=False)
class Opening:
    """What opening a bucket's rows takes beside its key; `width` is the length of a body."""

    name: str
    info: bytes
    width: int
    envelopes: tuple[tuple[bytes, bytes], ...] = ()


@contextmanager
def pool_of(workers: int) -> Iterator[Executor | None]:
    """Keep processes that open rows until the block ends; none starts before it has work.

    One worker needs no process.
    """
    if workers == 1:
        yield None
        return
    with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn")) as pool:
        yield pool


def open_rows(rows: Iterable[bytes], key: Key, how: Opening) -> bytearray:
    """Open rows one after the other; return their bodies joined. Raise Damaged with the number."""
    codes, openers = bytearray(), fact_envelopes.openers(dict(how.envelopes), key, how.name)
    for number, row in enumerate(rows):
        body = _open(row, key, how, openers)
        if body is None:
            raise Damaged(f"fact {number} does not open")
        codes += body
    return codes


def open_rows_in_parallel(
    rows: Iterable[bytes], key: Key, how: Opening, pool: Executor
) -> bytearray:
    """Do the same with a pool's processes, with only a few batches in memory at once.

    What is sealed alone goes to them; the seed goes there too, through a pipe, as it would to a
    thread through memory. What lies under envelopes is opened here.
    """
    codes, openers = bytearray(), fact_envelopes.openers(dict(how.envelopes), key, how.name)
    waiting: deque[Future[bytes | int]] = deque()
    source = iter(rows)
    while batch := list(itertools.islice(source, _BATCH)):
        if all(fact_envelopes.is_under_envelope(row, how.width) for row in batch):
            here: Future[bytes | int] = Future()
            here.set_result(_opened(batch, key, how, openers))
            waiting.append(here)
        else:
            waiting.append(pool.submit(open_batch, batch, key.seed, how))
        if len(waiting) == _WAITING:
            _collect(waiting.popleft(), codes, how.width)
    while waiting:
        _collect(waiting.popleft(), codes, how.width)
    return codes


def open_batch(batch: list[bytes], seed: bytes, how: Opening) -> bytes | int:
    """Open one batch in a worker: the bodies joined, or the place of the first damaged row."""
    return _opened(batch, *_prepared(seed, how))


@lru_cache(maxsize=1)
def _prepared(seed: bytes, how: Opening) -> tuple[Key, Opening, fact_envelopes.Openers]:
    """Open a bucket's envelopes once in a worker, which ends with the release and its secrets."""
    key = Key.from_seed(seed)
    return key, how, fact_envelopes.openers(dict(how.envelopes), key, how.name)


def _opened(
    batch: list[bytes], key: Key, how: Opening, openers: fact_envelopes.Openers
) -> bytes | int:
    bodies = []
    for place, row in enumerate(batch):
        body = _open(row, key, how, openers)
        if body is None:
            return place
        bodies.append(body)
    return b"".join(bodies)


def _collect(future: Future[bytes | int], codes: bytearray, width: int) -> None:
    result = future.result()
    if isinstance(result, int):
        raise Damaged(f"fact {len(codes) // width + result} does not open")
    codes += result


def _open(row: bytes, key: Key, how: Opening, openers: fact_envelopes.Openers) -> bytes | None:
    if fact_envelopes.is_under_envelope(row, how.width):
        return fact_envelopes.open_row(row, openers)
    try:
        body = open_bytes(key, row, how.info)
    except Damaged:
        return None
    return body if len(body) == how.width else None
