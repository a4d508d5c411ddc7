"""Receipts: rulings sealed with all that is needed to derive them again."""

from rulings.receipt.canonical import canonical
from rulings.receipt.reading import UnreadableReceipt
from rulings.receipt.receipt import Receipt, Withheld

__all__ = ["Receipt", "UnreadableReceipt", "Withheld", "canonical"]
