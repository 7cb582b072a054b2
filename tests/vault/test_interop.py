"""Both ways with the age author's library, and the public age vectors. Needs node and npm.

What is missing is installed once, from the lock file, into pytest's cache. Without node these
tests fail: a format nobody else can read is not the one we promise.
"""

import base64
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zlib
from collections import Counter
from pathlib import Path

import pytest

from hrd_report.errors import Damaged
from hrd_report.sealed import Plain, Sealed
from hrd_report.vault import age, identities, recipients, stream
from hrd_report.vault.damage import HeaderFailure, PayloadFailure, Refused
from hrd_report.vault.keys import Key

INTEROP = Path(__file__).parent / "interop"
LENGTHS = [0, 1, 4096, 65535, 65536, 65537, 200_000]

# Valid age that our one-stanza rule refuses.
STRICTER = {"hybrid_and_x25519", "hybrid_grease", "hybrid_multiple_recipients"}
# Its fault is in an X25519 stanza, which we do not read.
OF_ANOTHER_TYPE = {"hybrid_x25519_arg": "no match"}
# Files whose last chunk stands in the wrong place. Others release it and then fail; we release
# a chunk only where it belongs.
RELEASED_LESS = {
    "stream_no_final_full",
    "stream_no_final_two_chunks_full",
    "stream_trailing_garbage_long",
    "stream_trailing_garbage_short",
    "stream_two_final_chunks",
    "stream_two_final_chunks_full",
    "stream_two_final_chunks_second",
}

# Node comes from the package index like everything else: Debian's may be too old for the peer.
BIN = Path(sys.executable).parent
NODE_PATH = os.environ | {"PATH": f"{BIN}:{os.environ['PATH']}"}  # noqa: TID251 - for a child


def encode(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


@pytest.fixture(scope="module")
def peer(pytestconfig):
    """Give a function that asks the other library, installed from the lock file if absent."""
    lock = (INTEROP / "package-lock.json").read_bytes()
    name = hashlib.sha256(lock).hexdigest()[:12]
    place = Path(pytestconfig.cache.mkdir("interop")) / name
    if not place.exists():
        fresh = Path(tempfile.mkdtemp(dir=place.parent))
        for file in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(INTEROP / file, fresh)
        subprocess.run([BIN / "npm", "ci", "--silent"], cwd=fresh, env=NODE_PATH, check=True)
        try:
            fresh.rename(place)
        except OSError:
            # Another worker was first.
            shutil.rmtree(fresh)
    shutil.copy(INTEROP / "peer.mjs", place)

    def ask(*wishes: dict) -> list:
        done = subprocess.run(
            [BIN / "node", "peer.mjs"],
            cwd=place,
            input=json.dumps(wishes).encode(),
            capture_output=True,
            check=True,
            timeout=120,
        )
        return json.loads(done.stdout)

    return ask


def test_what_we_seal_the_other_library_opens(peer, key):
    plains = [hashlib.shake_128(bytes([n])).digest(length) for n, length in enumerate(LENGTHS)]
    identity = identities.encode(key).reveal()
    answers = peer(
        *(
            {"do": "decrypt", "identity": identity, "file": encode(age.seal(p, key.public).blob)}
            for p in plains
        )
    )
    assert answers == [{"ok": encode(plain)} for plain in plains]


def test_what_the_other_library_seals_we_open(peer, key):
    plains = [hashlib.shake_128(bytes([n])).digest(length) for n, length in enumerate(LENGTHS)]
    recipient = recipients.encode(key.public)
    answers = peer(*({"do": "encrypt", "recipient": recipient, "plain": encode(p)} for p in plains))
    for plain, answer in zip(plains, answers, strict=True):
        blob = base64.b64decode(answer["ok"])
        assert age.unseal(Sealed(blob), key) == plain
        assert len(blob) == age.file_length(len(plain))
        age.check_shape(blob[:1627], len(blob))


def test_keys_are_written_and_read_alike(peer):
    made = peer({"do": "identity"})[0]["ok"]
    key = identities.decode(Plain(made["identity"]))
    assert recipients.encode(key.public) == made["recipient"]
    assert identities.encode(key) == Plain(made["identity"])


def test_what_we_altered_the_other_library_refuses(peer, key):
    blob = bytearray(age.seal(b"what happened", key.public).blob)
    blob[-1] ^= 1
    identity = identities.encode(key).reveal()
    answer = peer({"do": "decrypt", "identity": identity, "file": encode(bytes(blob))})[0]
    assert "error" in answer


@pytest.fixture(scope="module")
def public_vectors(peer):
    """Give the public vectors, not armoured: name -> (fields, file)."""
    found = {}
    for name, text in peer({"do": "vectors"})[0]["ok"].items():
        head, _, file = base64.b64decode(text).partition(b"\n\n")
        fields = dict(line.split(": ", 1) for line in head.decode().splitlines())
        if "armored" not in fields:
            found[name] = (fields, zlib.decompress(file) if "compressed" in fields else file)
    return found


def test_every_public_hybrid_vector_has_its_outcome(public_vectors, outcome_of):
    hybrid = {n: v for n, v in public_vectors.items() if n.startswith("hybrid")}
    for name, (fields, file) in hybrid.items():
        key = identities.decode(Plain(fields["identity"]))
        if name in STRICTER:
            with pytest.raises(Refused):
                age.unseal(Sealed(file), key)
            continue
        outcome = outcome_of(lambda file=file, key=key: age.unseal(Sealed(file), key))
        assert (name, outcome) == (name, OF_ANOTHER_TYPE.get(name, fields["expect"].lower()))
        if outcome == "success":
            assert hashlib.sha256(age.unseal(Sealed(file), key)).hexdigest() == fields["payload"]
    assert len(hybrid) == 18


def test_every_public_payload_vector_releases_what_it_should_and_no_more(public_vectors):
    payloads = {
        n: v for n, v in public_vectors.items() if n.startswith("stream") and "nonce" not in n
    }
    for name, (fields, file) in payloads.items():
        start = re.search(rb"\n--- [A-Za-z0-9+/]{43}\n", file).end()
        chunks = stream.Chunks(bytes.fromhex(fields["file key"]), file[start : start + 16])
        released = io.BytesIO()
        try:
            stream.open_all(chunks, io.BytesIO(file[start + 16 :]), released)
            outcome = "success"
        except PayloadFailure:
            outcome = "payload failure"
        assert (name, outcome) == (name, fields["expect"])
        exact = hashlib.sha256(released.getvalue()).hexdigest() == fields["payload"]
        assert (name, exact) == (name, name not in RELEASED_LESS)
    assert len(payloads) == 26


def test_every_public_vector_with_a_bad_header_is_refused_without_a_key(public_vectors):
    seen = Counter()
    for name, (fields, file) in public_vectors.items():
        kind = name.split("_")[0]
        if fields["expect"] != "header failure" or kind in {"x25519", "scrypt", "stream"}:
            continue
        if name not in OF_ANOTHER_TYPE:
            with pytest.raises(HeaderFailure):
                age.check_shape(file, len(file))
            seen[kind] += 1
    assert seen == {"empty": 1, "header": 1, "hmac": 7, "hybrid": 8, "stanza": 11, "version": 1}


def test_no_public_vector_for_others_opens_for_us(public_vectors):
    stranger = Key.new()
    for _, file in public_vectors.values():
        with pytest.raises(Damaged):
            age.unseal(Sealed(file), stranger)
