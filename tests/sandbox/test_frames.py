"""Whatever comes out of the jail, it is a piece of ours within its limits, or it is refused."""

import io
import json
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.sandbox import frames
from hrd_report.sandbox.frames import End, Garbled, Line, Pixels


def piece(kind: bytes, content: bytes) -> bytes:
    return kind + struct.pack(">I", len(content)) + content


def read(data: bytes) -> list[frames.Frame]:
    return list(frames.read(io.BytesIO(data)))


END = piece(b"I", json.dumps({"whole": 1, "problems": ["more_pages"]}).encode())


@given(
    st.lists(
        st.one_of(
            st.binary(max_size=40),
            st.builds(piece, st.sampled_from([b"P", b"G", b"N", b"E", b"I"]), st.binary()),
            st.just(END),
        ),
        max_size=5,
    ).map(b"".join)
)
def test_any_bytes_are_pieces_of_ours_or_refused(data: bytes):
    try:
        found = read(data)
    except Garbled:
        return
    for one in found:
        if isinstance(one, Pixels):
            assert len(one.raw) == one.width * one.height * (1 if one.grey else 3)
        if isinstance(one, Line):
            assert len(one.name) <= 500
    assert not any(isinstance(one, End) for one in found[:-1])


@pytest.mark.parametrize(
    "wrong",
    [
        piece(b"P", struct.pack(">HH", 2, 2) + bytes(11)),
        piece(b"P", struct.pack(">HH", 0, 0)),
        piece(b"G", struct.pack(">HH", 161, 1) + bytes(161)),
        b"P" + struct.pack(">I", 2**32 - 1),
        piece(b"E", b'{"name": 1}'),
        piece(b"E", b'{"name": "a", "what": "<script>"}'),
        piece(b"E", b'{"name": "a", "what": "file", "size": -1}'),
        piece(b"I", b'{"whole": true, "problems": []}'),
        piece(b"I", b'{"whole": 1, "problems": ["No words!"]}'),
        piece(b"I", b"[" * 10_000),
        piece(b"X", b""),
    ],
)
def test_what_nobody_of_ours_writes_is_refused(wrong: bytes):
    with pytest.raises(Garbled):
        read(wrong)


def test_nothing_is_read_behind_the_end_and_what_is_cut_is_not_there():
    assert read(END + piece(b"X", b"")) == [End(1, ("more_pages",))]
    picture = piece(b"P", struct.pack(">HH", 2, 2) + bytes(12))
    assert len(read(picture + picture[:-1])) == 1


def test_more_than_was_asked_for_is_refused():
    picture = piece(b"P", struct.pack(">HH", 1, 1) + bytes(3))
    with pytest.raises(Garbled):
        read(picture * (frames.MOST_PICTURES + 1))
