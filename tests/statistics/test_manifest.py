import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.errors import Damaged
from hrd_report.records.facts import Part
from hrd_report.reference.load import load
from hrd_report.statistics import manifest
from hrd_report.statistics.counting import Counts
from hrd_report.statistics.drawing import draw
from hrd_report.statistics.exports import digest, tidy_files
from hrd_report.statistics.ledger import Cost
from hrd_report.statistics.plan import plan_of
from hrd_report.statistics.tiers import SMALL
from hrd_report.vault.signatures import SigningKey, verify

LISTS = load().codes
PLAN = plan_of(SMALL, Part.CLOSE, LISTS)
TABLES = PLAN.tables
SIGNING = SigningKey.from_seed(bytes(range(32)))
ACCOUNT = manifest.Account(
    release=bytes(16),
    bucket="2026",
    span=(dt.date(2026, 1, 1), dt.date(2026, 12, 31)),
    day=dt.date(2027, 2, 1),
    year=2026,
    part=Part.CLOSE,
    before=Cost(),
    after=Cost(micro_epsilon=1_000_000),
)


def counts(total):
    return Counts(tuple((total, *[0] * (len(table.codes) - 1)) for table in TABLES))


def released(total=200, former=None):
    drawing = draw(counts(total), PLAN)
    files = tidy_files(drawing.figures, "2026")
    chain = (former, SIGNING.public_raw)
    built = manifest.build(ACCOUNT, PLAN, drawing, files, chain)
    return built, SIGNING.sign(built), files


MANIFEST, SIGNATURE, FILES = released()


def check(signed, signature, files, public=SIGNING.public_raw):
    manifest.verify(signed, signature, public, files, verify)


def test_a_release_as_it_was_signed_holds():
    check(MANIFEST, SIGNATURE, FILES)


@given(st.integers(0, len(MANIFEST) - 1), st.integers(1, 255))
def test_a_manifest_with_one_byte_changed_is_refused(place, change):
    changed = bytearray(MANIFEST)
    changed[place] ^= change
    with pytest.raises(Damaged):
        check(bytes(changed), SIGNATURE, FILES)


@given(st.sampled_from(sorted(FILES)), st.data())
def test_a_file_with_one_byte_changed_is_refused(name, data):
    place = data.draw(st.integers(0, len(FILES[name]) - 1))
    changed = bytearray(FILES[name])
    changed[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(Damaged):
        check(MANIFEST, SIGNATURE, FILES | {name: bytes(changed)})


def test_a_missing_and_an_added_file_are_refused():
    fewer = dict(FILES)
    fewer.popitem()
    for files in (fewer, FILES | {"more.csv": b""}):
        with pytest.raises(Damaged):
            check(MANIFEST, SIGNATURE, files)


def test_another_key_is_refused_although_it_signed():
    other = SigningKey.new()
    with pytest.raises(Damaged):
        check(MANIFEST, SIGNATURE, FILES, other.public_raw)
    with pytest.raises(Damaged, match="another key"):
        check(MANIFEST, other.sign(MANIFEST), FILES, other.public_raw)


@pytest.mark.parametrize(
    "signed",
    [
        b"\xff",
        b"[]",
        b"[" * 100_000,
        b'{"kind":Infinity}',
        b'{"kind":"\\ud800"}',
        json.dumps(json.loads(MANIFEST)).encode(),
        manifest.canonical(json.loads(MANIFEST) | {"format": 3}),
        manifest.canonical(json.loads(MANIFEST) | {"kind": "notice"}),
    ],
)
def test_what_is_signed_but_no_manifest_of_ours_is_refused(signed):
    with pytest.raises(Damaged):
        check(signed, SIGNING.sign(signed), FILES)


def test_two_buckets_of_any_size_differ_in_nothing_but_their_files():
    first, second = (json.loads(released(total)[0]) for total in (3, 4_321))
    del first["files"], second["files"]
    assert first == second


def test_the_manifest_says_what_it_cost_and_for_whom():
    told = json.loads(MANIFEST)
    assert told["noise"] == [
        {
            "order": 1,
            "tables": 6,
            "mechanism": "discrete Laplace",
            "scale": 6.0,
            "sensitivity": 6,
            "loss": 1.0,
        }
    ]
    assert told["ledger"]["after"] == {"epsilon": 1.0, "micro_epsilon": 1_000_000, "nano_rho": 0}
    assert (told["bound"], told["tier"], told["delta"]) == (1, "S", 0)
    assert bytes.fromhex(told["public_key"]) == SIGNING.public_raw
    assert {"numpy", "opendp"} <= set(told["libraries"])


def test_manifests_form_one_chain_whatever_their_order():
    assert manifest.last_digest([]) is None
    chain = [MANIFEST]
    for _ in range(3):
        chain.append(released(former=digest(chain[-1]))[0])
    assert manifest.last_digest(chain[::-1]) == digest(chain[-1])


def test_a_forked_chain_is_refused():
    fork = [MANIFEST, *(released(former=digest(MANIFEST))[0] for _ in range(2))]
    with pytest.raises(Damaged):
        manifest.last_digest(fork)
