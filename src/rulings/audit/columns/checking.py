"""Rules singly too on a sample of the rows that columns ruled on, and refuses to go on where the two differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from msgspec.json import encode

from rulings.audit.columns.sample import ColumnsDiffer, differs
from rulings.audit.replay.lines import result_of
from rulings.engine.columns.batch import Batch
from rulings.engine.columns.ruled import ColumnsRuler
from rulings.errors import Diagnostic, RulingsError
from rulings.ruling import Ruling

NEEDS = "needs"
"""What is compared beside decisions."""


@dataclass(frozen=True)
class Said:
    """What columns say of some rows, as JSON: by decision, a result a row; and of each row the needs.

    Where the needs could not be told in columns, there are none to compare.
    """

    results: Mapping[str, Sequence[bytes]]
    needs: Sequence[bytes | None]


def needs_in(ruler: ColumnsRuler, batch: Batch, answers: tuple[str, ...], at: datetime | None) -> list[bytes | None]:
    """Give the needs of every row of a batch as JSON, None where columns leave them to the single call."""
    ruled = ruler.rule(batch, at)
    codes, table = ruled.needs(answers)
    texts = [encode(one) for one in table]
    pairs = zip(codes.tolist(), ruled.slow.tolist(), strict=True)
    return [None if is_slow else texts[code] for code, is_slow in pairs]


def check(number: int, said: Said, place: int, rule: Callable[[], Ruling]) -> None:
    """Hold what columns say of the row at a place against the single call's ruling. Raises ColumnsDiffer."""
    try:
        ruling = rule()
    except RulingsError as error:
        raise ColumnsDiffer([differs(number, "the ruling", ["a ruling"], [str(error)])]) from error
    found = list(_differing(number, said, place, ruling))
    if found:
        raise ColumnsDiffer(found)


def _differing(number: int, said: Said, place: int, ruling: Ruling) -> Iterator[Diagnostic]:
    for name, results in said.results.items():
        single = encode(result_of(ruling, name))
        if results[place] != single:
            yield differs(number, name, [results[place].decode()], [single.decode()])
    needs = said.needs[place]
    if needs is not None and needs != encode(ruling.needs):
        yield differs(number, NEEDS, [needs.decode()], [encode(ruling.needs).decode()])
