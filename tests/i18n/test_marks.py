from hypothesis import given
from hypothesis import strategies as st

from hrd_report.i18n.marks import N_


@given(st.text())
def test_a_marked_sentence_is_the_sentence(sentence):
    assert N_(sentence) == sentence
