"""Every sentence of the desk has a French one, and none of them is faulty."""

import functools
from pathlib import Path

from sqlalchemy import update

import hrd_report
from hrd_report.i18n import check
from hrd_report.i18n.catalogues import files
from hrd_report.i18n.extraction import messages
from hrd_report.records.people import Person

PACKAGE = Path(hrd_report.__file__).parent


@functools.cache
def wanted() -> set[check.Wanted]:
    return set().union(*(messages(PACKAGE / one) for one in ("desk", "casefile", "templates/desk")))


def test_every_sentence_of_the_desk_is_translated():
    assert check.missing(wanted(), dict(files("fr")).values()) == []


def test_the_desks_own_file_is_sound_and_holds_nothing_else():
    catalogs = dict(files("fr"))
    own = {name: one for name, one in catalogs.items() if name == "desk.po"}
    assert check.unused(wanted(), own) == []
    assert [one for one in check.problems([], catalogs, 2, "fr") if one.startswith("desk.po")] == []


def test_the_pages_speak_french(desk, file_case):

    with desk.house.services.database.writing() as session:
        session.execute(update(Person).values(language="fr"))
    filed = desk.taken(file_case())
    page = desk.get(f"/desk/cases/{filed.number}").text
    assert "Risque immédiat" in page
    assert "Dossier" in page
