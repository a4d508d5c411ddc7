"""The Merkle tree against its recursive definition, against published vectors, and against wrong proofs."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.audit.ledger import naive

from rulings.audit.ledger.checking import is_consistent, root_of_inclusion
from rulings.audit.ledger.merkle import (
    EMPTY_ROOT,
    Frontier,
    Span,
    consistency_spans,
    inclusion_spans,
    joined,
    leaf_hash,
    node_hash,
)

LARGEST = 70

# The tree of eight leaves with which the logs of Certificate Transparency are tested.
CT_LEAVES = [
    bytes.fromhex(text)
    for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
CT_ROOTS = [
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
CT_INCLUSION = [
    (0, 1, ()),
    (
        0,
        8,
        (
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ),
    ),
    (
        5,
        8,
        (
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ),
    ),
    (2, 3, ("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",)),
    (
        1,
        5,
        (
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ),
    ),
]
CT_CONSISTENCY = [
    (1, 1, ()),
    (
        1,
        8,
        (
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ),
    ),
    (
        2,
        8,
        (
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ),
    ),
    (
        6,
        8,
        (
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ),
    ),
]


class Tree:
    """A tree as the ledger keeps it: a frontier, and the complete subtrees that it has made."""

    def __init__(self, leaves):
        self.frontier = Frontier()
        self.nodes = {}
        for index, leaf in enumerate(leaves):
            self.nodes[0, index] = leaf_hash(leaf)
            self.nodes |= dict(self.frontier.add(leaf_hash(leaf)))

    def hashes(self, spans):
        return [joined([self.nodes[node] for node in span.nodes()]) for span in spans]


def leaves_of(size):
    return [sha256(b"%d" % number).digest() for number in range(size)]


LEAVES = leaves_of(LARGEST)
TREE = Tree(LEAVES)
ROOTS = [naive.root(LEAVES[:size]) for size in range(LARGEST + 1)]


def unhexed(texts):
    return [bytes.fromhex(text) for text in texts]


@pytest.mark.parametrize("size", range(len(CT_ROOTS)))
def test_published_roots(size):
    assert Tree(CT_LEAVES[:size]).frontier.root().hex() == CT_ROOTS[size]


@pytest.mark.parametrize(("index", "size", "path"), CT_INCLUSION)
def test_published_inclusion_proofs(index, size, path):
    assert Tree(CT_LEAVES).hashes(inclusion_spans(index, size)) == unhexed(path)
    assert root_of_inclusion(index, size, leaf_hash(CT_LEAVES[index]), unhexed(path)).hex() == CT_ROOTS[size]


@pytest.mark.parametrize(("old", "new", "path"), CT_CONSISTENCY)
def test_published_consistency_proofs(old, new, path):
    assert Tree(CT_LEAVES).hashes(consistency_spans(old, new)) == unhexed(path)
    assert is_consistent(old, *unhexed([CT_ROOTS[old]]), new, *unhexed([CT_ROOTS[new]]), unhexed(path))


def test_every_root_and_every_node_is_that_of_the_definition():
    frontier = Frontier()
    for size, leaf in enumerate(LEAVES):
        assert frontier.root() == ROOTS[size]
        for node, made in frontier.add(leaf_hash(leaf)):
            assert made == naive.root(LEAVES[node.start : node.stop])
    assert frontier.root() == ROOTS[LARGEST]
    assert Tree([]).frontier.root() == EMPTY_ROOT == ROOTS[0]


def test_a_frontier_goes_on_from_stored_nodes():
    for size in range(LARGEST):
        frontier = Frontier(size, [TREE.nodes[node] for node in Span(0, size).nodes()])
        frontier.add(leaf_hash(LEAVES[size]))
        assert frontier.root() == ROOTS[size + 1]


@pytest.mark.parametrize("size", range(1, LARGEST + 1))
def test_every_inclusion_proof_is_that_of_the_definition_and_proves(size):
    for index in range(size):
        path = TREE.hashes(inclusion_spans(index, size))
        assert path == naive.inclusion(index, LEAVES[:size])
        assert root_of_inclusion(index, size, leaf_hash(LEAVES[index]), path) == ROOTS[size]


@pytest.mark.parametrize("new", range(1, LARGEST + 1))
def test_every_consistency_proof_is_that_of_the_definition_and_proves(new):
    for old in range(1, new + 1):
        path = TREE.hashes(consistency_spans(old, new))
        assert path == naive.consistency(old, LEAVES[:new])
        assert is_consistent(old, ROOTS[old], new, ROOTS[new], path)
    assert is_consistent(0, EMPTY_ROOT, new, ROOTS[new], [])


@st.composite
def changed_paths(draw, path):
    """A path that is not the given one: a hash changed, left out, put in, or two exchanged."""
    other = draw(st.binary(min_size=32, max_size=32))
    at = draw(st.integers(0, len(path)))
    ways = [[*path[:at], other, *path[at:]]]
    if path:
        at = at % len(path)
        ways += [[*path[:at], *path[at + 1 :]], [*path[:at], other, *path[at + 1 :]]]
    found = draw(st.sampled_from(ways))
    return found if found != path else [*path, other]


@given(st.data(), st.integers(1, LARGEST))
def test_a_changed_inclusion_proof_proves_nothing(data, size):
    index = data.draw(st.integers(0, size - 1))
    path = data.draw(changed_paths(naive.inclusion(index, LEAVES[:size])))
    assert root_of_inclusion(index, size, leaf_hash(LEAVES[index]), path) != ROOTS[size]


@given(st.data(), st.integers(1, LARGEST))
def test_an_inclusion_proof_proves_no_other_leaf_and_no_other_place(data, size):
    index, other = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, LARGEST - 1))
    path = naive.inclusion(index, LEAVES[:size])
    assert (root_of_inclusion(index, size, leaf_hash(LEAVES[other]), path) == ROOTS[size]) == (other == index)
    if other != index:
        assert root_of_inclusion(other, size, leaf_hash(LEAVES[index]), path) != ROOTS[size]


@given(st.data(), st.integers(1, LARGEST))
def test_a_changed_consistency_proof_proves_nothing(data, new):
    old = data.draw(st.integers(0, new))
    path = data.draw(changed_paths(naive.consistency(old, LEAVES[:new]) if old else []))
    assert not is_consistent(old, ROOTS[old], new, ROOTS[new], path)


@given(st.data(), st.integers(2, LARGEST))
def test_a_consistency_proof_proves_no_other_tree(data, new):
    old = data.draw(st.integers(1, new - 1))
    path = naive.consistency(old, LEAVES[:new])
    at = data.draw(st.integers(0, old - 1))
    other = naive.root([*LEAVES[:at], b"another", *LEAVES[at + 1 : old]])
    assert not is_consistent(old, other, new, ROOTS[new], path)
    assert not is_consistent(old, ROOTS[old], new, other, path)


@given(st.integers(0, LARGEST), st.integers(0, LARGEST))
def test_two_trees_of_one_size_are_consistent_only_where_they_are_equal(size, other):
    assert is_consistent(size, ROOTS[size], size, ROOTS[size], [])
    assert is_consistent(size, ROOTS[other], size, ROOTS[size], []) == (size == other)


@pytest.mark.parametrize(("index", "size"), [(0, 0), (-1, 1), (1, 1), (5, 3)])
def test_no_leaf_is_outside_its_tree(index, size):
    assert root_of_inclusion(index, size, leaf_hash(b""), []) is None


def test_a_longer_tree_is_no_beginning_of_a_shorter():
    assert not is_consistent(3, ROOTS[3], 2, ROOTS[2], [ROOTS[1]])
    assert not is_consistent(-1, ROOTS[3], 2, ROOTS[2], [ROOTS[1]])


def test_leaves_and_nodes_are_hashed_apart():
    left, right = leaf_hash(b"a"), leaf_hash(b"b")
    assert leaf_hash(left + right) != node_hash(left, right)
