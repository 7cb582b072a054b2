"""The published vectors of BIP-39 and SLIP-39: our receipt words, and the library behind shares.

Where each file of vectors comes from stands in it.
"""

import json
import unicodedata
from pathlib import Path

import pytest
import shamir_mnemonic
from hypothesis import given
from hypothesis import strategies as st
from mnemonic import Mnemonic
from shamir_mnemonic.utils import MnemonicError

from hrd_report.errors import WrongReceipt
from hrd_report.sealed import Plain
from hrd_report.vault import receipts, words
from hrd_report.vault.receipts import Receipt

VECTORS = Path(__file__).parent / "vectors"
BIP_39 = json.loads((VECTORS / "bip39.json").read_text())["vectors"]
SLIP_39 = json.loads((VECTORS / "slip39.json").read_text())
OUR_LENGTH = [one for one in BIP_39 if len(one["entropy"]) == 32]


@pytest.mark.parametrize(
    "vector", OUR_LENGTH, ids=[f"{one['language']}-{one['entropy'][:8]}" for one in OUR_LENGTH]
)
def test_128_bits_are_written_and_read_as_bip_39_publishes_them(vector):
    receipt = Receipt(bytes.fromhex(vector["entropy"]))
    written = " ".join(receipt.words(vector["language"]))
    assert written == unicodedata.normalize("NFC", vector["words"])
    assert receipts.parse(Plain(vector["words"])) == [receipt]


def test_longer_phrases_of_bip_39_are_no_receipts():
    longer = [one["words"] for one in BIP_39 if one not in OUR_LENGTH]
    for phrase in longer:
        with pytest.raises(WrongReceipt):
            receipts.parse(Plain(phrase))
        assert receipts.problem(Plain(phrase)).code == "count"
    assert (len(OUR_LENGTH), len(longer)) == (16, 32)


@given(st.binary(min_size=16, max_size=16), st.sampled_from(sorted(words.LISTS)))
def test_in_every_list_the_words_are_those_of_the_reference_library(bits, language):
    reference = Mnemonic(words.LISTS[language])
    phrase = " ".join(Receipt(bits).words(language))
    assert reference.to_mnemonic(bits) == reference.normalize_string(phrase)
    assert reference.to_entropy(phrase) == bits


@pytest.mark.parametrize(
    "vector", SLIP_39["vectors"], ids=[one["name"].split(".")[0] for one in SLIP_39["vectors"]]
)
def test_the_library_answers_each_vector_of_slip_39_as_published(vector):
    passphrase = SLIP_39["passphrase"].encode()
    if vector["secret"]:
        secret = shamir_mnemonic.combine_mnemonics(vector["shares"], passphrase)
        assert secret.hex() == vector["secret"]
    else:
        with pytest.raises(MnemonicError):
            shamir_mnemonic.combine_mnemonics(vector["shares"], passphrase)


def test_no_vector_of_slip_39_is_left_out():
    opened = [one for one in SLIP_39["vectors"] if one["secret"]]
    assert (len(SLIP_39["vectors"]), len(opened)) == (45, 15)
