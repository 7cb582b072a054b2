import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.errors import NotFound
from hrd_report.reference.codes import duration_code, language_code
from hrd_report.reference.load import load

CODES = load().codes

# A fact keeps the position of a code. Where this fails, raise the version of the list and append.
PINNED = {
    "acknowledged": (1, "ea792f82adf7fc35"),
    "acted": (1, "7b23dd89811d40a5"),
    "country": (1, "129b0675bf1a2a4c"),
    "decided": (1, "27ec3af9437ae0f4"),
    "decision": (1, "481b54ef57a05fd6"),
    "dsa_category": (1, "2c70a9069bb98d71"),
    "duration": (1, "efc66b69417edf9c"),
    "finding": (1, "82c9bd0f9c6a0489"),
    "group": (1, "4b56de5e74e72d85"),
    "identity": (1, "ac11154b4d536119"),
    "identity_group": (1, "44555ad1baa96e58"),
    "language": (1, "1864e24f33ececda"),
    "outcome": (1, "de5f3d32a52b4055"),
    "outcome_group": (1, "5721566bf3d7b6fb"),
    "platform": (1, "e0dd32b49eaa4094"),
    "platform_group": (1, "8d070717dff1ccaf"),
    "region": (1, "e912f07a2cf2a0cd"),
    "remedy": (1, "1320d6c9a1a24bd3"),
    "severity": (1, "dace5af6f46f34b2"),
    "threat": (1, "abf16534cabca8bf"),
    "world_region": (1, "d3e32fc7c94edfbd"),
}

LISTS = st.sampled_from(sorted(CODES))


@pytest.mark.parametrize("name", sorted(CODES))
def test_no_code_moves_within_a_version(name):
    codes = CODES[name]
    digest = hashlib.sha256(",".join(codes.codes).encode()).hexdigest()[:16]
    assert (codes.version, digest) == PINNED[name]


@given(LISTS, st.data())
def test_a_code_and_its_byte_name_each_other(name, data):
    codes = CODES[name]
    one = data.draw(st.sampled_from(codes.codes))
    assert codes.name_of(codes.code_of(one)) == one
    assert 0 <= codes.code_of(one) <= 255


@given(LISTS, st.integers().filter(lambda n: not 0 <= n < 300))
def test_a_byte_out_of_range_is_not_found(name, code):
    with pytest.raises(NotFound):
        CODES[name].name_of(code)


@given(LISTS, st.text())
def test_an_unknown_code_is_not_found(name, text):
    for ask in (CODES[name].code_of, CODES[name].label, CODES[name].fold):
        with pytest.raises(NotFound):
            ask(f"no such {text}")


def test_every_code_folds_into_its_coarser_list():
    for codes in CODES.values():
        for coarser, into in codes.folds.items():
            assert set(into) == set(codes.codes)
            assert set(into.values()) <= set(CODES[coarser].codes)


def test_what_has_nothing_coarser_does_not_fold():
    with pytest.raises(NotFound):
        CODES["severity"].fold("critical")


@pytest.mark.parametrize(
    ("country", "region", "world"),
    [
        ("FR", "western_europe", "europe"),
        ("NO", "northern_europe", "europe"),
        ("TG", "western_africa", "africa"),
        ("MX", "central_america", "americas"),
        ("IR", "southern_asia", "asia"),
        ("NZ", "australia_new_zealand", "oceania"),
        ("XK", "southern_europe", "europe"),
        ("unknown", "unknown", "unknown"),
    ],
)
def test_a_country_lies_in_its_region_of_the_world(country, region, world):
    assert CODES["country"].fold(country) == region
    assert CODES["region"].fold(region) == world


def test_coarse_lists_are_as_small_as_the_smallest_release_needs():
    sizes = {
        name: len(CODES[name].codes) for name in CODES if name.endswith(("group", "world_region"))
    }
    assert sizes == {
        "group": 12,
        "platform_group": 6,
        "identity_group": 4,
        "outcome_group": 4,
        "world_region": 6,
    }
    assert len(CODES["region"].codes) == 23
    assert len(CODES["identity"].codes) == 8
    assert len(CODES["finding"].codes) == 11


def test_labels_are_sentences_names_or_the_code_of_a_country():
    assert CODES["platform"].label("facebook") == "Facebook"
    assert CODES["severity"].label("critical") == "Critical"
    assert CODES["country"].label("FR") == "FR"
    assert CODES["country"].label("unknown") == "Not known"


@pytest.mark.parametrize(
    ("days", "code"),
    [
        (0, "up_to_1"),
        (1, "up_to_1"),
        (2, "up_to_7"),
        (7, "up_to_7"),
        (8, "up_to_30"),
        (30, "up_to_30"),
        (31, "up_to_90"),
        (90, "up_to_90"),
        (91, "over_90"),
        (4000, "over_90"),
    ],
)
def test_days_fall_into_their_class(days, code):
    assert duration_code(days) == code
    assert code in CODES["duration"].codes


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("fr", "fr"),
        ("pt-BR", "pt"),
        ("zh_Hans", "zh"),
        ("EN", "en"),
        ("br", "other"),
        ("", "unknown"),
    ],
)
def test_a_language_is_told_without_its_region_and_a_small_one_as_another(tag, code):
    assert language_code(tag, CODES["language"]) == code
