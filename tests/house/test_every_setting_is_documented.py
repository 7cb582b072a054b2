"""The operator's manual has one heading for every setting, with its default, and none too many."""

import re

from source_tree import ROOT

from hrd_report.cli.main import command
from hrd_report.settings import described

MANUAL = (ROOT / "docs" / "operate.md").read_text(encoding="utf-8")
HEADING = re.compile(r"^### `(HRD_[A-Z_]+)`$(.*?)(?=^#|\Z)", re.MULTILINE | re.DOTALL)


def sections() -> dict[str, str]:
    return dict(HEADING.findall(MANUAL))


def test_every_setting_has_one_heading_and_no_heading_is_too_many():
    assert [name for name, _ in HEADING.findall(MANUAL)] == [name for name, *_ in described()]


def test_every_section_gives_the_default():
    for name, default, _ in described():
        shown = f"`{default}`" if default else "empty"
        assert f"Default: {shown}." in sections()[name], name


def test_every_section_says_what_the_program_says():
    for name, _, meaning in described():
        assert meaning in sections()[name], name


def test_the_manual_speaks_of_no_setting_that_does_not_exist():
    assert set(re.findall(r"HRD_[A-Z_]+[A-Z]", MANUAL)) <= {name for name, *_ in described()}


def test_every_command_is_in_the_manual_and_no_other():
    table = MANUAL.split("## Commands")[1].split("##")[0]
    named = set(re.findall(r"`([a-z-]+)(?: [a-z]+)?`", table)) - {"--help"}
    assert named == set(command.commands)
