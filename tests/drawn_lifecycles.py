"""Writes the lifecycles' part of the documentation: run it after a table changed.

`PYTHONPATH=. python tests/drawn_lifecycles.py` puts docs/lifecycles.md and its pictures in place.
"""

from pathlib import Path

from hrd_report.casefile import lifecycles
from hrd_report.escalation import lifecycle
from hrd_report.web import diagrams

DOCS = Path(__file__).parent.parent / "docs"
SHOWN = (
    ("Report", lifecycles.REPORT, lifecycles.REPORT_LABELS, lifecycles.NEEDS),
    ("Case", lifecycles.CASE, lifecycles.CASE_LABELS, lifecycles.NEEDS),
    ("Safety measure", lifecycles.MEASURE, lifecycles.MEASURE_LABELS, lifecycles.NEEDS),
    ("Escalation", lifecycle.ESCALATIONS, lifecycle.LABELS, lifecycle.NEEDS),
)
HEAD = """# Lifecycles

Drawn from the tables the program obeys (`casefile/lifecycles.py`, `escalation/lifecycle.py`) by
`PYTHONPATH=. python tests/drawn_lifecycles.py`; a test compares. No page, program, command or job
takes a step that stands in no table: the rows themselves refuse it (`casefile/states.py`). Dashed
is what the program does by itself. The desk's help page shows the same in the reader's language.
"""


def written() -> dict[str, str]:
    """Return every file of this part of the documentation by its path in `docs`."""
    found, parts = {}, [HEAD]
    for title, table, labels, needs in SHOWN:
        picture = f"pictures/lifecycle-{table.name}.svg"
        found[picture] = diagrams.draw(table, labels, str, alone=True) + "\n"
        rows = diagrams.rows(table, labels, needs, str)
        lines = [f"| {' | '.join(one)} |" for one in rows]
        head = "| From | To | Who may | What is needed |\n|---|---|---|---|"
        body = "\n".join([head, *lines])
        parts.append(f"## {title}\n\n![{title}: states and steps]({picture})\n\n{body}\n")
    return found | {"lifecycles.md": "\n".join(parts)}


if __name__ == "__main__":
    for name, text in written().items():
        (DOCS / name).write_text(text)
