from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

import hrd_report
from hrd_report.i18n import check
from hrd_report.i18n.catalogues import files
from hrd_report.i18n.extraction import messages
from hrd_report.i18n.languages import SHIPPED, SOURCE
from hrd_report.reference.labels import msgids
from hrd_report.reference.load import load

PACKAGE = Path(hrd_report.__file__).parent
TRANSLATED = [one.code for one in SHIPPED if one.code != SOURCE]
REFERENCE = {(None, msgid, None) for msgid in msgids(load())}


@pytest.mark.parametrize("code", TRANSLATED)
def test_the_reference_data_are_translated_and_nothing_else_is_in_their_files(code):
    # A subject with pages of its own may have one file for its data and its pages.
    assert check.missing(REFERENCE, dict(files(code)).values()) == []
    catalogs = {name: one for name, one in files(code) if name in {"reference.po", "questions.po"}}
    assert check.unused(REFERENCE, catalogs) == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_this_room_is_translated(code):
    catalogs = {name: one for name, one in files(code) if name == "i18n.po"}
    wanted = messages(PACKAGE / "i18n")
    assert check.missing(wanted, dict(files(code)).values()) == []
    assert check.unused(wanted, catalogs) == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_no_file_of_any_zone_holds_a_faulty_translation(code):
    found = check.problems([], dict(files(code)), Catalog(locale=code).num_plurals, code)
    assert found == []
