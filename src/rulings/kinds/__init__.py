"""The kinds of decision, one module each."""

from rulings.kinds.allocation import ALLOCATION
from rulings.kinds.amount import AMOUNT
from rulings.kinds.base import Kind
from rulings.kinds.condition import CONDITION
from rulings.kinds.exemption import EXEMPTION
from rulings.kinds.obligation import OBLIGATION
from rulings.kinds.score import SCORE
from rulings.kinds.table import TABLE
from rulings.kinds.tiers import TIERS
from rulings.kinds.window import WINDOW

KINDS: dict[str, Kind] = {
    kind.name: kind for kind in (ALLOCATION, AMOUNT, CONDITION, EXEMPTION, OBLIGATION, SCORE, TABLE, TIERS, WINDOW)
}

__all__ = ["KINDS", "Kind"]
