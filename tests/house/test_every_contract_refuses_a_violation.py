"""Each import contract is broken on purpose, in a copy, and has to name the culprit."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from importlinter.api import read_configuration
from source_tree import PACKAGE, ROOT

pytestmark = pytest.mark.slow

VIOLATIONS = {
    "a zone imports a zone": ("floors", {"desk/planted.py": "import hrd_report.intake"}),
    "a room imports a room": ("floors", {"vault/planted.py": "import hrd_report.documents.codec"}),
    "a room imports the shell": ("floors", {"store/planted.py": "import hrd_report.web.log"}),
    "the shell opens cases": ("floors", {"web/planted.py": "import hrd_report.casefile.opening"}),
    "the ground imports a room": ("floors", {"clock.py": "import hrd_report.records.base"}),
    "a folder nobody gave a floor": ("floors", {"helpers/__init__.py": '"""Anything."""'}),
    "two modules need each other": (
        "acyclic",
        {
            "vault/planted.py": "import hrd_report.vault.planted_too",
            "vault/planted_too.py": "import hrd_report.vault.planted",
        },
    ),
    "records opens": ("records-blind", {"records/planted.py": "import hrd_report.vault.items"}),
    "records does cryptography": ("records-blind", {"records/planted.py": "import cryptography"}),
    "records sees a request": ("records-blind", {"records/planted.py": "import flask"}),
    "statistics reads cases": (
        "statistics-blind",
        {"statistics/planted.py": "import hrd_report.records.cases"},
    ),
    "statistics reads cases through others": (
        "statistics-blind",
        {
            "statistics/planted.py": "import hrd_report.reference.planted",
            "reference/planted.py": "import hrd_report.records.cases",
        },
    ),
    "statistics takes a keyring": (
        "statistics-blind",
        {"statistics/planted.py": "import hrd_report.vault.keyring"},
    ),
    "intake takes the keyring": (
        "no-keyring-at-the-door",
        {"intake/planted.py": "import hrd_report.vault.keyring"},
    ),
    "what intake seals with opens": (
        "no-keyring-at-the-door",
        {
            "intake/planted.py": "import hrd_report.casefile.planted",
            "casefile/planted.py": "import hrd_report.casefile.opening",
        },
    ),
    "an action sees a request": (
        "actions-without-http",
        {"accounts/actions/planted.py": "from flask import request"},
    ),
    "an action uses the shell through others": (
        "actions-without-http",
        {
            "accounts/actions/planted.py": "import hrd_report.accounts.planted",
            "accounts/planted.py": "import hrd_report.web.services",
        },
    ),
    "a client needs a database": (
        "client-alone",
        {"client/planted.py": "import hrd_report.records.keys"},
    ),
    "the jail needs the program": (
        "jail-alone",
        {"sandbox/inside/planted.py": "import hrd_report.errors"},
    ),
    "the desk takes a paper apart": (
        "papers-in-the-jail",
        {"desk/planted.py": "import pypdfium2"},
    ),
    "the shell does cryptography": (
        "one-crypto-room",
        {"web/planted.py": "from cryptography.hazmat.primitives import hashes"},
    ),
}


def contracts() -> set[str]:
    found = read_configuration(str(ROOT / "pyproject.toml"))["contracts_options"]
    return {one["id"] for one in found}


def lint(folder: Path, *contract: str) -> subprocess.CompletedProcess[str]:
    program = "from importlinter.cli import lint_imports_command as run; run()"
    options = ["--no-logo", "--no-cache"] + [f"--contract={one}" for one in contract]
    return subprocess.run(
        [sys.executable, "-c", program, *options],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Give a copy of the program that may be spoilt."""
    shutil.copytree(
        PACKAGE,
        tmp_path / "hrd_report",
        ignore=lambda _, names: [name for name in names if name == "__pycache__"],
    )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_program_keeps_every_contract():
    answer = lint(ROOT)
    assert answer.returncode == 0, answer.stdout


def test_every_contract_is_broken_by_one_of_these_tests():
    assert {contract for contract, _ in VIOLATIONS.values()} == contracts()


@pytest.mark.parametrize("violation", VIOLATIONS)
def test_a_violation_is_refused(copy: Path, violation: str):
    contract, planted = VIOLATIONS[violation]
    for name, line in planted.items():
        path = copy / "hrd_report" / name
        path.parent.mkdir(exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(f"\n{line}\n")
    answer = lint(copy, contract)
    culprit = next(iter(planted)).removesuffix(".py").removesuffix("/__init__").split("/")[-1]
    assert answer.returncode == 1, answer.stdout + answer.stderr
    assert "BROKEN" in answer.stdout
    assert culprit in answer.stdout.split("Broken contracts", 1)[1]
