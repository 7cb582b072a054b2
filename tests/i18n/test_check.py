import pytest
from babel.messages.catalog import Catalog

from hrd_report.i18n import check

NARROW = "\u202f"


def catalog(*messages, fuzzy=False):
    made = Catalog(locale="fr")
    flags = ["fuzzy"] if fuzzy else []
    for message, string, *context in messages:
        made.add(message, string, context=context[0] if context else None, flags=flags)
    return made


def faults(message, string, **more):
    made = catalog((message, string), **more)
    return [
        fault
        for one in made
        if one.id
        for fault in check.of_message(one, plural_forms=2, code="fr")
    ]


@pytest.mark.parametrize(
    ("message", "string"),
    [
        ("Send", "Envoyer"),
        ("%(name)s said", f"%(name)s a dit{NARROW}:"),
        (("%(n)s post", "%(n)s posts"), ("%(n)s publication", "%(n)s publications")),
        (("one post", "%(n)s posts"), ("une publication", "%(n)s publications")),
        ("100%% sure", f"sûr à 100{NARROW}%%"),
        ("a <b>b</b> c", "a <b>d</b> c"),
        (" and ", " et "),
        ("See https://a.example/?b=c", "Voir https://a.example/?b=c"),
        ("He said so?", f"Il dit «{NARROW}oui{NARROW}»{NARROW}?"),
        ("Untranslated", ""),
    ],
)
def test_a_sound_translation_passes(message, string):
    assert faults(message, string) == []


@pytest.mark.parametrize(
    ("message", "string", "fault"),
    [
        ("%(name)s said", "%(nom)s a dit", "other placeholders"),
        ("%(name)s said", "a dit", "other placeholders"),
        ("%(hours)02d", "%(hours)s", "other placeholders"),
        ("said", "%(name)s a dit", "other placeholders"),
        ("half", "50 %", "a bare percent sign, write %%"),
        ("a <b>b</b>", "a b", "other tags"),
        ("a <b>b</b>", "a <i>b</i>", "other tags"),
        ("end", "fin ", "other spaces at an edge"),
        (" and ", "et", "other spaces at an edge"),
        ("name", "nom\u202e", "a character that turns the direction"),
        ("Who?", "Qui ?", "a sign without its narrow space"),
        ("Who?", "Qui?", "a sign without its narrow space"),
        ("So:", "Ainsi :", "a sign without its narrow space"),
        ("said", "« dit »", "a sign without its narrow space"),
        (("one", "many"), ("un", ""), "a plural form is empty"),
        (("one", "many"), ("un", "deux", "trois"), "3 plural forms, not 2"),
    ],
)
def test_a_faulty_translation_is_named(message, string, fault):
    assert fault in faults(message, string)


def test_a_fuzzy_translation_is_named():
    assert faults("Send", "Envoyer", fuzzy=True) == ["fuzzy"]


def test_french_spacing_is_asked_of_french_only():
    (message,) = [one for one in catalog(("Who?", "¿Quién?")) if one.id]
    assert list(check.of_message(message, plural_forms=2, code="es")) == []


def test_a_wanted_sentence_without_translation_is_missing():
    files = [catalog(("a", "A"), ("b", ""), ("c", "C", "menu"))]
    wanted = [(None, "a", None), (None, "b", None), (None, "c", None), ("menu", "c", None)]
    assert check.missing(wanted, files) == [(None, "b", None), (None, "c", None)]


def test_a_fuzzy_or_half_translated_sentence_is_missing():
    assert check.missing([(None, "a", None)], [catalog(("a", "A"), fuzzy=True)])
    half = catalog((("one", "many"), ("un", "")))
    assert check.missing([(None, "one", "many")], [half])


def test_another_plural_is_another_sentence():
    files = [catalog((("one", "many"), ("un", "plusieurs")))]
    assert check.missing([(None, "one", "many")], files) == []
    assert check.missing([(None, "one", "lots")], files)


def test_a_sentence_that_nobody_asks_for_is_unused():
    files = {"a.po": catalog(("a", "A"), ("b", "B"))}
    assert check.unused([(None, "a", None)], files) == ["a.po: 'b'"]


def test_two_files_that_disagree_are_named():
    files = {"a.po": catalog(("a", "A")), "b.po": catalog(("a", "Z")), "c.po": catalog(("a", "A"))}
    assert check.conflicts(files) == ["b.po: 'a': translated otherwise in a.po"]


def test_all_faults_come_with_file_and_sentence():
    files = {"a.po": catalog(("Who?", "Qui?")), "b.po": catalog(("Who?", f"Qui{NARROW}?"))}
    found = check.problems([(None, "Where", None)], files, 2, "fr")
    assert found == [
        "missing: 'Where'",
        "b.po: 'Who?': translated otherwise in a.po",
        "a.po: 'Who?': a sign without its narrow space",
    ]


def test_nothing_is_found_where_nothing_is_wrong():
    assert check.problems([(None, "a", None)], {"a.po": catalog(("a", "A"))}, 2, "fr") == []
