"""What the script makes on a device is what Python reads: receipts, bundles, envelopes."""

import base64
import hashlib
import json
import secrets

import pytest
from source_tree import PACKAGE

from hrd_report.documents import bundles
from hrd_report.sealed import Sealed
from hrd_report.vault import age, envelopes, identities, recipients, words
from hrd_report.vault.envelopes import AnswerTo, Envelope
from hrd_report.vault.keys import Key
from hrd_report.vault.padding import padded
from hrd_report.vault.receipts import Receipt

KEY = Key.from_seed(bytes(range(32)))
BITS = [bytes(16), b"\xff" * 16, bytes(range(16)), *(secrets.token_bytes(16) for _ in range(5))]


def text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def answers(device, *wishes: dict) -> list:
    found = device(*wishes)
    assert not [one["error"] for one in found if "error" in one]
    return [one["ok"] for one in found]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_receipt_derives_and_reads_the_same(device, language):
    listed = list(words.word_list(language))
    wishes = [{"do": "receipt", "bits": text(bits), "list": listed} for bits in BITS]
    for bits, found in zip(BITS, answers(device, *wishes), strict=True):
        receipt, to = Receipt(bits), AnswerTo.of(Receipt(bits))
        assert base64.b64decode(found["answerTo"]) == to.lookup + to.public.raw
        assert tuple(found["words"]) == receipt.words(language)
        assert found["digits"] == receipt.digits()


def test_sizes_are_padded_the_same(device):
    lengths = [0, 1, 4095, 4096, 4097, 5000, 2**20 - 1, 2**20, 2**20 + 1, 10**7, 2**31 + 7, 10**11]
    [found] = answers(device, {"do": "padded", "lengths": lengths})
    assert found == [padded(length) for length in lengths]


def test_a_recipient_is_read_and_a_mistyped_one_refused(device):
    written = recipients.encode(KEY.public)
    [raw] = answers(device, {"do": "recipient", "recipient": written})
    assert base64.b64decode(raw) == KEY.public.raw
    for wrong in (
        written[:-1],
        written.replace("q", "p", 9),
        written.upper(),
        "age1" + written[6:],
    ):
        assert "error" in device({"do": "recipient", "recipient": wrong})[0]


def test_names_are_made_fit_and_none_comes_twice(device):
    names = ["a.png", "a.png", "C:\\x\\a.png", "../../b", "..", "", "c\u202ed", "\ud800", "é" * 400]
    [found] = answers(device, {"do": "names", "names": names})
    assert len(set(found)) == len(names)
    whole = bundles.write(b"{}", [(name, "", b"") for name in found], padded)
    assert len(bundles.files(lambda at, length: whole[at : at + length], len(whole))) == len(names)


SIZES = [[], [0], [1, 65_400], [65_536, 65_537, 3], [2 * 1024 * 1024 + 5]]


@pytest.mark.parametrize("sizes", SIZES, ids=[str(sizes) for sizes in SIZES])
def test_what_is_sealed_opens_here_and_for_the_age_client(device, age_client, sizes):
    files = [(f"{n}.bin", "image/png", secrets.token_bytes(size)) for n, size in enumerate(sizes)]
    report = {"story": "é 😀 \ud800", "threats": ["doxing"]}
    wish = {
        "do": "envelope",
        "recipient": recipients.encode(KEY.public),
        "bits": text(BITS[2]),
        "report": report,
        "files": [{"name": n, "type": t, "content": text(content)} for n, t, content in files],
    }
    whole = base64.b64decode(answers(device, wish)[0])
    envelope, sealed = envelopes.read(whole), whole[envelopes.BYTES :]
    to = AnswerTo.of(Receipt(BITS[2]))
    assert envelope == Envelope(KEY.kid, to, hashlib.sha256(sealed).digest())
    plain = age.unseal(Sealed(sealed), KEY)
    assert len(plain) == padded(len(plain))

    def read(offset: int, length: int) -> bytes:
        return plain[offset : offset + length]

    said = json.loads(bundles.report(read))
    assert said == {**report, "story": "é 😀 \ufffd", "answer_to": envelope.answer_to.spell()}
    found = bundles.files(read, len(plain))
    assert [(one.name, one.media_type, b"".join(one.chunks(read))) for one in found] == files
    identity = identities.encode(KEY).reveal()
    [opened] = age_client({"do": "decrypt", "identity": identity, "file": text(sealed)})
    assert base64.b64decode(opened["ok"]) == plain


def test_the_script_was_built_from_these_very_sources():
    folder = PACKAGE / "assets"
    listed = {
        name: digest
        for digest, _, name in (
            line.partition("  ")
            for line in (folder / "manifest.sha256").read_text("utf-8").splitlines()
        )
    }
    there = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in listed}
    assert there == listed, "run `make assets`"
    sources = {f"src/{one.name}" for one in (folder / "src").iterdir()}
    assert set(listed) == {*sources, "build.mjs", "package-lock.json", "../static/seal.js"}
