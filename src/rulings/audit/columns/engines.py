"""Which engine rules on many rows: columns, where the input can be read in blocks of them, or case by case."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from rulings.audit.replay.rows import RECEIPTS, Source
from rulings.book import PolicyBook
from rulings.errors import PackageMissing

if TYPE_CHECKING:
    from rulings.audit.columns.blocks import Block

AUTO: Final = "auto"
COLUMNS: Final = "columns"
SINGLE: Final = "single"
ENGINES: Final = (AUTO, COLUMNS, SINGLE)
_WORTH_COLUMNS: Final = 1_000_000
"""Bytes of input from which it pays to load the packages that columns need."""
_PACKAGES: Final = ("numpy", "pyarrow")


def blocks_for(
    source: Source, book: PolicyBook, engine: str, *, verify: bool = False, behind: tuple[int, int] = (0, 0)
) -> Iterator[Block] | None:
    """Give an input in blocks of columns, None where it is to be ruled on case by case.

    They begin `behind` so many rows, the last of which ended at a position.

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
    from rulings.audit.bulk import blocks  # noqa: PLC0415 - needs the extra

    return blocks(source, book, *behind)


def last_of(block: Block) -> tuple[int, int]:
    """Give the number of a block's last row, and its end in what the input counts by."""
    return block.first + block.size - 1, block.end
