import pytest

from hrd_report.errors import NotFound
from hrd_report.i18n.catalogues import BrokenCatalogue, catalogue, files, load, merged, read

HEAD = r"""msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\n"

"""


def po(text, name="test.po"):
    return read((HEAD + text).encode(), "fr", name)


def test_english_needs_no_catalogue():
    english = catalogue("en")
    assert english.gettext("Something else") == "Something else"
    assert english.ngettext("%(n)s post", "%(n)s posts", 1) == "%(n)s post"
    assert english.ngettext("%(n)s post", "%(n)s posts", 0) == "%(n)s posts"
    assert english.pgettext("menu", "Open") == "Open"
    assert english.npgettext("menu", "one", "many", 2) == "many"


def test_french_is_read_from_its_files():
    assert catalogue("fr").gettext("Something else") == "Autre chose"


def test_an_untranslated_sentence_is_answered_in_english():
    french = catalogue("fr")
    assert french.gettext("Nobody says this") == "Nobody says this"
    assert french.pgettext("nowhere", "Something else") == "Something else"
    assert french.ngettext("one such", "many such", 3) == "many such"
    assert french.npgettext("nowhere", "one such", "many such", 1) == "one such"


def test_the_empty_sentence_stays_empty():
    assert catalogue("fr").gettext("") == ""


def test_every_shipped_language_is_loaded_once():
    loaded = load()
    assert set(loaded) == {"fr", "en"}
    assert loaded["fr"] is catalogue("fr")
    assert loaded["fr"].language == "fr"


def test_a_language_that_is_not_shipped_is_not_found():
    with pytest.raises(NotFound):
        catalogue("xx")


def test_each_zone_has_its_own_file():
    assert {"reference.po", "i18n.po"} <= {name for name, _ in files("fr")}
    assert list(files("xx")) == []


def test_files_are_put_together():
    whole = merged(
        "fr", {"a.po": po('msgid "a"\nmsgstr "A"\n'), "b.po": po('msgid "b"\nmsgstr "B"\n')}
    )
    assert (whole.get("a").string, whole.get("b").string) == ("A", "B")


def test_where_two_files_speak_the_first_is_heard():
    whole = merged(
        "fr", {"a.po": po('msgid "a"\nmsgstr "A"\n'), "b.po": po('msgid "a"\nmsgstr "Z"\n')}
    )
    assert whole.get("a").string == "A"


def test_the_same_words_in_another_context_are_another_sentence():
    text = 'msgid "Open"\nmsgstr "Ouvrir"\n\nmsgctxt "state"\nmsgid "Open"\nmsgstr "Ouvert"\n'
    whole = merged("fr", {"a.po": po(text)})
    assert whole.get("Open").string == "Ouvrir"
    assert whole.get("Open", "state").string == "Ouvert"


def test_the_same_plural_rule_may_be_written_otherwise():
    other = HEAD.replace("(n > 1)", "n>=2")
    fine = read((other + 'msgid "a"\nmsgstr "A"\n').encode(), "fr", "fine.po")
    assert merged("fr", {"fine.po": fine}).get("a").string == "A"


@pytest.mark.parametrize("rule", ["(n != 1)", "0"])
def test_another_plural_rule_is_refused_with_the_name_of_the_file(rule):
    other = HEAD.replace("(n > 1)", rule)
    broken = read((other + 'msgid "a"\nmsgstr "A"\n').encode(), "fr", "odd.po")
    with pytest.raises(BrokenCatalogue, match=r"odd\.po"):
        merged("fr", {"odd.po": broken})


@pytest.mark.parametrize(
    "content",
    [b'msgid "a"\nmsgid_plural "b"\nmsgstr[9] "A"', b'msgid "\xff"\nmsgstr ""', b"nonsense"],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_name(content):
    with pytest.raises(BrokenCatalogue, match=r"bad\.po"):
        read(content, "fr", "bad.po")
