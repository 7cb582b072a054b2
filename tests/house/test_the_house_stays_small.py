"""How large a file or a function may grow, and what may not have a place at all."""

import ast

from source_tree import PACKAGE, ROOT, Source, length, program, suite

LONGEST_FILE = 300
LONGEST_TEST_FILE = 400
LONGEST_FUNCTION = 40
LONGEST_VIEW = 25
DUMPING_GROUNDS = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers"}
TOP_LEVEL = {
    ".ci",
    ".gitignore",
    "LICENSE",
    "Makefile",
    "README.md",
    "docs",
    "hrd_report",
    "instance",
    "migrations",
    "pyproject.toml",
    "requirements.txt",
    "tests",
    "wsgi.py",
}
"""What stands at the top. Something else there needs a reason, here."""

DECLARED = {("frame", "reads"), ("frame", "acts")}
"""How a route for programs is declared: its guard follows from that."""

IGNORED = {"__pycache__", "build", "dist"}


def lines(source: Source) -> int:
    return source.text.count("\n")


def is_route(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    said = {tuple(ast.unparse(one).split("(")[0].split(".")) for one in node.decorator_list}
    return any("guard" in one for one in said) or bool(said & DECLARED)


def test_a_file_keeps_the_size_of_a_room():
    assert not [one.path for one in program() if lines(one) > LONGEST_FILE]


def test_a_file_of_tests_can_be_read_in_one_go():
    assert not [one.path for one in suite() if lines(one) > LONGEST_TEST_FILE]


def test_the_median_file_is_small():
    sizes = sorted(lines(source) for source in program() if not source.is_root)
    assert sizes[len(sizes) // 2] <= 110


def test_no_function_is_longer_than_a_page():
    assert not [
        f"{source.path}: {node.name}"
        for source in program()
        for node in source.functions()
        if length(node) > LONGEST_FUNCTION
    ]


def test_a_view_only_hands_on():
    assert not [
        f"{source.path}: {node.name}"
        for source in program()
        for node in source.functions()
        if is_route(node) and length(node) > LONGEST_VIEW
    ]


def test_views_stand_at_module_level():
    assert not [
        f"{source.path}: {inside.name}"
        for source in program()
        for node in source.functions()
        for inside in ast.walk(node)
        if inside is not node and isinstance(inside, ast.FunctionDef) and is_route(inside)
    ]


def test_every_module_says_what_it_is():
    assert not [one.path for one in program() if not ast.get_docstring(one.tree)]


def test_a_package_root_holds_its_sentence_and_nothing_else():
    roots = [source for source in program() if source.is_root]
    assert len(roots) > 10
    assert not [source.path for source in roots if len(source.tree.body) != 1]


def test_every_folder_of_the_program_is_a_package():
    folders = {path.parent for path in PACKAGE.rglob("*.py")}
    assert not [folder.name for folder in folders if not (folder / "__init__.py").is_file()]


def test_nothing_is_a_dumping_ground():
    names = {part for source in (*program(), *suite()) for part in source.module.split(".")}
    assert not names & DUMPING_GROUNDS


def test_the_top_level_holds_nothing_without_a_reason():
    found = {path.name for path in ROOT.iterdir()}
    hidden = {name for name in found if name.startswith(".") and name not in TOP_LEVEL}
    assert found - hidden - IGNORED <= TOP_LEVEL
