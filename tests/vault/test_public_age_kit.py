"""The public age test kit (C2SP CCTV, npm `cctv-age`): for each of its files our exact outcome.

Where ours is not the kit's, the table says which rule of docs/formats.md, section 2, it follows.
"""

import base64
import hashlib
import io
import zlib
from collections import Counter
from dataclasses import dataclass

import pytest

from hrd_report.sealed import Plain, Sealed
from hrd_report.vault import age, header, identities
from hrd_report.vault.damage import PayloadFailure
from hrd_report.vault.keys import Key
from hrd_report.vault.stream import SEALED_CHUNK, Chunks

OURS = Key.from_seed(bytes(range(32)))
FILES = 143

# A header of ours is binary: armour of any kind is no version line.
ARMOUR = "header failure"
# One well-formed stanza of another type is not looked into: its own faults are not ours to name.
OTHER_TYPE = {
    "hmac_bad",
    "hybrid_x25519_arg",
    "scrypt",
    "scrypt_extra_argument",
    "scrypt_long_file_key",
    "scrypt_not_canonical_salt",
    "scrypt_salt_long",
    "scrypt_salt_missing",
    "scrypt_salt_short",
    "scrypt_work_factor_23",
    "scrypt_work_factor_hex",
    "scrypt_work_factor_leading_garbage",
    "scrypt_work_factor_leading_plus",
    "scrypt_work_factor_leading_zero_decimal",
    "scrypt_work_factor_leading_zero_octal",
    "scrypt_work_factor_missing",
    "scrypt_work_factor_negative",
    "scrypt_work_factor_overflow",
    "scrypt_work_factor_trailing_garbage",
    "scrypt_work_factor_zero",
    "x25519",
    "x25519_extra_argument",
    "x25519_identity",
    "x25519_long_file_key",
    "x25519_long_share",
    "x25519_low_order",
    "x25519_not_canonical_share",
    "x25519_short_share",
}
# Several well-formed stanzas are refused: different readers could be shown different files.
SEVERAL = {
    "hybrid_and_x25519",
    "hybrid_grease",
    "hybrid_multiple_recipients",
    "scrypt_and_x25519",
    "scrypt_double",
    "stanza_empty_body",
    "stanza_empty_last_line",
    "stanza_valid_characters",
    "x25519_grease",
    "x25519_multiple_recipients",
}
# A reader that takes 1643 bytes and no more sees the longer headers cut.
LOOKS_CUT = {"hybrid_and_x25519", "hybrid_grease", "hybrid_multiple_recipients"}
# A chunk is released only in its place. Other readers release one that is marked last too early,
# or not marked although it is the last, and fail after it.
HELD_BACK = {
    "stream_no_final_full",
    "stream_no_final_two_chunks_full",
    "stream_trailing_garbage_long",
    "stream_trailing_garbage_short",
    "stream_two_final_chunks",
    "stream_two_final_chunks_full",
    "stream_two_final_chunks_second",
}


@dataclass(frozen=True)
class KitFile:
    name: str
    fields: dict[str, str]
    file: bytes
    key: Key

    @property
    def kind(self) -> str:
        return self.name.split("_")[0]

    @property
    def theirs(self) -> str:
        return self.fields["expect"].lower()

    @property
    def ours(self) -> str:
        if "armored" in self.fields:
            return ARMOUR
        if self.name in SEVERAL:
            return "refused"
        return "no match" if self.name in OTHER_TYPE or self.kind == "stream" else self.theirs

    def rewrapped(self) -> bytes:
        """Return nonce and payload behind a header of ours that wraps the same file key."""
        start = self.file.index(b"\n", self.file.index(b"\n--- ") + 1) + 1
        return header.build(bytes.fromhex(self.fields["file key"]), OURS.public) + self.file[start:]


def read_kit_file(name: str, raw: bytes) -> KitFile:
    head, _, file = raw.partition(b"\n\n")
    lines = [line.split(": ", 1) for line in head.decode().splitlines()]
    fields = dict(lines)
    file = zlib.decompress(file) if "compressed" in fields else file
    hybrid = [i for n, i in lines if n == "identity" and i.startswith("AGE-SECRET-KEY-PQ-")]
    return KitFile(name, fields, file, identities.decode(Plain(hybrid[0])) if hybrid else OURS)


@pytest.fixture(scope="module")
def kit(peer) -> list[KitFile]:
    files = peer({"do": "vectors"})[0]["ok"]
    return [read_kit_file(name, base64.b64decode(text)) for name, text in sorted(files.items())]


@pytest.fixture(scope="module")
def payloads(kit) -> list[KitFile]:
    return [one for one in kit if one.kind == "stream"]


