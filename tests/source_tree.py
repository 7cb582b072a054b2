"""The program's own source as tests over the whole house read it. Runs none of it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "hrd_report"
ZONES = ("intake", "desk", "escalation", "statistics", "accounts")


@dataclass(frozen=True)
class Source:
    """One Python file: where it is from the root, its text, and its tree once somebody asks."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.path)

    @property
    def module(self) -> str:
        dotted = self.path.removesuffix(".py").replace("/", ".")
        return dotted.removesuffix(".__init__")

    @property
    def is_root(self) -> bool:
        return self.path.endswith("__init__.py")

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node


@cache
def program() -> tuple[Source, ...]:
    """Return every Python file of the program itself."""
    outermost = [ROOT / "wsgi.py", ROOT / "migrations" / "env.py"]
    return tuple(_read(path) for path in sorted(PACKAGE.rglob("*.py")) + outermost)


@cache
def suite() -> tuple[Source, ...]:
    """Return every Python file of the tests."""
    return tuple(_read(path) for path in sorted((ROOT / "tests").rglob("*.py")))


EDGES = frozenset(
    {
        "pages",  # a zone's routes
        "views",  # the same, where they are many
        "api",  # the JSON door
        "admin",  # the administrators' routes
        "releasing",  # draws a release in several transactions, for page and command alike
        "arriving",  # takes a form with files into one transaction, for pages and API alike
        "carrying",  # takes a sealed report from whoever brings it, the same way
        "openness",  # whether the door is open, remembered between requests
    }
)
"""How the modules and folders of a zone are named that speak HTTP and open transactions."""


def is_edge(module: str) -> bool:
    """Whether a module belongs to a zone's doors."""
    return bool(EDGES & set(module.split(".")[2:]))


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return a function's lines, without its docstring and decorators."""
    end = node.end_lineno or node.lineno
    docstring = ast.get_docstring(node, clean=False)
    lines = end - node.lineno + 1
    if docstring is not None:
        first = node.body[0]
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def _read(path: Path) -> Source:
    text = path.read_text(encoding="utf-8")
    return Source(path.relative_to(ROOT).as_posix(), text)
