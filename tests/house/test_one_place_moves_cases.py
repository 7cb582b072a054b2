"""A case's state is written in one place: there its retention clock starts and its warning ends."""

import ast

from source_tree import program

HERE = "hrd_report.casefile.states"


def assigned(tree: ast.Module) -> list[int]:
    """Return the lines that set the state of something called a case."""
    targets = [
        (node.lineno, target)
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        for whole in node.targets
        for target in (whole.elts if isinstance(whole, ast.Tuple) else [whole])
    ]
    return [
        line
        for line, target in targets
        if isinstance(target, ast.Attribute)
        and target.attr == "state"
        and isinstance(target.value, ast.Name)
        and target.value.id in {"case", "found"}
    ]


def test_only_one_module_writes_a_case_s_state():
    writers = {one.module for one in program() if assigned(one.tree)}
    assert writers == {HERE}
