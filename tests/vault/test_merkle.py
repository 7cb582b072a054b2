"""The hash tree: known roots and paths, and every proof that was altered in any way refused."""

import hashlib

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hrd_report.errors import Damaged
from hrd_report.vault import merkle
from hrd_report.vault.merkle import Frontier, Tree

# The test vectors of Certificate Transparency's reference implementation of RFC 6962.
INPUTS = [
    bytes.fromhex(one)
    for one in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAVES = [merkle.leaf_hash(one) for one in INPUTS]
SIZES = st.integers(1, 70)


def tree_of(size: int) -> Tree:
    return Tree(merkle.leaf_hash(str(number).encode()) for number in range(size))


def leaf(number: int) -> bytes:
    return merkle.leaf_hash(str(number).encode())


@pytest.mark.parametrize("size", range(9))
def test_the_known_roots_come_out(size: int):
    tree = Frontier()
    for one in LEAVES[:size]:
        tree.add(one)
    assert tree.root().hex() == Tree(LEAVES[:size]).root().hex() == ROOTS[size]


def test_the_paths_of_the_standard_s_own_example_come_out():
    # RFC 6962, section 2.1.3: a tree of seven leaves, its nodes named as there.
    a, b, c, d, e, f, j = LEAVES[:7]
    g, h, i = merkle.node_hash(a, b), merkle.node_hash(c, d), merkle.node_hash(e, f)
    k, ell = merkle.node_hash(g, h), merkle.node_hash(i, j)
    tree = Tree(LEAVES[:7])
    assert tree.inclusion(0) == [b, h, ell]
    assert tree.inclusion(3) == [c, g, ell]
    assert tree.inclusion(4) == [f, j, k]
    assert tree.inclusion(6) == [i, k]
    assert tree.consistency(3) == [c, d, g, ell]
    assert tree.consistency(4) == [ell]
    assert tree.consistency(6) == [i, j, k]


def test_every_path_of_every_small_tree_leads_to_the_root():
    for size in range(1, 40):
        tree = tree_of(size)
        for index in range(size):
            path = tree.inclusion(index)
            merkle.check_inclusion(leaf(index), index, size, path, tree.root())
        for old in range(size + 1):
            path = tree.consistency(old)
            merkle.check_consistency(old, size, tree_of(old).root(), tree.root(), path)


@given(SIZES, st.data())
def test_a_frontier_goes_on_where_it_was_kept(size: int, data: st.DataObject):
    kept_at = data.draw(st.integers(0, size))
    first = Frontier()
    for number in range(kept_at):
        first.add(leaf(number))
    second = Frontier.from_bytes(kept_at, first.to_bytes())
    for number in range(kept_at, size):
        second.add(leaf(number))
    assert second.root() == tree_of(size).root()


@given(st.integers(-1, 300), st.integers(0, 12))
def test_a_frontier_of_another_length_is_refused(size: int, hashes: int):
    assume(size < 0 or hashes != size.bit_count())
    with pytest.raises(Damaged):
        Frontier.from_bytes(size, bytes(32 * hashes))


@given(SIZES, st.data())
def test_an_altered_inclusion_is_refused(size: int, data: st.DataObject):
    tree, index = tree_of(size), data.draw(st.integers(0, size - 1))
    right = [leaf(index), index, size, tree.inclusion(index), tree.root()]
    wrong = list(right)
    what = data.draw(st.sampled_from(["leaf", "index", "path", "root"]))
    if what == "leaf":
        wrong[0] = merkle.leaf_hash(b"another")
    elif what == "index":
        wrong[1] = data.draw(st.integers(-1, size + 1).filter(lambda one: one != index))
    elif what == "path":
        wrong[3] = altered(right[3], data)
    else:
        wrong[4] = hashlib.sha256(tree.root()).digest()
    with pytest.raises(Damaged):
        merkle.check_inclusion(*wrong)


@given(SIZES, st.data())
def test_an_altered_consistency_is_refused(size: int, data: st.DataObject):
    old = data.draw(st.integers(0, size))
    tree = tree_of(size)
    right = [old, size, tree_of(old).root(), tree.root(), tree.consistency(old)]
    merkle.check_consistency(*right)
    wrong = list(right)
    what = data.draw(st.sampled_from(["old root", "new root", "path", "shrunk"]))
    if what == "old root":
        wrong[2] = hashlib.sha256(right[2]).digest()
    elif what == "new root":
        assume(old > 0)  # from nothing, everything follows
        wrong[3] = hashlib.sha256(right[3]).digest()
    elif what == "path":
        wrong[4] = altered(right[4], data)
    else:
        wrong[0] = size + 1
    with pytest.raises(Damaged):
        merkle.check_consistency(*wrong)


def altered(path: list[bytes], data: st.DataObject) -> list[bytes]:
    """Return a path with a step changed, dropped, doubled or added, or two steps swapped."""
    wrong = list(path)
    at = data.draw(st.integers(0, len(path)))
    if at == len(path):
        wrong.insert(data.draw(st.integers(0, len(path))), bytes(32))
    elif data.draw(st.booleans()):
        wrong[at] = hashlib.sha256(wrong[at]).digest()
    elif data.draw(st.booleans()):
        del wrong[at]
    else:
        wrong.insert(at, wrong[at])
    return wrong


def test_what_is_not_there_has_no_path():
    tree = tree_of(3)
    for index in (-1, 3):
        with pytest.raises(IndexError):
            tree.inclusion(index)
    for old in (-1, 4):
        with pytest.raises(IndexError):
            tree.consistency(old)


@pytest.mark.parametrize("index", [-1, 1, 2])
def test_one_leaf_proves_no_place_but_its_own(index: int):
    leaf = LEAVES[0]
    merkle.check_inclusion(leaf, 0, 1, [], leaf)
    with pytest.raises(Damaged):
        merkle.check_inclusion(leaf, index, 1, [], leaf)


def test_a_leaf_is_never_taken_for_a_node():
    left, right = LEAVES[:2]
    assert merkle.leaf_hash(left + right) != merkle.node_hash(left, right)
