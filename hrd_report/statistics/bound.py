"""How much one defender may weigh in a year's figures. Counts nobody: the desk keeps the counter.

The unit of privacy is a defender and the calendar year *of the bucket* (not of the report: what
arrives in December may be closed in March). Facts are nameless, so nothing here can count a
defender's facts. The desk keeps a counter for each year inside the sealed payload of the case
(of the receipt, where there is no account), asks `may_count` before it writes a fact, and raises
the counter in the same act. Writing a fact again at a second triage replaces it and counts once.
"""

from typing import Final

UNIT: Final = "defender and calendar year of the bucket"
UNIT_NEIGHBOURS: Final = "all facts of one defender are added or removed"


def may_count(written: int, bound: int) -> bool:
    """Tell whether a defender with `written` facts in the bucket's year may add another."""
    return written < bound


def sensitivity(tables: int, bound: int) -> int:
    """Return the L1 sensitivity of `tables` one-way tables to one defender coming or going.

    Each of the defender's facts, at most `bound`, stands in one cell of every table.
    """
    if tables < 1 or bound < 1:
        raise ValueError("at least one table and one fact")
    return tables * bound
