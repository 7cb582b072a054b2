"""Sealed facts: a bucket opens into a matrix, and a bad row is named by its number only."""

import numpy as np
import pytest

from hrd_report.errors import Damaged
from hrd_report.vault.facts import open_facts, seal_fact
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


def test_worker_processes_give_the_same_matrix_and_name_the_same_row(key):
    rows = rows_of(key, 2500)
    codes = open_facts(rows, key, WEEK, 16, workers=2)
    assert (codes == open_facts(rows, key, WEEK, 16)).all()
    rows[2200] = rows[2200][:-1]
    with pytest.raises(Damaged, match=r"^fact 2200 does not open$"):
        open_facts(rows, key, WEEK, 16, workers=2)
