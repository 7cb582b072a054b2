"""What stands in clear before a carried report."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.errors import Damaged
from hrd_report.vault import envelopes
from hrd_report.vault.envelopes import AnswerTo, Envelope
from hrd_report.vault.receipts import Receipt

KID = bytes(16)
TO = AnswerTo.of(Receipt(bytes(range(16))))
SPELT = Envelope(KID, TO, bytes(32)).spell()


def test_what_was_written_is_read():
    assert len(SPELT) == envelopes.BYTES == 1318
    found = envelopes.read(SPELT + b"age-encryption.org/v1\n")
    assert found == Envelope(KID, TO, bytes(32))
    assert AnswerTo.read(TO.spell()) == TO


def test_it_tells_nobody_the_receipt():
    receipt = Receipt(bytes(range(16)))
    for secret in (receipt.bits, receipt.key.seed, receipt.digits().encode()):
        assert secret not in SPELT


@given(st.integers(0, envelopes.BYTES - 1))
def test_a_cut_one_is_refused(length):
    with pytest.raises(Damaged):
        envelopes.read(SPELT[:length])


@given(st.binary(max_size=64) | st.integers(0, 1317).map(lambda at: SPELT[:at] + b"\xff" + SPELT))
def test_whatever_bytes_come_they_are_read_or_refused(data):
    try:
        found = envelopes.read(data)
    except Damaged:
        return
    assert found.spell() == data[: envelopes.BYTES]


@given(
    st.text(max_size=40) | st.integers(0, 1663).map(lambda at: TO.spell()[:at] + "-" + TO.spell())
)
def test_whom_to_answer_is_read_as_it_is_written_or_not_at_all(text):
    with pytest.raises(Damaged):
        AnswerTo.read(text)
