"""The typed facts of a case, as the engine sees them."""

import keyword
from typing import Any, TypeAlias

TypedFacts: TypeAlias = Any
"""A struct of groups of facts. Its class is made from a vocabulary at run time: no static type names its fields."""

TypedCase: TypeAlias = Any
"""A checked case: `id`, `policy_id`, and `facts`, which are `TypedFacts`."""

Memory: TypeAlias = list[Any]
"""The outcomes of a case so far, one place a decision, None where it is still to be decided.

In the last place behind them stands the moment of evaluation, None where it is not known.
"""


def attribute(name: str) -> str:
    """Give the attribute of a group or fact: its name, with _ behind it where Python keeps the word to itself."""
    return f"{name}_" if keyword.iskeyword(name) else name
