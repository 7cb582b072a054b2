"""Sealed facts: a bucket opens into a matrix, and a bad row is named by its number only."""

from types import SimpleNamespace

import numpy as np
import pytest

from hrd_report.errors import Damaged
from hrd_report.vault import fact_workers, facts
from hrd_report.vault.fact_envelopes import Envelope
from hrd_report.vault.facts import open_facts, pool_of, seal_fact
from hrd_report.vault.keys import Key

WEEK = "2026-W47"


def rows_of(key, count):
    return [seal_fact(bytes([n % 256]) * 16, key.public, WEEK).blob for n in range(count)]


def test_a_fact_opens_or_is_refused_as_the_vector_says(facts_vector, outcome_of):
    key = Key.from_seed(bytes.fromhex(facts_vector["seed"]))
    row = bytes.fromhex(facts_vector["row"])

    def open_it():
        return open_facts([row], key, facts_vector["bucket"], facts_vector["width"])

    assert outcome_of(open_it) == facts_vector["outcome"]
    if facts_vector["outcome"] == "success":
        assert open_it().tobytes().hex() == facts_vector["codes"]


def test_a_bucket_opens_into_a_matrix_of_codes(key):
    codes = open_facts(iter(rows_of(key, 20)), key, WEEK, 16)
    assert codes.shape == (20, 16)
    assert codes.dtype == np.uint8
    assert (codes[:, 0] == np.arange(20)).all()


def test_an_empty_bucket_is_an_empty_matrix(key):
    assert open_facts([], key, WEEK, 16).shape == (0, 16)


def test_facts_of_one_width_are_all_equally_long(key):
    assert {len(row) for row in rows_of(key, 5)} == {16 + 1136}


def test_a_bad_row_is_named_by_its_number_only(key, other):
    rows = rows_of(key, 5)
    rows[3] = seal_fact(bytes(16), other.public, WEEK).blob
    with pytest.raises(Damaged, match=r"^fact 3 does not open$"):
        open_facts(rows, key, WEEK, 16)


def test_a_worker_gives_the_bodies_joined_or_the_place_of_the_first_bad_row(key):
    rows = rows_of(key, 4)
    whole = open_facts(rows, key, WEEK, 16).tobytes()
    assert fact_workers.open_batch(rows, key.seed, how(WEEK, 16)) == whole
    for width, info in ((15, facts._info(WEEK)), (16, facts._info("2026-W01"))):
        assert fact_workers.open_batch(rows, key.seed, fact_workers.Opening(WEEK, info, width)) == 0
    rows[2:] = [b"", b""]
    assert fact_workers.open_batch(rows, key.seed, how(WEEK, 16)) == 2


def how(name, width):
    return fact_workers.Opening(name, facts._info(name), width)


def test_facts_under_envelopes_open_beside_facts_sealed_alone(key):
    envelopes = [Envelope(key.public, WEEK) for _ in range(2)]
    rows = rows_of(key, 2) + [one.seal(bytes([7]) * 16).blob for one in envelopes]
    assert {len(row) for row in rows[2:]} == {60}
    sealed = {one.id: one.sealed.blob for one in envelopes}
    codes = open_facts(rows, key, WEEK, 16, envelopes=sealed)
    assert codes[:, 0].tolist() == [0, 1, 7, 7]
    assert repr(envelopes[0]) == "Envelope(…)"


@pytest.mark.parametrize("place", [0, 16, 30, 59])
def test_a_fact_that_was_altered_under_its_envelope_does_not_open(key, place):
    envelope = Envelope(key.public, WEEK)
    row = bytearray(envelope.seal(bytes(16)).blob)
    row[place] ^= 1
    with pytest.raises(Damaged, match=r"^fact 0 does not open$"):
        open_facts([bytes(row)], key, WEEK, 16, envelopes={envelope.id: envelope.sealed.blob})


def test_an_envelope_of_another_bucket_or_key_or_under_another_id_is_damaged(key, other):
    envelope = Envelope(key.public, WEEK)
    row, sealed = envelope.seal(bytes(16)).blob, envelope.sealed.blob
    for opener, name, one in (
        (other, WEEK, envelope.id),
        (key, "2026-W01", envelope.id),
        (key, WEEK, bytes(16)),
        (key, WEEK, b"short"),
    ):
        with pytest.raises(Damaged):
            open_facts([row], opener, name, 16, envelopes={one: sealed})


class Pool:
    """Stands for worker processes: works when a result is asked for, and notes what it saw."""

    def __init__(self) -> None:
        self.most = self.waiting = 0

    def submit(self, act, *arguments) -> SimpleNamespace:
        self.waiting += 1
        self.most = max(self.most, self.waiting)

        def result():
            self.waiting -= 1
            return act(*arguments)

        return SimpleNamespace(result=result)


def test_many_batches_are_shared_out_with_a_few_of_them_in_memory(key, monkeypatch):
    monkeypatch.setattr(fact_workers, "_BATCH", 2)
    rows, pool = rows_of(key, 30), Pool()
    codes = open_facts(iter(rows), key, WEEK, 16, pool=pool)
    assert (codes == open_facts(rows, key, WEEK, 16)).all()
    assert pool.most == fact_workers._WAITING
    rows[21] = b""
    with pytest.raises(Damaged, match=r"^fact 21 does not open$"):
        open_facts(rows, key, WEEK, 16, pool=pool)


def test_one_worker_needs_no_process():
    with pool_of(1) as pool:
        assert pool is None


def test_a_pool_opens_one_bucket_after_the_other_and_names_the_same_row(key, monkeypatch):
    monkeypatch.setattr(fact_workers, "_BATCH", 40)
    with pool_of(2) as pool:
        for name in (WEEK, "2026-W48"):
            envelope = Envelope(key.public, name)
            rows = [envelope.seal(bytes([n]) * 16).blob for n in range(100)]
            rows += [seal_fact(bytes([n]) * 16, key.public, name).blob for n in range(100, 200)]
            sealed = {envelope.id: envelope.sealed.blob}
            codes = open_facts(rows, key, name, 16, envelopes=sealed, pool=pool)
            assert codes[:, 0].tolist() == list(range(200))
            for place in (30, 150):
                wrong = [*rows[:place], rows[place][:-1], *rows[place + 1 :]]
                with pytest.raises(Damaged, match=rf"^fact {place} does not open$"):
                    open_facts(wrong, key, name, 16, envelopes=sealed, pool=pool)


def test_what_lies_under_envelopes_needs_no_process(key):
    envelope = Envelope(key.public, WEEK)
    rows, pool = [envelope.seal(bytes([7]) * 16).blob for _ in range(20)], Pool()
    sealed = {envelope.id: envelope.sealed.blob}
    assert open_facts(rows, key, WEEK, 16, envelopes=sealed, pool=pool).shape == (20, 16)
    assert pool.most == 0
