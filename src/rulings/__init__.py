"""Platform rules as code: versioned policies, and exact rulings with their reasons."""

from rulings.book import PolicyBook, check, evaluate, evaluate_json
from rulings.errors import (
    BeyondCalendar,
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
