"""Every parser, against what Hypothesis makes of its seeds: promised refusals and nothing else.

`make fuzz` runs the same harnesses for as long as one likes, guided by coverage.
"""

import pytest
from fuzz.parsers import PARSERS
from hypothesis import given, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.slow

SEEDS = {name: sorted(set(parser.seeds())) for name, parser in PARSERS.items()}


@st.composite
def altered(draw: st.DrawFn, seeds: list[bytes]) -> bytes:
    """Draw a seed with a part of it replaced, by something else or by a part of another seed."""
    seed = draw(st.sampled_from(seeds))
    begin = draw(st.integers(0, len(seed)))
    end = draw(st.integers(begin, min(len(seed), begin + draw(st.sampled_from([0, 1, 4, 5000])))))
    other = draw(st.sampled_from(seeds))
    piece = draw(st.binary(max_size=8) | st.just(other[begin:end]) | st.just(other[begin:]))
    return seed[:begin] + piece + seed[end:]


@pytest.mark.parametrize("name", PARSERS)
def test_a_parser_says_of_its_seeds_what_it_should(name: str):
    assert SEEDS[name]
    for seed in SEEDS[name]:
        PARSERS[name].run(seed)


@pytest.mark.parametrize("name", PARSERS)
def test_no_alteration_gets_past_a_parser(name: str):
    parser = PARSERS[name]

    @given(st.binary(max_size=64) | altered(SEEDS[name]))
    @settings(max_examples=120)
    def stands(data: bytes) -> None:
        parser.run(data[: parser.longest])

    stands()
