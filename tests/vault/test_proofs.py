"""Proofs of filing: what the vectors say, what is written is read again, nothing can be guessed."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.errors import Damaged
from hrd_report.vault import proofs
from hrd_report.vault.proofs import Opening, Prover, Statement
from hrd_report.vault.signatures import SigningKey

PROVER = Prover.under(SigningKey.from_seed(bytes(range(32))), SigningKey.from_seed(bytes(32)))
PUBLIC = PROVER.key.public_raw
DIGEST = st.binary(min_size=32, max_size=32)
FILES = st.lists(st.tuples(st.dates(), DIGEST), max_size=4).map(tuple)
STATEMENTS = st.builds(Statement, st.dates(), DIGEST, FILES)
OPENINGS = st.none() | st.builds(Opening, DIGEST, st.none() | DIGEST)


def test_a_proof_is_read_or_refused_as_the_vector_says(proofs_vector, outcome_of):
    public = bytes.fromhex(proofs_vector["public"])

    def read() -> tuple[Opening | None, Statement]:
        opening, note = proofs.split(proofs_vector["proof"])
        return opening, proofs.read(note, public)

    assert outcome_of(read) == proofs_vector["outcome"]
    if proofs_vector["outcome"] == "success":
        opening, found = read()
        assert found.day.isoformat() == proofs_vector["day"]
        assert found.report.hex() == proofs_vector["report"]
        assert [[day.isoformat(), one.hex()] for day, one in found.files] == proofs_vector["files"]
        secrets = (opening.blind, opening.mac) if opening else (None, None)
        assert [one and one.hex() for one in secrets] == [
            proofs_vector["blind"],
            proofs_vector["mac"],
        ]


@given(STATEMENTS, OPENINGS)
def test_what_is_written_is_read_again(statement, opening):
    found, note = proofs.split(proofs.write(opening, PROVER.sign(statement)))
    assert found == opening
    assert proofs.read(note, PUBLIC) == statement


@given(STATEMENTS, st.integers(0, 2000), st.characters(codec="ascii"))
def test_no_letter_of_it_can_be_another(statement, at, letter):
    note = PROVER.sign(statement)
    altered = note[: at % len(note)] + letter + note[at % len(note) + 1 :]
    if altered != note:
        with pytest.raises(Damaged):
            proofs.read(altered, PUBLIC)


@given(DIGEST, DIGEST, DIGEST)
def test_without_its_secret_a_digest_says_nothing_of_what_it_is_of(blind, other, digest):
    shown = proofs.blinded(blind, digest)
    assert shown != digest
    assert (shown == proofs.blinded(other, digest)) == (blind == other)


def test_the_endorser_vouches_for_one_key(outcome_of):
    endorser = SigningKey.from_seed(bytes(32)).public_raw
    proofs.check_endorsement(endorser, PROVER.endorsement, PUBLIC)
    for key in (bytes(32), endorser):
        assert (
            outcome_of(lambda key=key: proofs.check_endorsement(endorser, PROVER.endorsement, key))
            == "refused"
        )
    assert proofs.read_key(proofs.spell_key(PUBLIC)) == PUBLIC
    assert outcome_of(lambda: proofs.read_key("a+b+c")) == "refused"


def test_a_proof_is_dated_to_the_day_and_no_finer():
    assert "T" not in PROVER.sign(Statement(dt.date(2026, 11, 21), bytes(32))).split("\n")[1]
