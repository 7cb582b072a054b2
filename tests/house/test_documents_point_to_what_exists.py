"""What the documents name is there: tests, files and pages."""

import re

import pytest
from source_tree import ROOT

DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("path", DOCUMENTS, ids=[path.name for path in DOCUMENTS])
def test_every_test_and_module_a_document_names_exists(path):
    named = re.findall(r"`((?:tests|hrd_report|migrations)/[\w./-]+)`", path.read_text("utf-8"))
    assert not [one for one in named if not (ROOT / one).exists()]


@pytest.mark.parametrize("path", DOCUMENTS, ids=[path.name for path in DOCUMENTS])
def test_every_link_of_a_document_leads_somewhere(path):
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", path.read_text("utf-8"))
    inner = [one for one in links if "://" not in one]
    assert not [one for one in inner if not (path.parent / one).exists()]


def test_decisions_carry_serials_without_a_gap():
    serials = [path.name[:4] for path in sorted((ROOT / "docs" / "decisions").glob("*.md"))]
    assert [f"{number:04}" for number in range(1, len(serials) + 1)] == serials


def test_every_adversary_but_root_has_a_test():
    rows = (ROOT / "docs" / "threats.md").read_text("utf-8").split("## What stays")[0]
    cells = [row.split("|") for row in rows.splitlines() if row.startswith("| **")]
    without = [row[1].split("**")[1] for row in cells if "tests/" not in row[4]]
    assert len(cells) > 10
    assert without == ["Whoever rules the running machine"]
