"""What sealed files, items, grants, locks and facts are handed by whoever wants to break them.

Each function takes any bytes. It fails when the vault raises what it did not promise, when two
ways of reading disagree, or when something is taken that a writer of ours would not write.
"""

import io
import json
import struct
from collections.abc import Callable

from hrd_report.errors import Damaged, WrongPassword
from hrd_report.sealed import Plain, Sealed
from hrd_report.vault import age, facts, header, items, keyring, locks, preamble
from hrd_report.vault.digests import open_under
from hrd_report.vault.grants import grant_info
from hrd_report.vault.keys import Key, PublicKey, seal_bytes
from hrd_report.vault.locks import LockRow
from hrd_report.vault.preamble import Context
from hrd_report.vault.stream import CHUNK, Chunks

KEY = Key.from_seed(bytes(range(32)))
CHILD = Key.from_seed(bytes(range(64, 96)))
PEPPER = bytes(range(32))
FILE_KEY, NONCE = bytes(range(16)), bytes(range(16, 32))
HEADER = header.build(FILE_KEY, KEY.public)
CONTEXT = Context("report", bytes(range(16)), bytes(range(16, 32)))
# What a fuzzer may spend on one password: the bounds of a row are far higher.
DEAR_KIB, DEAR_ITERATIONS = 1024, 2


def read_or_none(read: Callable[[], bytes | None]) -> bytes | None:
    """Return what was read, or None for a refusal that was promised."""
    try:
        return read()
    except (Damaged, WrongPassword):
        return None


def decrypt(blob: bytes) -> bytes:
    target = io.BytesIO()
    age.decrypt(io.BytesIO(blob), target, KEY)
    return target.getvalue()


def open_in_ranges(blob: bytes) -> bytes:
    opener = age.Opener(lambda at, length: blob[at : at + length], KEY, len(blob))
    return opener.read_range(0, 100) + opener.read_range(100, opener.size)


def agreed(blob: bytes) -> bytes | None:
    """Return the content, after all three readers of a sealed file came to the same."""
    whole = read_or_none(lambda: age.unseal(Sealed(blob), KEY))
    assert read_or_none(lambda: decrypt(blob)) == whole
    assert read_or_none(lambda: open_in_ranges(blob)) == whole
    return whole


def age_file(data: bytes) -> None:
    """A whole file: what opens has a shape that a server without the key takes too."""
    if agreed(data) is not None:
        age.check_shape(data[: age.START], len(data))


def age_header(data: bytes) -> None:
    """The header's grammar: what is taken is written the one way."""

    def check() -> bytes:
        wrapped, mac = header.check(data)
        assert data.startswith(rewritten(wrapped, mac))
        return wrapped

    read_or_none(check)
    read_or_none(lambda: header.unwrap(data, KEY))


def rewritten(wrapped: bytes, mac: bytes) -> bytes:
    share, body = wrapped[:1120], wrapped[1120:]
    lines = (b"-> mlkem768x25519 " + header._encode(share), header._encode(body))
    return b"age-encryption.org/v1\n" + b"\n".join((*lines, b"--- " + header._encode(mac), b""))


