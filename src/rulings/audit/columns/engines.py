"""Which engine rules on many rows: columns, where the input can be read in blocks of them, or case by case."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final, TypeVar

from rulings.audit.replay.rows import RECEIPTS, Source
from rulings.book import PolicyBook
from rulings.errors import PackageMissing

if TYPE_CHECKING:
    from rulings.audit.bulk.block import Block

AUTO: Final = "auto"
COLUMNS: Final = "columns"
SINGLE: Final = "single"
ENGINES: Final = (AUTO, COLUMNS, SINGLE)
End = tuple[int, int]
"""The number of the last row of a part, and its end in what the input counts by."""
MakeBlock = Callable[[], "Block"]
Result = TypeVar("Result")
_WORTH_COLUMNS: Final = 1_000_000
"""Bytes of input from which it pays to load the packages that columns need."""
_PACKAGES: Final = ("numpy", "pyarrow")


def columns_of(
    source: Source, book: PolicyBook, engine: str, *, verify: bool = False, behind: tuple[int, int] = (0, 0)
) -> Iterator[MakeBlock] | None:
    """Give what makes the blocks of an input, in any thread, None where it is to be ruled on case by case.

    The blocks begin `behind` so many rows, the last of which ended at a position.

    `auto` takes columns for large inputs where their packages are there; to `verify` columns, they must be. Raises
    PackageMissing where they are asked for and are not there.
    """
    if engine == SINGLE or source.form == RECEIPTS:
        return None
    asked = engine == COLUMNS or verify
    if not asked and source.weight < _WORTH_COLUMNS:
        return None
    if not all(find_spec(name) for name in _PACKAGES):
        if not asked:
            return None
        message = "columns need `pip install 'rulings[columns]'`"
        raise PackageMissing(message)
    from rulings.audit.bulk.blocks import parts  # noqa: PLC0415 - needs the extra

    return parts(source, book, *behind)


def ends_of_blocks(work: Callable[[Block], Result]) -> Callable[[MakeBlock], tuple[End, Result]]:
    """Give the function that makes a block and works on it, and gives the result with where the block ends."""

    def made(make: MakeBlock) -> tuple[End, Result]:
        block = make()
        return (block.first + block.size - 1, block.end), work(block)

    return made
