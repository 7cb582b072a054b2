"""The least that the machine allows: durable commits, plain writes, and the sealing alone."""

import os
import sqlite3
import time
from pathlib import Path

from hrd_report.vault import age, grants, receipts
from hrd_report.vault.keys import Key

ROW = os.urandom(6000)
MIB = 1024 * 1024


def commits_per_second(folder: Path, seconds: float = 3) -> float:
    """Return how many durable one-row SQLite commits a single writer makes in a second."""
    connection = sqlite3.connect(folder / "floor.sqlite", isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute(
        "CREATE TABLE IF NOT EXISTS row (id BLOB PRIMARY KEY, body BLOB) WITHOUT ROWID"
    )
    began, done = time.perf_counter(), 0
    while time.perf_counter() - began < seconds:
        connection.execute("INSERT INTO row VALUES (?, ?)", (os.urandom(16), ROW))
        done += 1
    taken = time.perf_counter() - began
    connection.close()
    return done / taken


def sealed_per_second(seconds: float = 2) -> float:
    """Return how many reports one process seals in a second, keys and grants and all, kept nowhere.

    A report costs a fresh case key, a fresh receipt key, one age file and two grants.
    """
    holders = Key.new().public, Key.new().public
    began, done = time.perf_counter(), 0
    while time.perf_counter() - began < seconds:
        case, receipt = Key.new(), receipts.new().key
        age.seal(ROW, case.public)
        for holder in holders:
            grants.grant(case, holder)
        done += bool(receipt.kid)
    return done / (time.perf_counter() - began)


def written_per_second(folder: Path, size: int) -> float:
    """Return the MiB a plain durable write of `size` bytes reaches in a second."""
    piece = os.urandom(MIB)
    began = time.perf_counter()
    with (folder / "floor.bin").open("wb") as file:
        for _ in range(size // MIB):
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    return size / MIB / (time.perf_counter() - began)
