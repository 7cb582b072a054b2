"""A person's words stay silent until somebody reveals them; only sealed bytes are kept."""

import copy
import json
import logging
import pickle
import traceback

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.sealed import Plain, Sealed

WORDS = "they know where I sleep"


@given(st.text())
def test_words_are_revealed_as_they_were(words: str):
    assert Plain(words).reveal() == words
    assert len(Plain(words)) == len(words)
    assert bool(Plain(words)) is bool(words)


@given(st.text(min_size=4))
def test_words_print_as_nothing(words: str):
    assert repr(Plain(words)) == "Plain(…)"
    assert repr([Plain(words)]) == "[Plain(…)]"


def test_words_cannot_be_formatted():
    words = Plain(WORDS)
    for slip in (
        lambda: str(words),
        lambda: f"{words}",
        lambda: f"{words:>20}",
        lambda: "%s" % words,  # noqa: UP031 - the slip itself
        lambda: "{}".format(words),  # noqa: UP032 - the slip itself
        lambda: words + "",
        lambda: json.dumps(words),
    ):
        with pytest.raises(TypeError):
            slip()


def test_words_cannot_be_pickled_or_copied_away():
    for slip in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError):
            slip(Plain(WORDS))


def test_words_in_a_log_line_are_not_logged(caplog: pytest.LogCaptureFixture):
    logging.raiseExceptions, before = False, logging.raiseExceptions
    logging.getLogger("test").warning("received %r", Plain(WORDS))
    logging.raiseExceptions = before
    assert WORDS not in caplog.text
    assert "Plain(…)" in caplog.text


def test_words_are_not_in_a_trace_even_with_its_locals():
    words = Plain(WORDS)
    with pytest.raises(ZeroDivisionError) as failed:
        len(words) / 0
    trace = traceback.TracebackException.from_exception(failed.value, capture_locals=True)
    said = "".join(trace.format())
    assert "Plain(…)" in said
    assert WORDS not in said


def test_words_have_no_attribute_to_trip_over():
    with pytest.raises(AttributeError):
        Plain(WORDS).text = "other"
    assert not hasattr(Plain(WORDS), "__dict__")


def test_equal_words_are_equal_and_a_text_is_no_words():
    assert Plain(WORDS) == Plain(WORDS)
    assert hash(Plain(WORDS)) == hash(Plain(WORDS))
    assert Plain(WORDS) != WORDS


def test_sealed_bytes_tell_their_length_alone():
    assert repr(Sealed(b"secret")) == "Sealed(6 bytes)"
    assert len(Sealed(b"secret")) == 6


def test_sealed_bytes_cannot_be_changed():
    with pytest.raises(AttributeError):
        Sealed(b"one").blob = b"other"
