"""What receipts, keys in letters, notes, proofs and trees are handed by whoever may break them.

Each function takes any bytes, as in `sealed_parsers`.
"""

from collections.abc import Callable

from hrd_report.casefile.audit import proving
from hrd_report.errors import Damaged, WrongReceipt
from hrd_report.sealed import Plain
from hrd_report.vault import (
    bech32,
    checkpoints,
    identities,
    leaves,
    merkle,
    notes,
    receipts,
    recipients,
)
from hrd_report.vault import signatures as vault_signatures
from hrd_report.vault.leaves import Leaf
from hrd_report.vault.merkle import Frontier, Tree
from hrd_report.vault.signatures import SigningKey

SIGNER = SigningKey.from_seed(bytes(range(32)))
NAME = checkpoints.origin(SIGNER.public_raw)
LEAVES = [merkle.leaf_hash(bytes([n])) for n in range(40)]
TREES = [Tree(LEAVES[:size]) for size in range(len(LEAVES) + 1)]


def taken(read: Callable[[], object]) -> bool:
    """Tell whether something was read, and not refused as was promised."""
    try:
        read()
    except (Damaged, WrongReceipt):
        return False
    return True


def text_of(data: bytes) -> str:
    """Return any text, half a surrogate pair included: forms and JSON may carry one."""
    return data.decode("utf-8", "surrogatepass" if b"\xed" in data else "replace")


def any_text(data: bytes) -> str:
    try:
        return text_of(data)
    except UnicodeDecodeError:
        return data.decode("latin-1")


def recipient(data: bytes) -> None:
    """Letters where a key should be: what is taken is written the one way, but for capitals."""
    text = any_text(data)

    def read() -> None:
        assert recipients.encode(recipients.decode(text)) == text.lower()

    def read_identity() -> None:
        assert identities.encode(identities.decode(Plain(text))).reveal() == text.strip().upper()

    def read_any() -> None:
        assert bech32.encode("age1pq", bech32.decode(text, "age1pq")) == text.lower()

    for one in (read, read_identity, read_any):
        taken(one)


def receipt(data: bytes) -> None:
    """Any text where a receipt should be: a few receipts or a reason, and never both."""
    text = Plain(any_text(data))
    found = []
    read = taken(lambda: found.extend(receipts.parse(text)))
    assert read == (receipts.problem(text) is None)
    assert len(found) == len(set(found)) <= receipts.MOST_CANDIDATES
    assert bool(found) == read
    for one in found:
        for language in ("en", "fr"):
            assert receipts.parse(Plain(" ".join(one.words(language)))) == [one]
        assert receipts.parse(Plain(one.digits())) == [one]
        assert receipts.parse(Plain(one.form_value())) == [one]


def note(data: bytes) -> None:
    """Any bytes where a signed note should be, and any text under a signature that holds."""
    taken(lambda: checkpoints.read(notes.text_of(data), SIGNER.public_raw))
    taken(lambda: checkpoints.read(any_text(data), SIGNER.public_raw))
    taken(lambda: notes.signers(any_text(data)))
    made = notes.sign(data.decode("utf-8", "replace"), NAME, SIGNER)

    def read() -> None:
        found = checkpoints.read(made, SIGNER.public_raw)
        assert checkpoints.sign(found, SIGNER) == made

    taken(read)


def spelt_key(data: bytes) -> None:
    """Any text where a witness's key should be: what is taken is spelt the one way."""
    text = any_text(data)

    def read() -> None:
        assert checkpoints.spell_key(checkpoints.read_key(text)) == text

    taken(read)
    taken(lambda: checkpoints.read_number(text))
    taken(lambda: checkpoints.read_hash(text))


def proof(data: bytes) -> None:
    """Any bytes where the proof of a case should be: what is taken is written the one way."""

    def read() -> None:
        assert proving.write(proving.check(data)) == data

    taken(read)


def leaf(data: bytes) -> None:
    """Any row where one of the audit should be: what is taken has 16-byte ids, a day, an act."""
    parts = [*data.split(b"\xff"), *[b""] * 5][:5]
    one = Leaf(
        parts[0],
        any_text(parts[1]),
        any_text(parts[2]),
        parts[3] or None,
        parts[4] or None,
    )
    if taken(lambda: leaves.check(one)):
        assert leaves.leaf_bytes(one).startswith(b"hrd1/audit\x00\x00\x00\x10" + parts[0])


def inclusion(data: bytes) -> None:
    """A path altered in any way: only the true one leads to the root."""
    size, index, spot, operation = [*data[:4], *bytes(4)][:4]
    size = size % len(LEAVES) + 1
    index %= size
    true = TREES[size].inclusion(index)
    path = altered(true, spot, operation, data[4:])
    claimed = operation // 8 % (size + 2) if operation & 4 else index

    def check() -> None:
        merkle.check_inclusion(LEAVES[index], claimed, size, path, TREES[size].root())

    # Under one size no two leaves share a path, so another place or path never holds.
    assert taken(check) == (path == true and claimed == index)


def consistency(data: bytes) -> None:
    """A path between two sizes, altered in any way: only a true one leads from root to root."""
    new, old, spot, operation = [*data[:4], *bytes(4)][:4]
    new = new % len(LEAVES) + 1
    old %= new + 1
    true = TREES[new].consistency(old)
    path = altered(true, spot, operation, data[4:])
    roots = TREES[old].root(), TREES[new].root()
    assert taken(lambda: merkle.check_consistency(old, new, *roots, path)) == (path == true)


def altered(path: list[bytes], spot: int, operation: int, rest: bytes) -> list[bytes]:
    at = spot % (len(path) + 1)
    if operation & 3 == 1:
        return [*path[:at], rest, *path[at:]]
    if operation & 3 == 2:
        return [*path[:at], *path[at + 1 :]]
    if operation & 3 == 3:
        return [*path[:at], rest, *path[at + 1 :]]
    return path


def frontier(data: bytes) -> None:
    """Any bytes where a frontier should be: what is taken is written again as it was."""
    size = int.from_bytes(data[:4], "big", signed=True)

    def read() -> None:
        found = Frontier.from_bytes(size, data[4:])
        assert found.to_bytes() == data[4:]
        found.add(LEAVES[0])
        assert len(found.root()) == merkle.HASH_BYTES

    taken(read)


def signature(data: bytes) -> None:
    """Any key, signature and message: nothing but a true signature holds."""
    public, blob, message = data[:32], data[32:96], data[96:]
    taken(lambda: vault_signatures.verify(public, blob, message))
    if taken(lambda: vault_signatures.verify(SIGNER.public_raw, blob, message)):
        assert blob == SIGNER.sign(message)
