"""Every sentence a person may read has a translation in every language, and none too many."""

import functools

import pytest
from babel.messages.catalog import Catalog
from source_tree import PACKAGE

from hrd_report.i18n import check
from hrd_report.i18n.catalogues import files
from hrd_report.i18n.extraction import messages
from hrd_report.i18n.languages import SHIPPED, SOURCE
from hrd_report.reference.labels import msgids
from hrd_report.reference.load import load

TRANSLATED = [one.code for one in SHIPPED if one.code != SOURCE]


@functools.cache
def wanted() -> set[check.Wanted]:
    return messages(PACKAGE) | {(None, msgid, None) for msgid in msgids(load())}


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_sentence_is_translated(code: str):
    assert check.missing(wanted(), dict(files(code)).values()) == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_no_translation_is_asked_for_nowhere(code: str):
    assert check.unused(wanted(), dict(files(code))) == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_no_translation_is_faulty_or_contradicts_another(code: str):
    catalogs = dict(files(code))
    assert check.problems(wanted(), catalogs, Catalog(locale=code).num_plurals, code) == []
    assert check.conflicts(catalogs) == []
