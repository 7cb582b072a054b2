"""Every sentence and label that the text of a notice may take from a catalogue."""

import ast
from collections.abc import Iterator
from pathlib import Path

from hrd_report.escalation import actions, channels, notice, passages
from hrd_report.reference.reference import Reference

_HERE = Path(notice.__file__).parent
_MODULES = (
    _HERE / "notice.py",
    *sorted(Path(passages.__file__).parent.glob("*.py")),
    Path(channels.__file__).parent / "writing.py",
    Path(channels.__file__).parent / "package.py",
    Path(actions.__file__).parent / "following.py",
    Path(actions.__file__).parent / "patterns.py",
    Path(actions.__file__).parent / "prefilling.py",
)


def asked(reference: Reference) -> set[str]:
    """Return them all: those marked in the code that writes, and the labels it looks up."""
    labels = {
        one.label
        for listed in (
            reference.requested_actions,
            reference.notice_kinds,
            reference.content_types,
            reference.subtypes,
            reference.decisions,
        )
        for one in listed
    }
    titles = {one.title for one in reference.steps}
    return labels | titles | {one for path in _MODULES for one in _marked(path)}


def _marked(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "N_":
            yield ast.literal_eval(node.args[0])
