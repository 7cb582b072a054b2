"""Transactions begin and end at the edge, and only the outermost edge reads the environment."""

import ast
from collections.abc import Iterator

from source_tree import ZONES, Source, is_edge, program

OPENS = {"writing", "reading"}
ENDS = {"commit", "rollback"}
EDGES = ("hrd_report.cli", "hrd_report.jobs", "hrd_report.web", "hrd_report.app")
OWN_TRANSACTIONS = {
    "hrd_report.records.database": "where transactions are made",
    "hrd_report.records.grouping": "ends many callers' transactions in one commit",
    "hrd_report.records.migrations": "runs alembic, on a connection of its own",
}
"""Modules below the edge that may end a transaction by hand, and why."""

OUTERMOST = {"wsgi.py", "hrd_report/__main__.py"}


def calls(source: Source, names: set[str]) -> Iterator[int]:
    for node in ast.walk(source.tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in names
            and not node.args
        ):
            yield node.lineno


def may_open(module: str) -> bool:
    zones = tuple(f"hrd_report.{zone}." for zone in ZONES)
    return module.startswith(EDGES) or (module.startswith(zones) and is_edge(module))


def test_only_edges_open_transactions():
    found = [
        f"{source.path}:{line}"
        for source in program()
        if not may_open(source.module)
        for line in calls(source, OPENS)
    ]
    assert not found


def test_nobody_ends_a_transaction_by_hand():
    found = [
        f"{source.path}:{line}"
        for source in program()
        if source.module not in OWN_TRANSACTIONS
        for line in calls(source, ENDS)
    ]
    assert not found


def test_only_the_outermost_edge_reads_the_environment():
    found = {
        source.path
        for source in program()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "environb", "getenv"}
    }
    assert found == OUTERMOST


def test_nobody_asks_the_time_but_the_clock():
    found = {
        source.path
        for source in program()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute) and node.attr in {"now", "utcnow", "today", "time_ns"}
        if ast.unparse(node.value) in {"datetime", "dt.datetime", "date", "dt.date", "time"}
    }
    assert found == {"hrd_report/clock.py"}
