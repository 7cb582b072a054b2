"""A report and its files in one run of bytes: what is read of it, and what is refused."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.documents import bundles
from hrd_report.errors import Damaged
from hrd_report.vault.padding import padded

WORDS = b'{"story": "words"}'
NAMES = st.text(min_size=1, max_size=20).map(bundles.fit_name)


def reading(whole: bytes):
    return lambda offset, length: whole[offset : offset + length]


def head(**said: object) -> bytes:
    content = json.dumps({"name": "a", "type": "text/plain", "size": 1, **said}).encode()
    return len(content).to_bytes(4, "big") + content


def bundle(*parts: bytes, words: bytes = WORDS, end: bytes = bytes(4)) -> bytes:
    return b"".join((bundles.MAGIC, len(words).to_bytes(4, "big"), words, *parts, end))


@given(
    st.binary(max_size=100),
    st.lists(st.tuples(NAMES, st.just("image/png"), st.binary(max_size=5000)), max_size=4,
             unique_by=lambda one: one[0]),
)  # fmt: skip
def test_what_was_written_is_read(words, packed):
    whole = bundles.write(words, packed, padded)
    read = reading(whole)
    assert len(whole) == padded(len(whole)) >= 4096
    assert bundles.report(read) == words
    found = bundles.files(read, len(whole))
    assert [(one.name, one.media_type, b"".join(one.chunks(read))) for one in found] == packed


REFUSED = {
    "cut in the closing mark": bundle(end=bytes(3)),
    "no closing mark": bundle(end=b""),
    "a byte behind the end": bundle() + bytes(9) + b"x",
    "a head that is cut": bundle(head()[:-1], end=b""),
    "a file that is cut": bundle(head(size=10), b"123", end=b""),
    "a file beyond the end": bundle(head(size=2**40), b"1"),
    "a negative size": bundle(head(size=-1)),
    "a size that is true": bundle(head(size=True), b"1"),
    "a size in words": bundle(head(size="1"), b"1"),
    "a broken size": bundle(head(size=1.0), b"1"),
    "a head that says more": bundle(head(path="/etc"), b"1"),
    "a head that is a list": bundle(len(b"[]").to_bytes(4, "big") + b"[]"),
    "a head that is no JSON": bundle(b"\0\0\0\1{"),
    "a long head": bundle(head(type="x" * 5000), b"1"),
    "a name twice": bundle(head(), b"1", head(), b"2"),
    "too many files": bundle(*(head(name=str(n), size=0) for n in range(201))),
    **{
        f"the name {name!r}": bundle(head(name=name), b"1")
        for name in ("", ".", "..", "../x", "a\\b", "/etc/passwd", "a\0", "a\n", "cod\u202egpj.exe",
                     "\u200f", "x" * 256, "\ud800", 7)
    },
    "a type with a line end": bundle(head(type="text\r\nX: y"), b"1"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_files_are_refused_and_the_words_stay(name):
    read = reading(REFUSED[name])
    assert bundles.report(read) == WORDS
    with pytest.raises(Damaged):
        bundles.files(read, len(REFUSED[name]))


@pytest.mark.parametrize(
    "whole",
    [b"", bundles.MAGIC, WORDS, bundle()[:-6], bundles.MAGIC + b"\xff\xff\xff\xff" + bytes(99)],
    ids=["nothing", "a first line alone", "JSON", "words that are cut", "words without end"],
)
def test_words_are_refused(whole):
    with pytest.raises(Damaged):
        bundles.report(reading(whole))


@given(st.binary(max_size=300).map(lambda tail: bundles.MAGIC + tail))
def test_whatever_bytes_come_they_are_read_or_refused(whole):
    try:
        found = bundles.files(reading(whole), len(whole))
    except Damaged:
        return
    assert all(one.offset + one.size <= len(whole) for one in found)


@given(st.text())
def test_a_name_is_made_fit(name):
    whole = bundles.write(b"", [(bundles.fit_name(name), "", b"")], padded)
    assert len(bundles.files(reading(whole), len(whole))) == 1


@pytest.mark.parametrize(
    ("name", "fit"),
    [("../../etc/passwd", "passwd"), ("C:\\x\\y.png", "y.png"), ("a\u202ed.exe", "ad.exe"),
     ("..", "file"), ("", "file"), ("é.png", "é.png")],
)  # fmt: skip
def test_what_is_left_of_a_name(name, fit):
    assert bundles.fit_name(name) == fit
