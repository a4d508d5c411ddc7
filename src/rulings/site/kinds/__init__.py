"""How each kind of decision is drawn, one module a kind."""

from collections.abc import Mapping

from rulings.site.kinds.allocation import ALLOCATION
from rulings.site.kinds.amount import AMOUNT
from rulings.site.kinds.condition import CONDITION
from rulings.site.kinds.exemption import EXEMPTION
from rulings.site.kinds.obligation import OBLIGATION
from rulings.site.kinds.score import SCORE
from rulings.site.kinds.table import TABLE
from rulings.site.kinds.tiers import TIERS
from rulings.site.kinds.window import WINDOW
from rulings.site.shown import Drawn

DRAWN: Mapping[str, Drawn] = {
    "allocation": ALLOCATION,
    "amount": AMOUNT,
    "condition": CONDITION,
    "exemption": EXEMPTION,
    "obligation": OBLIGATION,
    "score": SCORE,
    "table": TABLE,
    "tiers": TIERS,
    "window": WINDOW,
}