def age_payload(data: bytes) -> None:
    """Chunks sealed rightly but put together in any way: only the right way opens."""
    sizes = (0, 1, 17, CHUNK - 1, CHUNK)
    chunks, body, plan = Chunks(FILE_KEY, NONCE), b"", []
    for one, two, three in zip(data[::3], data[1::3], data[2::3], strict=False):
        number, last, size = one % 4, bool(two & 1), sizes[three % len(sizes)]
        body += chunks.seal(number, bytes(size), last=last)
        plan.append((number, last, size))
    spare = data[len(data) // 3 * 3 :]
    opened = agreed(HEADER + NONCE + body + spare)
    size = sum(size for _, _, size in plan)
    right = [(n, n == len(plan) - 1) for n in range(len(plan))] == [p[:2] for p in plan]
    full = all(size == CHUNK for _, _, size in plan[:-1])
    some = bool(plan) and (len(plan) == 1 or plan[-1][2] > 0)
    assert opened == (bytes(size) if right and full and some and not spare else None)


def payload_bytes(data: bytes) -> None:
    """Any payload behind a right header."""
    agreed(HEADER + data)


def item(data: bytes) -> None:
    """Any payload where an item should be: whole and in ranges it reads alike."""
    sealed = age.seal(data, KEY.public)

    def by_reader() -> bytes:
        blob = sealed.blob
        reader = items.ItemReader(
            lambda at, length: blob[at : at + length], len(blob), KEY, CONTEXT
        )
        return b"".join(reader.chunks())

    opened = read_or_none(lambda: items.open_item(sealed, KEY, CONTEXT))
    assert read_or_none(by_reader) == opened
    if opened is not None:
        head = struct.unpack_from(">Q", data, 40)[0]
        assert data.startswith(preamble.build(CONTEXT, head) + opened)


def json_item(data: bytes) -> None:
    """Any content where JSON should be: what is taken can be written again."""
    sealed = items.seal_item(data, KEY.public, CONTEXT)

    def opened() -> bytes:
        value = items.open_json(sealed, KEY, CONTEXT)
        return json.dumps(value, allow_nan=False).encode()

    read_or_none(opened)


def grant(data: bytes) -> None:
    """Any blob where a grant should be, and any seed in a blob that opens."""

    def follow(blob: bytes) -> bytes:
        found = keyring.follow(Sealed(blob), KEY, CHILD.public)
        assert found == CHILD
        return found.seed

    read_or_none(lambda: follow(data))
    info = grant_info(CHILD.kid, KEY.kid)
    opened = read_or_none(lambda: follow(seal_bytes(KEY.public, data, info)))
    assert (opened is not None) == (data == CHILD.seed)


def public_key(data: bytes) -> None:
    """Any bytes where a public key should be: what is taken can be sealed to."""

    def take() -> bytes:
        public = PublicKey.from_raw(data)
        return seal_bytes(public, b"secret", b"")

    read_or_none(take)


def lock(data: bytes) -> None:
    """Any row where a lock should be: a method, parameters in JSON, a blob, one on each line."""
    method, _, rest = data.partition(b"\n")
    written, _, blob = rest.partition(b"\n")
    try:
        params = json.loads(written)
    except (ValueError, RecursionError):
        return
    row = LockRow(method.decode("latin-1"), params, Sealed(blob))
    token = credential = PEPPER
    for opened in (
        read_or_none(lambda: locks.open_with_token(row, KEY.kid, token, PEPPER).seed),
        read_or_none(lambda: locks.open_with_passkey(row, KEY.kid, token, credential, PEPPER).seed),
    ):
        assert opened in {None, KEY.seed}
    try:
        price = locks.password_params(row)
    except Damaged:
        return
    if price.memory_kib <= DEAR_KIB and price.iterations <= DEAR_ITERATIONS:
        read_or_none(lambda: locks.open_with_password(row, KEY.kid, Plain("x"), PEPPER).seed)


def fact(data: bytes) -> None:
    """Any row where a fact should be, and a row of another width that opens."""
    width = 16

    def opened(row: bytes) -> bytes:
        return facts.open_facts([row], KEY, "2026-W47", width).tobytes()

    read_or_none(lambda: opened(data))
    row = facts.seal_fact(data, KEY.public, "2026-W47").blob
    assert read_or_none(lambda: opened(row)) == (data if len(data) == width else None)


def under(data: bytes) -> None:
    """Any bytes where something sealed under a secret should be."""
    read_or_none(lambda: open_under(PEPPER, "answer", Sealed(data)))
    read_or_none(lambda: locks.open_local(Sealed(data), PEPPER, "delivery"))
