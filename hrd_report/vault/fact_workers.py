"""Opens many sealed facts, here or in worker processes. Knows no table and no code list.

The library opens one seal at a time in a process, so threads gain nothing and processes do.
"""

import itertools
import multiprocessing
from collections import deque
from collections.abc import Iterable
from concurrent.futures import Future, ProcessPoolExecutor

from hrd_report.errors import Damaged
from hrd_report.vault.keys import Key, open_bytes

_BATCH = 2000
_WAITING_PER_WORKER = 2


def open_rows(rows: Iterable[bytes], key: Key, info: bytes, width: int) -> bytearray:
    """Open rows one after the other; return their bodies joined. Raise Damaged with the number."""
    codes = bytearray()
    for number, row in enumerate(rows):
        body = _open(row, key, info, width)
        if body is None:
            raise Damaged(f"fact {number} does not open")
        codes += body
    return codes


def open_rows_in_parallel(
    rows: Iterable[bytes], key: Key, info: bytes, width: int, workers: int
) -> bytearray:
    """Do the same in `workers` processes, with only a few batches in memory at once.

    The seed goes to the workers through a pipe, as it would to a thread through memory.
    """
    codes = bytearray()
    waiting: deque[Future[bytes | int]] = deque()
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, context) as pool:
        source = iter(rows)
        while batch := list(itertools.islice(source, _BATCH)):
            waiting.append(pool.submit(open_batch, batch, key.seed, info, width))
            if len(waiting) > workers * _WAITING_PER_WORKER:
                _collect(waiting.popleft(), codes, width)
        while waiting:
            _collect(waiting.popleft(), codes, width)
    return codes


def open_batch(batch: list[bytes], seed: bytes, info: bytes, width: int) -> bytes | int:
    """Open one batch in a worker: the bodies joined, or the place of the first damaged row."""
    key, codes = Key.from_seed(seed), bytearray()
    for place, row in enumerate(batch):
        body = _open(row, key, info, width)
        if body is None:
            return place
        codes += body
    return bytes(codes)


def _collect(future: Future[bytes | int], codes: bytearray, width: int) -> None:
    result = future.result()
    if isinstance(result, int):
        raise Damaged(f"fact {len(codes) // width + result} does not open")
    codes += result


def _open(row: bytes, key: Key, info: bytes, width: int) -> bytes | None:
    try:
        body = open_bytes(key, row, info)
    except Damaged:
        return None
    return body if len(body) == width else None
