"""The list of harnesses by name, each with the inputs it begins from. Runs none.

The same functions are run by `make fuzz`, guided by coverage, and by Hypothesis in the suite.
"""

import json
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from hrd_report.casefile.audit import proving
from hrd_report.documents.audit import FORMAT, ProofDocument, ProvenRow
from hrd_report.vault import age, checkpoints, merkle, recipients
from hrd_report.vault.checkpoints import Checkpoint
from hrd_report.vault.leaves import Leaf, leaf_bytes
from hrd_report.vault.merkle import Tree, leaf_hash

if __package__ == "tests.fuzz":
    from tests.fuzz import key_parsers as keys
    from tests.fuzz import picture_parsers as seen
    from tests.fuzz import sealed_parsers as sealed
    from tests.fuzz import text_parsers as texts
else:
    from fuzz import key_parsers as keys
    from fuzz import picture_parsers as seen
    from fuzz import sealed_parsers as sealed
    from fuzz import text_parsers as texts

VECTORS = Path(__file__).parents[1] / "vault" / "vectors"
LARGE = 70_000


@dataclass(frozen=True)
class Parser:
    """`run` takes any bytes; `seeds` gives a few to begin from; `longest` bounds an input."""

    run: Callable[[bytes], None]
    seeds: Callable[[], Iterator[bytes]]
    longest: int = 4096


_LONGEST_FILING = 4000


def vectors(name: str) -> list[dict]:
    return json.loads((VECTORS / f"{name}.json").read_text(encoding="utf-8"))


def of_field(name: str, field: str) -> Callable[[], Iterator[bytes]]:
    """Give the field of each vector: as bytes where it is hex, else as text."""

    def seeds() -> Iterator[bytes]:
        for vector in vectors(name):
            value = vector.get(field) or ""
            try:
                yield bytes.fromhex(value)
            except ValueError:
                yield value.encode("utf-8", "surrogatepass")

    return seeds


def unzipped(name: str, field: str) -> Callable[[], Iterator[bytes]]:
    def seeds() -> Iterator[bytes]:
        for raw in of_field(name, field)():
            yield zlib.decompress(raw)

    return seeds


def headers() -> Iterator[bytes]:
    for raw in unzipped("age", "file_zlib")():
        yield raw[: age.START]


def payloads() -> Iterator[bytes]:
    yield sealed.NONCE
    for size in (0, 1, 65536):
        yield age.seal(bytes(size), sealed.KEY.public).blob[1627:]


def plans() -> Iterator[bytes]:
    yield from (b"\0\1\1", b"\0\1\0", b"\0\0\4\1\1\1", b"\0\0\4\1\0\4\2\1\4", b"\0\0\4\1\1\0")


def contents() -> Iterator[bytes]:
    yield from (b'{"a":[1,2.5,"x",null]}', b"NaN", b"1e999", b'"\\ud800"', b"[" * 3000)


def lock_rows() -> Iterator[bytes]:
    for vector in vectors("locks"):
        params = json.dumps(vector["params"]).encode()
        yield b"\n".join((vector["method"].encode(), params, bytes.fromhex(vector["blob"])))
    yield b'password\n{"salt":"%s","memory_kib":1e999,"iterations":1,"lanes":1}\n' % (b"00" * 16)


def notes(name: str) -> Callable[[], Iterator[bytes]]:
    """Give each note of the vectors, and its text alone: a harness signs that anew."""

    def seeds() -> Iterator[bytes]:
        for vector in vectors(name):
            yield vector["note"].encode()
            yield vector["note"].rpartition("\n\n")[0].encode() + b"\n"

    return seeds


def endorsements() -> Iterator[bytes]:
    for vector in vectors("endorsements"):
        yield vector["epoch"].to_bytes(9, "big", signed=True) + bytes.fromhex(vector["endorsement"])


def shelved() -> Iterator[bytes]:
    for vector in vectors("shelved"):
        yield vector["week"].to_bytes(4, "big", signed=True) + bytes.fromhex(vector["blob"])


def marks() -> Iterator[bytes]:
    yield from (b"roster 0\n", b"roster 7\nteam " + b"0f" * 16 + b" 3\n", b"roster 07\n")


def sheets() -> Iterator[bytes]:
    for vector in vectors("shares"):
        yield "\0".join(vector["sheets"]).encode()


