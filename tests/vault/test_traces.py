"""A trace opens for its team, in its place; whatever else it may be is refused."""

import json
import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.errors import Damaged
from hrd_report.sealed import Sealed
from hrd_report.vault.damage import Refused
from hrd_report.vault.keys import Key
from hrd_report.vault.padding import padded
from hrd_report.vault.traces import Content, Tracer

VECTORS = json.loads((Path(__file__).parent / "vectors" / "traces.json").read_text())
TRACER = Tracer(Key(bytes(range(32))))
TRACE, CASE = bytes(range(16)), bytes(range(16, 32))


def opened(vector) -> dict[str, object]:
    tracer = Tracer(Key(bytes.fromhex(vector["seed"])))
    sealed, trace = Sealed(bytes.fromhex(vector["sealed"])), bytes.fromhex(vector["trace"])
    if vector["part"] == "places":
        return {"places": [one.hex() for one in tracer.open_places(sealed, trace)]}
    content = tracer.open(sealed, trace, bytes.fromhex(vector["case"]))
    return {"words": content.words.hex(), "data": content.data.hex()}


@pytest.mark.parametrize("vector", VECTORS, ids=[one["name"] for one in VECTORS])
def test_every_vector_has_its_outcome(vector):
    if vector["outcome"] == "success":
        assert opened(vector).items() <= vector.items()
        return
    with pytest.raises(Damaged) as raised:
        opened(vector)
    assert isinstance(raised.value, Refused) == (vector["outcome"] == "refused")


@given(st.binary(max_size=9000), st.binary(max_size=300))
def test_what_is_sealed_opens_again_and_its_size_says_little(words, data):
    content = Content(words, data)
    sealed = TRACER.seal(content, TRACE, CASE)
    assert TRACER.open(sealed, TRACE, CASE) == content
    assert len(sealed) == 32 + padded(8 + len(words) + len(data))


@given(st.sets(st.binary(min_size=16, max_size=16).filter(any), max_size=70))
def test_places_are_found_again_and_how_many_is_hidden(places):
    sealed = TRACER.seal_places(places, TRACE)
    assert set(TRACER.open_places(sealed, TRACE)) == places
    assert (len(sealed) - 32) % (32 * 16) == 0


def test_a_tracer_is_silent():
    assert repr(TRACER) == "Tracer(…)"
    with pytest.raises(TypeError):
        pickle.dumps(TRACER)
