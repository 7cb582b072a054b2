"""Ready replies: their places, the language they are read in, an organisation's own on top."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.reference import placeholders, replies, spoken
from hrd_report.reference.load import load
from hrd_report.reference.reading import BrokenReference

REFERENCE = load()
words = st.text(string.ascii_letters + " é’.", min_size=1).map(str.strip).filter(bool)
free = st.text().filter(lambda text: not placeholders.unfilled(text))


@given(free, words, free)
def test_a_text_with_an_open_place_never_counts_as_filled(before, name, after):
    assert name in placeholders.unfilled(f"{before}{{{{{name}}}}}{after}")


@pytest.mark.parametrize(
    "text", ["{{", "a }} b", "{{{{", "\uff5b\uff5bname\uff5d\uff5d", "{\u200b{name}\u200b}"]
)
def test_braces_that_only_look_like_a_place_keep_a_text_back(text):
    assert placeholders.unfilled(text)


@given(st.dictionaries(words, free.filter(bool), min_size=1), free)
def test_what_is_known_fills_every_place(values, tail):
    text = "".join(f"{{{{ {name} }}}}, " for name in values) + tail
    filled = placeholders.fill(text, values)
    assert filled == "".join(f"{value}, " for value in values.values()) + tail


@given(words, words)
def test_a_value_is_never_read_as_a_place_itself(name, other):
    filled = placeholders.fill(f"{{{{{name}}}}}", {other: "x", name: f"{{{{{other}}}}}"})
    assert placeholders.unfilled(filled) == (other,)


@given(words)
def test_an_unknown_or_empty_value_leaves_the_place_open(name):
    assert placeholders.fill(f"{{{{{name}}}}}", {name: ""}) == f"{{{{{name}}}}}"


def test_every_language_has_the_same_replies_and_none_goes_out_as_it_is_shipped():
    assert set(REFERENCE.replies) == {"en", "fr"}
    for texts in REFERENCE.replies.values():
        assert [one.id for one in texts] == [one.id for one in REFERENCE.replies["en"]]
        open_ones = {one.id for one in texts if placeholders.unfilled(one.text)}
        assert {one.id for one in texts} - open_ones == {"ask_risk", "still_here"}


@pytest.mark.parametrize(
    ("language", "read"),
    [("fr", "fr"), ("fr-BF", "fr"), ("wo", "fr"), ("es", "fr"), ("my", "en"), ("", "en")],
)
def test_a_reply_is_read_in_the_nearest_language_that_has_it(language, read):
    languages = spoken.chain(language, REFERENCE.fallbacks)
    assert languages[0] == language
    assert languages[-1] == "en"
    assert spoken.find(REFERENCE.replies, "closing", languages)[0] == read


def test_an_organisation_s_own_reply_replaces_ours_in_its_language_alone(tmp_path):
    (tmp_path / "fr.yaml").write_text(
        "replies:\n- {id: closing, title: Fin, text: Fin.}\n- {id: visit, title: V, text: V.}\n"
    )
    found = replies.with_own(REFERENCE.replies, tmp_path)
    assert found["fr"][0].id == "visit"
    assert len(found["fr"]) == len(REFERENCE.replies["fr"]) + 1
    assert spoken.find(found, "closing", ("fr",))[1].text == "Fin."
    assert found["en"] == REFERENCE.replies["en"]
    assert spoken.find(found, "visit", ("en",)) is None


@pytest.mark.parametrize("written", ["[]", "replies: 3", "replies:\n- {id: a}", "{"])
def test_a_file_that_is_written_otherwise_stops_the_start(tmp_path, written):
    (tmp_path / "fr.yaml").write_text(written)
    with pytest.raises(BrokenReference):
        replies.with_own(REFERENCE.replies, tmp_path)
