"""The kinds of decision, one module each."""

from rulings.kinds.allocation import ALLOCATION
from rulings.kinds.base import Kind
from rulings.kinds.condition import CONDITION
from rulings.kinds.table import TABLE
from rulings.kinds.window import WINDOW

KINDS: dict[str, Kind] = {kind.name: kind for kind in (ALLOCATION, CONDITION, TABLE, WINDOW)}

__all__ = ["KINDS", "Kind"]
