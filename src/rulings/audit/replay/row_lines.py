"""Lines about rows that were ruled on in columns, put together of pieces that many rows share.

They are the bytes that a line about a single ruling has.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from msgspec.json import encode

from rulings.audit.columns.told import Told, distinct
from rulings.engine.columns.batch import Numbers
from rulings.engine.settle import UNDETERMINED
from rulings.model import Policy

_MOST_TAILS: Final = 4_096


class Pieces:
    """A piece of the line of every row: codes, and what each stands for."""

    def __init__(self, codes: Numbers, texts: Sequence[bytes]) -> None:
        """Take the codes of rows."""
        self.codes = codes
        self.texts = texts

    def followed_by(self, other: Pieces) -> Pieces:
        """Join two pieces of each row, once for each pair that occurs."""
        width = len(other.texts)
        pairs, codes = distinct(self.codes * width + other.codes, len(self.texts) * width)
        return Pieces(codes, [self.texts[pair // width] + other.texts[pair % width] for pair in pairs.tolist()])

    def by_row(self) -> list[bytes]:
        """Give the piece of every row."""
        return [self.texts[code] for code in self.codes.tolist()]


def heads(numbers: Sequence[int], ids: Sequence[str | None]) -> list[bytes]:
    """Begin lines with the number of the row and the id of the case."""
    return [b'{"row":%d,"case":%s' % (number, encode(case)) for number, case in zip(numbers, ids, strict=True)]


def unchosen(policy: Policy) -> bytes:
    """End the line of a case whose date is not known, so that no version can be chosen."""
    rest: dict[str, object] = {"policy": policy.id, "version": None, "status": UNDETERMINED, "results": {}}
    return b"," + encode({**rest, "needs": (policy.in_force.chosen_by,)})[1:] + b"\n"


def tails(
    policy: Policy,
    told: dict[str, Told],
    statuses: tuple[Numbers, list[str]],
    needs: tuple[Numbers, list[tuple[str, ...]]],
) -> list[bytes]:
    """End the lines of rows: policy, version, status, results and needs."""
    begin = {"policy": policy.id, "version": policy.version}
    status = [b"," + encode({**begin, "status": one})[1:-1] + b',"results":{' for one in statuses[1]]
    parts: list[Pieces | list[bytes]] = [Pieces(statuses[0], status)]
    for place, (name, one) in enumerate(told.items()):
        key = (b"," if place else b"") + encode(name) + b":"
        if one.numbers is None:
            parts.append(Pieces(one.codes, [key + text for text in one.texts()]))
        else:
            parts.append([key + text for text in one.results()])
    parts.append(Pieces(needs[0], [b'},"needs":' + encode(some) + b"}\n" for some in needs[1]]))
    return list(map(b"".join, zip(*_joined(parts), strict=True)))


def _joined(parts: Sequence[Pieces | list[bytes]]) -> list[list[bytes]]:
    """Join pieces that follow each other, as long as not too many combinations occur; give columns of bytes."""
    found: list[list[bytes]] = []
    before: Pieces | None = None
    for part in parts:
        if isinstance(part, Pieces) and before is not None:
            together = before.followed_by(part)
            if len(together.texts) <= _MOST_TAILS:
                before = together
                continue
        if before is not None:
            found.append(before.by_row())
        before = part if isinstance(part, Pieces) else None
        if not isinstance(part, Pieces):
            found.append(part)
    return found if before is None else [*found, before.by_row()]


def statuses_of(policy: Policy, told: dict[str, Told], size: int) -> tuple[Numbers, list[str]]:
    """Give the status of every row: decided where every answer is."""
    decided = np.ones(size, np.bool_)
    for name in policy.answers:
        decided &= told[name].decided
    return decided.astype(np.int64), [UNDETERMINED, "decided"]
