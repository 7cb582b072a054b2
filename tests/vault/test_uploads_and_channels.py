"""Secrets of uploads and of channel accounts: each derivation known, each bound tried."""

import base64
import hashlib
import hmac
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.errors import Damaged
from hrd_report.sealed import Plain, Sealed
from hrd_report.vault import channels
from hrd_report.vault.channels import TOLERANCE, Delivered
from hrd_report.vault.keys import Key
from hrd_report.vault.signatures import SigningKey
from hrd_report.vault.uploads import UploadSecret

PEPPER = bytes(range(32))
SECRET = UploadSecret(bytes(32))


def hkdf(secret: bytes, label: str, length: int = 32) -> bytes:
    """RFC 5869 with no salt, by hand."""
    key = hmac.digest(bytes(32), secret, "sha256")
    return hmac.digest(key, label.encode() + b"\x01", "sha256")[:length]


def prefixed(*parts: bytes) -> bytes:
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def test_everything_of_an_upload_derives_as_the_formats_say():
    key = Key.from_seed(bytes(range(32)))
    assert UploadSecret.of_receipt(key).raw == hkdf(key.seed, "hrd1/upload")
    assert SECRET.handle == hkdf(SECRET.raw, "hrd1/upload/handle", 16).hex()
    assert SECRET.id == hkdf(SECRET.raw, "hrd1/upload/pass", 16)
    assert SECRET.key.seed == hkdf(SECRET.raw, "hrd1/upload/parts")
    name = hkdf(SECRET.raw, "hrd1/upload/file")
    assert SECRET.file_id("é") == hmac.digest(name, "é".encode(), "sha256")[:16]
    assert SECRET.file_id("\ud800") != SECRET.file_id("")


def test_what_is_sealed_under_an_upload_opens_in_its_place_alone():
    sealed = SECRET.seal("file/ab", {"name": "x"})
    assert SECRET.open("file/ab", sealed) == {"name": "x"}
    for other, place in ((SECRET, "file/ac"), (UploadSecret(b"1" * 32), "file/ab")):
        with pytest.raises(Damaged):
            other.open(place, sealed)
    with pytest.raises(Damaged):
        SECRET.open("file/ab", Sealed(sealed.blob[:-1]))


@pytest.mark.parametrize("text", ["", "00", "0" * 63, "0" * 66, "x" * 64])
def test_a_secret_that_is_none_is_refused(text: str):
    with pytest.raises(Damaged):
        UploadSecret.read(text)


def test_a_secret_is_silent_and_reads_back():
    assert UploadSecret.read(SECRET.raw.hex()) == SECRET
    assert repr(SECRET) == "UploadSecret(…)"
    with pytest.raises(TypeError):
        pickle.dumps(SECRET)


def test_a_password_is_read_however_it_is_typed_and_never_the_same_twice():
    drawn = {channels.new_password().reveal() for _ in range(50)}
    assert len(drawn) == 50
    letters = set("23456789abcdefghjkmnpqrstuvwxyz")
    for one in drawn:
        assert [len(group) for group in one.split("-")] == [5] * 6
        assert set(one) <= letters | {"-"}
        token = channels.token(Plain(one))
        assert token == channels.token(Plain(f" {one.upper().replace('-', ' ')} "))
        assert token == hkdf(one.replace("-", "").encode(), "hrd1/channel/token").hex()
    assert len({one[0] for one in drawn}) > 5


def test_everything_of_an_account_derives_as_the_formats_say():
    keyed = hmac.digest(PEPPER, prefixed(b"hrd1/channel", b"token"), "sha256")
    assert channels.token_digest("token", PEPPER) == keyed
    report = hkdf(prefixed(PEPPER, b"token", b"ab"), "hrd1/channel/report", 16)
    assert channels.report_receipt("token", "ab", PEPPER).bits == report
    assert channels.hook_secret(b"id", PEPPER) == hkdf(prefixed(PEPPER, b"id"), "hrd1/channel/hook")
    said = hkdf(prefixed(PEPPER, b"id", b"+33"), "hrd1/channel/conversation", 16)
    assert channels.conversation_receipt(b"id", Plain("+33"), PEPPER).bits == said
    spelt = channels.spell_hook_secret(b"k" * 32).reveal()
    assert spelt == "whsec_" + base64.b64encode(b"k" * 32).decode()
    digest = hashlib.sha256(prefixed(b"hrd1/channel/message", b"m1")).digest()
    assert Delivered("m1", "0", "", b"").digest == digest


def test_a_public_key_of_a_bridge_is_read_whole_or_refused():
    spelt = "whpk_" + base64.b64encode(PEPPER).decode()
    assert channels.read_hook_public(f" {spelt}\n") == PEPPER
    for wrong in (
        "",
        spelt[5:],
        spelt[:-4],
        spelt + "AAAA",
        "whpk_é",
        spelt.replace("whpk", "whsec"),
    ):
        with pytest.raises(Damaged):
            channels.read_hook_public(wrong)


def delivered(key: bytes | SigningKey, at: int = 1000, body: bytes = b"{}") -> Delivered:
    signed = f"m1.{at}.".encode() + body
    if isinstance(key, bytes):
        version, made = "v1", hmac.digest(key, signed, "sha256")
    else:
        version, made = "v1a", key.sign(signed)
    return Delivered("m1", str(at), f"{version},{base64.b64encode(made).decode()}", body)


@pytest.mark.parametrize("apart", [-TOLERANCE, 0, TOLERANCE])
def test_a_message_signed_about_now_passes(apart: int):
    delivered(b"k" * 32).check(b"k" * 32, None, now=1000.0 + apart)
    key = SigningKey.new()
    delivered(key).check(b"", key.public_raw, now=1000.0 + apart)


def test_whatever_is_not_signed_so_is_refused():
    right, key = delivered(b"k" * 32), SigningKey.new()
    other = Delivered("m2", right.timestamp, right.signature, right.body)
    longer = Delivered("m1", "01000", right.signature, right.body)
    ninth = Delivered("m1", "1000", "v1,AAAA " * 8 + right.signature, right.body)
    for message, secret, public, now in (
        (right, b"o" * 32, None, 1000.0),
        (right, b"k" * 32, key.public_raw, 1000.0),
        (delivered(key), b"k" * 32, None, 1000.0),
        (delivered(key), b"", SigningKey.new().public_raw, 1000.0),
        (other, b"k" * 32, None, 1000.0),
        (longer, b"k" * 32, None, 1000.0),
        (ninth, b"k" * 32, None, 1000.0),
        (right, b"k" * 32, None, 1000.0 + TOLERANCE + 1),
        (right, b"k" * 32, None, 1000.0 - TOLERANCE - 1),
        (Delivered("m1", "", right.signature, b"{}"), b"k" * 32, None, 0.0),
        (Delivered("m1", "9" * 16, right.signature, b"{}"), b"k" * 32, None, 1e16),
        (Delivered("m1", "²", right.signature, b"{}"), b"k" * 32, None, 2.0),
    ):
        with pytest.raises(Damaged):
            message.check(secret, public, now=now)
    Delivered("m1", "1000", "v1,AAAA " * 7 + right.signature, b"{}").check(b"k" * 32, None, now=1e3)


@given(st.text(), st.text(), st.text(), st.binary(), st.none() | st.binary(max_size=40))
def test_made_up_headers_never_pass(name, timestamp, signature, body, public):
    with pytest.raises(Damaged):
        Delivered(name, timestamp, signature, body).check(b"k" * 32, public, now=0.0)
