"""The header: one stanza, fixed widths, and nothing else is taken."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.errors import Damaged
from hrd_report.vault import header
from hrd_report.vault.damage import HeaderFailure, NoMatch
from hrd_report.vault.keys import Key

KEY = Key.from_seed(bytes(range(32)))
FILE_KEY = bytes(16)
HEADER = header.build(FILE_KEY, KEY.public)


def test_a_header_is_1627_bytes_and_gives_its_file_key_back():
    assert len(HEADER) == header.HEADER_BYTES == 1627
    assert header.unwrap(HEADER + b"payload", KEY) == FILE_KEY


@pytest.mark.parametrize("length", [0, 1, 2, 3, 47, 48, 49, 64, 96, 100])
@pytest.mark.parametrize("byte", [b"\0", b"]", b"\xd7", b"\xff"])
def test_a_sound_stanza_of_another_type_is_for_somebody_else_whatever_is_in_it(length, byte):
    body = base64.b64encode(byte * length).rstrip(b"=")
    lines = b"\n".join(body[at : at + 64] for at in range(0, len(body) + 1, 64))
    text = b"age-encryption.org/v1\n-> other\n" + lines + b"\n" + HEADER[-48:]
    with pytest.raises(NoMatch):
        header.check(text)


@given(st.integers(0, 1626))
def test_a_header_cut_anywhere_is_a_header_failure(length):
    with pytest.raises(HeaderFailure):
        header.check(HEADER[:length])


@given(st.integers(0, 1626), st.integers(0, 255))
def test_a_header_with_any_byte_changed_is_refused(at, byte):
    changed = HEADER[:at] + bytes((byte,)) + HEADER[at + 1 :]
    if changed != HEADER:
        with pytest.raises(Damaged):
            header.unwrap(changed, KEY)


@given(st.binary(max_size=200))
def test_noise_behind_the_version_line_is_refused(noise):
    with pytest.raises(Damaged):
        header.check(b"age-encryption.org/v1\n" + noise)


@given(st.text("-> \n+/Aamlkem768x25519", max_size=200))
def test_anything_like_a_stanza_but_not_ours_is_refused(text):
    with pytest.raises(Damaged):
        header.check(b"age-encryption.org/v1\n-> " + text.encode())
