"""Checking Merkle proofs, as RFC 9162 says in 2.1.3.2 and 2.1.4.2: nothing is needed but the proof and two hashes."""

from __future__ import annotations

from collections.abc import Sequence

from rulings.audit.ledger.merkle import EMPTY_ROOT, node_hash


def root_of_inclusion(index: int, size: int, leaf: bytes, path: Sequence[bytes]) -> bytes | None:
    """Give the root to which a path leads from the hash of a leaf; None where the path fits no tree of that size."""
    if not 0 <= index < size:
        return None
    here, last, top = index, size - 1, leaf
    for part in path:
        if last == 0:
            return None
        if here & 1 or here == last:
            top = node_hash(part, top)
            here, last = _up_to_right_child(here, last)
        else:
            top = node_hash(top, part)
        here, last = here >> 1, last >> 1
    return top if last == 0 else None


def is_consistent(old: int, old_root: bytes, new: int, new_root: bytes, path: Sequence[bytes]) -> bool:
    """Tell whether a path shows that the tree of `new` leaves begins with all leaves of the tree of `old`."""
    if old == 0:
        # Every tree begins with the empty one, and there is nothing to show.
        return not path and old_root == EMPTY_ROOT
    if old == new:
        return not path and old_root == new_root
    if not 0 < old < new or not path:
        return False
    return _roots_of_consistency(old, new, old_root, path) == (old_root, new_root)


def _roots_of_consistency(old: int, new: int, old_root: bytes, path: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    # Where the old tree is one complete subtree, its root is the first hash and need not be sent.
    first, *rest = path if old & (old - 1) else [old_root, *path]
    here, last = old - 1, new - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    old_top = new_top = first
    for part in rest:
        if last == 0:
            return None
        if here & 1 or here == last:
            old_top, new_top = node_hash(part, old_top), node_hash(part, new_top)
            here, last = _up_to_right_child(here, last)
        else:
            new_top = node_hash(new_top, part)
        here, last = here >> 1, last >> 1
    return (old_top, new_top) if last == 0 else None


def _up_to_right_child(here: int, last: int) -> tuple[int, int]:
    """Pass over the levels on which the node at the right edge has no sibling."""
    while here and not here & 1:
        here, last = here >> 1, last >> 1
    return here, last
