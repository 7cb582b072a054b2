"""The least that the machine allows: durable commits and plain writes, with nothing of ours."""

import os
import sqlite3
import time
from pathlib import Path

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