def decrypted(blob: bytes, key: Key) -> io.BytesIO:
    target = io.BytesIO()
    age.decrypt(io.BytesIO(blob), target, key)
    return target


def opened_in_ranges(blob: bytes, key: Key) -> bytes:
    opener = age.Opener(lambda at, length: blob[at : at + length], key, len(blob))
    step = 1 << 20
    return b"".join(opener.read_range(at, step) for at in range(0, opener.size, step))


def test_every_file_of_the_kit_has_the_outcome_we_promise(kit, outcome_of):
    for one in kit:
        found = outcome_of(lambda one=one: age.unseal(Sealed(one.file), one.key))
        assert (one.name, found) == (one.name, one.ours)
    assert len(kit) == FILES


def test_what_the_kit_opens_for_us_is_the_content_it_names(kit):
    opened = [one for one in kit if one.ours == "success"]
    for one in opened:
        for plain in (age.unseal(Sealed(one.file), one.key), opened_in_ranges(one.file, one.key)):
            assert hashlib.sha256(plain).hexdigest() == one.fields["payload"]
    assert [one.name for one in opened] == ["hybrid"]


def test_streams_and_ranges_refuse_every_file_for_the_same_reason(kit, outcome_of):
    for one in kit:
        by_stream = outcome_of(lambda one=one: decrypted(one.file, one.key))
        by_stream_expected = "header failure" if one.name in LOOKS_CUT else one.ours
        assert (one.name, by_stream) == (one.name, by_stream_expected)
        # A reader of ranges learns the length first.
        by_length = outcome_of(lambda one=one: age.plain_length(len(one.file)))
        by_range = outcome_of(lambda one=one: opened_in_ranges(one.file, one.key))
        expected = by_stream if by_length == "success" else by_length
        assert (one.name, by_range) == (one.name, expected)


def test_a_server_without_a_key_refuses_what_needs_none(kit, outcome_of):
    needs_key = {
        "hybrid",
        "hybrid_bad_tag",
        "hybrid_currupted_enc_mlkem",
        "hybrid_currupted_enc_x25519",
        "hybrid_no_match",
    }
    for one in kit:
        shape = outcome_of(lambda one=one: age.check_shape(one.file, len(one.file)))
        assert (one.name, shape) == (one.name, "success" if one.name in needs_key else one.ours)


def test_every_payload_of_the_kit_behind_our_header_has_the_kits_verdict(payloads, outcome_of):
    for one in payloads:
        blob = one.rewrapped()
        verdicts = {
            outcome_of(lambda blob=blob: age.unseal(Sealed(blob), OURS)),
            outcome_of(lambda blob=blob: decrypted(blob, OURS)),
            outcome_of(lambda blob=blob: opened_in_ranges(blob, OURS)),
        }
        assert (one.name, verdicts) == (one.name, {one.theirs})
    assert Counter(one.theirs for one in payloads) == {
        "success": 8,
        "payload failure": 18,
        "header failure": 2,
    }


def test_every_payload_of_the_kit_releases_what_it_should_and_no_more(payloads):
    named = [one for one in payloads if "payload" in one.fields]
    for one in named:
        blob, released = one.rewrapped(), io.BytesIO()
        try:
            age.decrypt(io.BytesIO(blob), released, OURS)
            failed = False
        except PayloadFailure:
            failed = True
        plain = released.getvalue()
        if one.name in HELD_BACK:
            plain += misplaced(one, blob, len(plain))
        assert (one.name, hashlib.sha256(plain).hexdigest()) == (one.name, one.fields["payload"])
        assert failed == (one.theirs == "payload failure")
        if not failed:
            assert age.unseal(Sealed(blob), OURS) == opened_in_ranges(blob, OURS) == plain
    assert len(named) == 26


def misplaced(one: KitFile, blob: bytes, released: int) -> bytes:
    """Open the chunk that stands where it should not: the one we stopped before."""
    file_key, nonce = bytes.fromhex(one.fields["file key"]), blob[header.HEADER_BYTES : age.START]
    number = released // age.CHUNK
    at = age.START + number * SEALED_CHUNK
    sealed = blob[at : at + SEALED_CHUNK]
    is_last = at + len(sealed) == len(blob)
    return Chunks(file_key, nonce).open(number, sealed, last=not is_last)


def test_the_tables_name_only_files_that_differ_from_the_kit(kit):
    differing = {one.name for one in kit if one.ours != one.theirs}
    assert differing >= (OTHER_TYPE | SEVERAL)
    assert not OTHER_TYPE & SEVERAL
    left = differing - OTHER_TYPE - SEVERAL
    assert {name.split("_")[0] for name in left} == {"armor", "stream"}
    assert {one.name for one in kit} >= HELD_BACK
