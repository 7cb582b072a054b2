import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrd_report.reference.reading import (
    BrokenReference,
    build,
    document,
    known,
    only,
    parse,
    several,
    span,
    unique,
)


@dataclass(frozen=True)
class Leaf:
    id: str
    size: int = 0


@dataclass(frozen=True)
class Tree:
    name: str
    kind: Literal["oak", "ash"]
    leaves: tuple[Leaf, ...]
    names: Mapping[str, str]
    wait: dt.timedelta
    planted: dt.date
    note: str | None = None


TREE = {
    "name": "old",
    "kind": "oak",
    "leaves": [{"id": "a", "size": 2}],
    "names": {"fr": "chêne"},
    "wait": "2 h",
    "planted": dt.date(2026, 1, 1),
}


def test_a_mapping_becomes_its_shape():
    tree = build(Tree, TREE, "tree")
    assert tree.leaves == (Leaf("a", 2),)
    assert tree.wait == dt.timedelta(hours=2)
    assert tree.names["fr"] == "chêne"
    assert tree.note is None


def test_a_read_mapping_cannot_be_changed():
    with pytest.raises(TypeError):
        build(Tree, TREE, "tree").names["fr"] = "frêne"


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"colour": "green"}, "unknown"),
        ({"name": 7}, "tree.name"),
        ({"name": True}, "tree.name"),
        ({"name": None}, "tree.name"),
        ({"kind": "elm"}, "tree.kind"),
        ({"leaves": "a"}, "tree.leaves"),
        ({"leaves": [{"id": "a", "size": "2"}]}, r"tree.leaves\[0\].size"),
        ({"leaves": [{"size": 2}]}, "id is missing"),
        ({"names": ["fr"]}, "tree.names"),
        ({"names": {"fr": 1}}, "tree.names.fr"),
        ({"wait": "2 weeks"}, "tree.wait"),
        ({"wait": 2}, "tree.wait"),
        ({"planted": "2026"}, "tree.planted"),
        ({"note": 3}, "tree.note"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place(change, place):
    with pytest.raises(BrokenReference, match=place):
        build(Tree, TREE | change, "tree")


def test_a_missing_key_is_refused():
    with pytest.raises(BrokenReference, match="wait is missing"):
        build(Tree, {key: value for key, value in TREE.items() if key != "wait"}, "tree")


def test_something_else_than_a_mapping_is_refused():
    with pytest.raises(BrokenReference, match="not a mapping"):
        build(Tree, ["old"], "tree")


def test_the_same_id_twice_is_refused():
    with pytest.raises(BrokenReference, match="'a' twice"):
        several(Leaf, [{"id": "a"}, {"id": "a"}], "leaves")


def test_a_list_is_due_where_several_stand():
    with pytest.raises(BrokenReference, match="not a list"):
        several(Leaf, {"id": "a"}, "leaves")


def test_a_key_said_twice_is_refused():
    with pytest.raises(BrokenReference, match="'a' twice"):
        parse("a: 1\nb: 2\na: 3", "text")


def test_broken_yaml_is_refused_with_its_name():
    with pytest.raises(BrokenReference, match="text"):
        parse("a: [1", "text")


def test_yaml_that_would_make_objects_is_refused():
    with pytest.raises(BrokenReference):
        parse("!!python/object/apply:os.getcwd []", "text")


def test_an_unquoted_country_of_norway_is_not_taken_for_a_word():
    with pytest.raises(BrokenReference, match="False is not str"):
        build(Leaf, parse("id: NO", "text"), "leaf")


def test_other_keys_than_asked_for_are_named():
    with pytest.raises(BrokenReference, match=r"\['b', 'c'\]"):
        only({"a": 1, "b": 2}, ("a", "c"), "text")


def test_a_dangling_reference_is_named():
    with pytest.raises(BrokenReference, match="no such"):
        known(["a", "b"], ["a"], "text")


def test_a_data_file_is_a_mapping():
    assert "threats" in document("threats")


@given(st.lists(st.text()))
def test_only_repeated_ids_are_refused(ids):
    if len(set(ids)) == len(ids):
        unique(ids, "ids")
    else:
        with pytest.raises(BrokenReference):
            unique(ids, "ids")


@given(st.integers(0, 10_000), st.sampled_from([("min", 60), ("h", 3600), ("d", 86400)]))
def test_a_span_has_its_length(count, unit):
    assert span(f"{count} {unit[0]}", "span").total_seconds() == count * unit[1]


@given(st.from_regex(r"\A(-\d+ h|\d+h|\d+ weeks|\d+\.5 h| \d+ d|\d+ d\n)\Z"))
def test_a_span_written_otherwise_is_refused(text):
    with pytest.raises(BrokenReference):
        span(text, "span")
