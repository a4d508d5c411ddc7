"""Platform rules as code: versioned policies, and exact rulings with their reasons."""

from typing import TYPE_CHECKING

from rulings.book import PolicyBook, evaluate, evaluate_json
from rulings.errors import (
    CaseFaults,
    Diagnostic,
    NoLongerInForce,
    NotYetInForce,
    NoVersion,
    PolicyFaults,
    RuleConflict,
    RuleGap,
    RulingsError,
    Undecidable,
    UnknownPolicy,
    UnknownVersion,
)
from rulings.ruling import Result, Ruling
from rulings.values import BeyondCalendar

if TYPE_CHECKING:
    from rulings.checking import check

__all__ = [
    "BeyondCalendar",
    "CaseFaults",
    "Diagnostic",
    "NoLongerInForce",
    "NoVersion",
    "NotYetInForce",
    "PolicyBook",
    "PolicyFaults",
    "Result",
    "RuleConflict",
    "RuleGap",
    "Ruling",
    "RulingsError",
    "Undecidable",
    "UnknownPolicy",
    "UnknownVersion",
    "check",
    "evaluate",
    "evaluate_json",
]
__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    """Import what checks policies when it is first asked for: ruling needs none of it."""
    if name == "check":
        from rulings.checking import check  # noqa: PLC0415 - see above

        return check
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
