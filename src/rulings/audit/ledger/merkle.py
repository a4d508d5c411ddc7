"""Merkle trees as in RFC 9162, section 2.1, over SHA-256: hashes, the edge that grows, and what a proof is made of.

A tree over n leaves splits at the largest power of two below n. So every stretch of leaves that a proof names is made
of complete subtrees, and those never change when the tree grows: they can be stored once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import NamedTuple

EMPTY_ROOT = sha256().digest()
"""The root of a tree without leaves."""


class Node(NamedTuple):
    """A complete subtree: over the leaves from `position * 2**level` to below `(position + 1) * 2**level`."""

    level: int
    position: int

    @property
    def start(self) -> int:
        """Give the first leaf below the node."""
        return self.position << self.level

    @property
    def stop(self) -> int:
        """Give the first leaf behind those below the node."""
        return (self.position + 1) << self.level


class Span(NamedTuple):
    """The leaves from `start` to below `stop`, where a subtree of a tree stands over just these."""

    start: int
    stop: int

    def nodes(self) -> list[Node]:
        """Give the complete subtrees that the span is made of, from left to right and falling in size."""
        found, start = [], self.start
        while start < self.stop:
            level = (self.stop - start).bit_length() - 1
            found.append(Node(level, start >> level))
            start += 1 << level
        return found


def leaf_hash(leaf: bytes) -> bytes:
    """Hash a leaf."""
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two subtrees to the one above them."""
    return sha256(b"\x01" + left + right).digest()


def joined(hashes: Sequence[bytes]) -> bytes:
    """Hash complete subtrees that stand side by side, falling in size, to the one over all of them."""
    if not hashes:
        return EMPTY_ROOT
    *left, top = hashes
    for part in reversed(left):
        top = node_hash(part, top)
    return top


class Frontier:
    """The right edge of a tree: all that is needed to add leaves and to know the root."""

    def __init__(self, size: int = 0, peaks: Iterable[bytes] = ()) -> None:
        """Go on from a size, with the hashes of `Span(0, size).nodes()`."""
        self.size = size
        self._peaks = list(peaks)

    def add(self, leaf: bytes) -> list[tuple[Node, bytes]]:
        """Add the hash of a leaf. Gives the nodes above it that are complete now, the lowest first."""
        top, level, made = leaf, 0, []
        while self.size >> level & 1:
            top, level = node_hash(self._peaks.pop(), top), level + 1
            made.append((Node(level, self.size >> level), top))
        self._peaks.append(top)
        self.size += 1
        return made

    def root(self) -> bytes:
        """Give the root of the tree as it is now."""
        return joined(self._peaks)


def inclusion_spans(index: int, size: int) -> list[Span]:
    """Give the subtrees whose hashes prove the leaf at `index` to be in a tree of `size`, in the order of the RFC."""
    start, stop, spans = 0, size, []
    while stop - start > 1:
        middle = _middle(start, stop)
        if index < middle:
            spans.append(Span(middle, stop))
            stop = middle
        else:
            spans.append(Span(start, middle))
            start = middle
    return spans[::-1]


def consistency_spans(old: int, new: int) -> list[Span]:
    """Give the subtrees whose hashes prove that a tree of `new` leaves begins with that of `old`, 0 < old < new."""
    start, stop, spans = 0, new, []
    while stop != old:
        middle = _middle(start, stop)
        if old <= middle:
            spans.append(Span(middle, stop))
            stop = middle
        else:
            spans.append(Span(start, middle))
            start = middle
    # The old tree stands whole inside the new one where it starts at 0, and its root is known to who checks.
    return [*([Span(start, stop)] if start else []), *spans[::-1]]


def _middle(start: int, stop: int) -> int:
    return start + (1 << (stop - start - 1).bit_length() - 1)
