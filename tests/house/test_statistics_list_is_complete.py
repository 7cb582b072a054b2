"""The contract that blinds statistics lists every module it may not see, also tomorrow's."""

from importlinter.api import read_configuration
from source_tree import PACKAGE, ROOT

MAY_SEE = {
    "hrd_report.documents.facts",  # the fact's own sixteen bytes
    "hrd_report.records.base",  # column types
    "hrd_report.records.beside",  # undoes what was made beside a transaction; knows no table
    "hrd_report.records.database",  # the kind of a transaction
    "hrd_report.records.facts",  # its own tables
    "hrd_report.records.grouping",  # ends transactions together; knows no table
    "hrd_report.vault.facts",  # opens facts, and nothing else
    "hrd_report.vault.fact_envelopes",  # what many facts lie under
    "hrd_report.vault.fact_workers",  # the processes that the former works in
}
ROOMS = ("documents", "records", "vault")


def test_every_module_of_the_rooms_is_allowed_or_forbidden():
    found = read_configuration(str(ROOT / "pyproject.toml"))["contracts_options"]
    (contract,) = [one for one in found if one["id"] == "statistics-blind"]
    forbidden = {name for name in contract["forbidden_modules"] if name.count(".") > 1}
    there = {
        f"hrd_report.{room}.{path.stem}"
        for room in ROOMS
        for path in (PACKAGE / room).glob("*.py")
        if path.stem != "__init__"
    }
    assert forbidden | MAY_SEE == there
    assert not forbidden & MAY_SEE
