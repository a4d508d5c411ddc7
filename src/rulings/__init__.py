"""Platform rules as code: versioned policies, and exact rulings with their reasons."""

from importlib import import_module
from typing import TYPE_CHECKING

from rulings.release import RELEASE

if TYPE_CHECKING:
    from rulings.book import PolicyBook, evaluate, evaluate_json, evaluate_many
    from rulings.checking import check
    from rulings.errors import (
        CaseFaults,
        Diagnostic,
        NoLongerInForce,
        NotWithheld,
        NotYetInForce,
        NotYetRecorded,
        NoVersion,
        PolicyFaults,
        RuleConflict,
        RuleGap,
        RulingsError,
        Undecidable,
        UnknownPolicy,
        UnknownVersion,
        UnreadableReceipt,
    )
    from rulings.receipt import Receipt
    from rulings.ruling import Due, Result, Ruling
    from rulings.selection import Selection
    from rulings.values import BeyondCalendar
    from rulings.values.rounding import BeyondRange

__all__ = [
    "BeyondCalendar",
    "BeyondRange",
    "CaseFaults",
    "Diagnostic",
    "Due",
    "NoLongerInForce",
    "NoVersion",
    "NotWithheld",
    "NotYetInForce",
    "NotYetRecorded",
    "PolicyBook",
    "PolicyFaults",
    "Receipt",
    "Result",
    "RuleConflict",
    "RuleGap",
    "Ruling",
    "RulingsError",
    "Selection",
    "Undecidable",
    "UnknownPolicy",
    "UnknownVersion",
    "UnreadableReceipt",
    "check",
    "evaluate",
    "evaluate_json",
    "evaluate_many",
]
__version__ = RELEASE

_ELSEWHERE = {
    "BeyondCalendar": "values",
    "BeyondRange": "values.rounding",
    "Due": "ruling",
    "PolicyBook": "book",
    "Receipt": "receipt",
    "Result": "ruling",
    "Ruling": "ruling",
    "Selection": "selection",
    "check": "checking",
    "evaluate": "book",
    "evaluate_json": "book",
    "evaluate_many": "book",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first used: who only checks policies needs no engine, and the other way round."""
    if name not in __all__:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    found: object = getattr(import_module(f"{__name__}.{_ELSEWHERE.get(name, 'errors')}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """List the public names."""
    return [*__all__, "__version__"]
