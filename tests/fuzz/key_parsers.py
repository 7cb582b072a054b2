"""What rosters, owners' keys, endorsements, shares and spoken fingerprints are handed.

Each function takes any bytes, as in `sealed_parsers`.
"""

from hrd_report.sealed import Plain, Sealed
from hrd_report.vault import endorsements, notes, owner, proofs, recipients, roster, seen, shares
from hrd_report.vault.keys import Key
from hrd_report.vault.roster import Roster
from hrd_report.vault.shares import Share, ShareRefused
from hrd_report.vault.shelf import BEGINNING, Shelf
from hrd_report.vault.signatures import SigningKey

if __package__ == "tests.fuzz":
    from tests.fuzz.text_parsers import any_text, taken
else:
    from fuzz.text_parsers import any_text, taken

OWNER = SigningKey.from_seed(bytes(range(32)))
KEY = Key.from_seed(bytes(range(32)))
TEAM = bytes(range(16))
SHELF = Shelf(BEGINNING + 5, bytes(range(32)))


def roster_note(data: bytes) -> None:
    """Any bytes where a roster should be, and any text under an owner's signature."""
    text = data.decode("utf-8", "replace")
    made = notes.sign(text, owner.name(OWNER.public_raw), OWNER)

    def read() -> Roster:
        found = roster.read_text(text)
        assert roster.spell(found) == text
        assert roster.sign(found, OWNER) == made
        return found

    assert taken(read) == taken(lambda: roster.read(made, OWNER.public_raw))
    taken(lambda: roster.read(any_text(data), OWNER.public_raw))


def proof_of_filing(data: bytes) -> None:
    """Any text where a proof should be, signed or not: what is taken is written the one way."""
    text = any_text(data)

    def split() -> None:
        assert proofs.write(*proofs.split(text)) == text

    taken(split)
    name = proofs.origin(OWNER.public_raw)
    made = notes.sign(text, name, OWNER)

    def read() -> None:
        prover = proofs.Prover.under(OWNER, OWNER)
        assert prover.sign(proofs.read(made, OWNER.public_raw)) == made

    taken(read)


def owner_key(data: bytes) -> None:
    """Any text where an owner's key should be: what is taken is spelt the one way."""
    text = any_text(data)

    def read_public() -> None:
        assert owner.spell_public(owner.read_public(text)) == text

    def read_secret() -> None:
        spelt = owner.spell_secret(owner.read_secret(Plain(text))).reveal()
        assert spelt == "".join(text.split()).upper()

    taken(read_public)
    taken(read_secret)


def endorsement(data: bytes) -> None:
    """Any bytes where an endorsement should be, for any epoch: only the endorser's own hold."""
    epoch = int.from_bytes(data[:9], "big", signed=True)
    blob = data[9:]

    def check() -> None:
        endorsements.check(OWNER.public_raw, blob, TEAM, epoch, KEY.public)

    if taken(check):
        assert blob == endorsements.endorse(OWNER, TEAM, epoch, KEY.public)


def sheets(data: bytes) -> None:
    """Any texts where sheets of shares should be: read, or refused with a reason that fits."""
    texts = [any_text(one) for one in data.split(b"\x00")][:6]
    read = []
    for number, text in enumerate(texts, 1):
        one = read_sheet(text, number)
        if isinstance(one, ShareRefused):
            assert one.share == number
            assert (one.code == "wrong_word") == (1 <= one.word <= shares.WORDS)
        else:
            assert shares.read(Plain(" ".join(one.words))) == one
            read.append(one)
    taken(lambda: shares.combine(read))


def read_sheet(text: str, number: int) -> Share | ShareRefused:
    try:
        return shares.read(Plain(text), number)
    except ShareRefused as refused:
        return refused


def shelf_file(data: bytes) -> None:
    """Any bytes where a shelf should be: what is taken is written again as it was."""

    def read() -> None:
        found = Shelf.from_bytes(data)
        assert found.to_bytes() == data
        assert found.forget_before(found.first).to_bytes() == data

    taken(read)


def shelved(data: bytes) -> None:
    """Any bytes where a grant on the shelf should be: only what was put there lifts."""
    number, blob = int.from_bytes(data[:4], "big", signed=True), Sealed(data[4:])
    taken(lambda: SHELF.lift(blob, number, TEAM, TEAM))
    if taken(lambda: SHELF.seal(blob, number, TEAM, TEAM)):
        lying = SHELF.seal(blob, number, TEAM, TEAM)
        assert SHELF.lift(lying, number, TEAM, TEAM) == blob
        assert not taken(lambda: SHELF.lift(lying, number, TEAM, bytes(16)))


def marks(data: bytes) -> None:
    """Any text where the highest epochs should be: what is taken is written the one way."""
    text = any_text(data)

    def read() -> None:
        assert seen.spell(seen.read(text)) == text

    taken(read)


def spoken(data: bytes) -> None:
    """Any text where somebody types a fingerprint: places of it, and none only where it is."""
    wrong = recipients.misheard(any_text(data), KEY.public)
    assert set(wrong) <= set(range(1, 7))
    assert list(wrong) == sorted(wrong)
