"""The typed facts of a case, as the engine sees them."""

from typing import Any, TypeAlias

TypedFacts: TypeAlias = Any
"""A struct of groups of facts. Its class is made from a vocabulary at run time: no static type names its fields."""

TypedCase: TypeAlias = Any
"""A checked case: `id`, `policy_id`, and `facts`, which are `TypedFacts`."""

Memory: TypeAlias = list[Any]
"""The outcomes of a case so far, one place a decision, None where it is still to be decided."""
