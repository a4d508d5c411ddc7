"""Receipts: rulings sealed with all that is needed to derive them again."""

from rulings.receipt.canonical import canonical
from rulings.receipt.receipt import Receipt

__all__ = ["Receipt", "canonical"]
