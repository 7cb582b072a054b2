"""Both ways with the age author's library: what one seals the other opens."""

import base64
import hashlib

from hrd_report.sealed import Plain, Sealed
from hrd_report.vault import age, identities, recipients

LENGTHS = [0, 1, 4096, 65535, 65536, 65537, 200_000]


def encode(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


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