def spoken() -> Iterator[bytes]:
    for language in ("en", "fr"):
        yield " ".join(recipients.fingerprint_words(keys.KEY.public, language)).encode()


def leaf_rows() -> Iterator[bytes]:
    yield b"\xff".join((bytes(16), b"2026-11-21", b"opened", bytes(16), bytes(16)))
    yield b"\xff".join((bytes(16), b"2026-W47-6", b"opened"))


def proofs() -> Iterator[bytes]:
    leaf = Leaf(bytes(range(16)), "2026-11-21", "opened", bytes(16), None)
    tree = Tree([*texts.LEAVES[:3], leaf_hash(leaf_bytes(leaf)), *texts.LEAVES[3:5]])
    path = tuple(one.hex() for one in tree.inclusion(3))
    row = ProvenRow(3, leaf.id.hex(), leaf.day, leaf.act, bytes(16).hex(), None, path)
    note = checkpoints.sign(Checkpoint(tree.size, tree.root()), texts.SIGNER)
    key = checkpoints.spell_key(texts.SIGNER.public_raw)
    proof = proving.write(ProofDocument(FORMAT, key, note, (row,)))
    yield from (proof, proof.replace(b":3}", b":Infinity}"), proof.replace(b":3}", b":1e999}"))
    yield b"[" * 3000


def filings() -> Iterator[bytes]:
    for vector in vectors("proofs"):
        if len(vector["proof"]) < _LONGEST_FILING:
            yield vector["proof"].encode()
            yield vector["proof"].rpartition("\n\n")[0].encode() + b"\n"


def paths() -> Iterator[bytes]:
    hashes = merkle.leaf_hash(b"another")
    yield from (
        bytes((size, at, 1, how)) + hashes
        for size in (1, 6, 7)
        for at in (0, 3)
        for how in range(4)
    )


def frontiers() -> Iterator[bytes]:
    yield from (bytes(4), b"\0\0\0\7" + bytes(96), b"\xff\xff\xff\xff" + bytes(32 * 32))


def signed() -> Iterator[bytes]:
    yield texts.SIGNER.public_raw + texts.SIGNER.sign(b"words") + b"words"


PARSERS: dict[str, Parser] = {
    "age-file": Parser(sealed.age_file, unzipped("age", "file_zlib"), LARGE),
    "age-header": Parser(sealed.age_header, headers),
    "age-payload": Parser(sealed.payload_bytes, payloads, LARGE),
    "age-chunks": Parser(sealed.age_payload, plans, 32),
    "public-key": Parser(sealed.public_key, of_field("keys", "public")),
    "item": Parser(sealed.item, unzipped("items", "payload_zlib")),
    "json-item": Parser(sealed.json_item, contents),
    "grant": Parser(sealed.grant, of_field("grants", "blob")),
    "lock": Parser(sealed.lock, lock_rows),
    "fact": Parser(sealed.fact, of_field("facts", "row")),
    "under": Parser(sealed.under, of_field("under", "blob")),
    "recipient": Parser(texts.recipient, of_field("recipients", "text")),
    "receipt": Parser(texts.receipt, of_field("receipts", "text")),
    "note": Parser(texts.note, notes("checkpoints")),
    "spelt-key": Parser(texts.spelt_key, of_field("audit_keys", "spelt")),
    "roster": Parser(keys.roster_note, notes("rosters"), 40_000),
    "owner-key": Parser(keys.owner_key, of_field("owner_keys", "spelt")),
    "owner-secret": Parser(keys.owner_key, of_field("owner_keys", "secret")),
    "endorsement": Parser(keys.endorsement, endorsements, 128),
    "sheets": Parser(keys.sheets, sheets),
    "spoken": Parser(keys.spoken, spoken, 256),
    "shelf": Parser(keys.shelf_file, of_field("shelves", "raw"), 128),
    "shelved": Parser(keys.shelved, shelved),
    "marks": Parser(keys.marks, marks),
    "proof": Parser(texts.proof, proofs),
    "proof-of-filing": Parser(keys.proof_of_filing, filings),
    "leaf": Parser(texts.leaf, leaf_rows, 256),
    "inclusion": Parser(texts.inclusion, paths, 256),
    "consistency": Parser(texts.consistency, paths, 256),
    "frontier": Parser(texts.frontier, frontiers),
    "signature": Parser(texts.signature, signed),
    "picture": Parser(seen.picture, seen.pictures),
}
