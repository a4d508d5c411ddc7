"""Rulings: choosing the version for a case, ruling, and what came of it."""

from rulings.ruling.result import Due, Plain, Result
from rulings.ruling.ruling import Ruling
from rulings.ruling.touching import Touch

__all__ = ["Due", "Plain", "Result", "Ruling", "Touch"]
