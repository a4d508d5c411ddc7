"""Receipts to keep in ledgers: true ones, made quickly and as many as are wanted."""

from functools import cache

from rulings import evaluate
from rulings.receipt import Receipt
from rulings.receipt.seal import seal_of

CASE = {
    "id": "C-0",
    "policy": "douyin/after-sales-dispute",
    "facts": {
        "order": {"completed_at": "2024-03-01T10:00:00+08:00"},
        "claim": {"opened_at": "2024-03-17T00:01:00+08:00", "reason": "service"},
        "goods": {"three_guarantees": False},
    },
}
SECRET = b"sixteen bytes or more"


@cache
def first():
    return evaluate(CASE).receipt()


def receipt(name):
    """The receipt of a case with this id."""
    data = {**first().data, "case": {**first().data["case"], "id": f"C-{name}"}}
    del data["seal"]
    return Receipt({**data, "seal": seal_of(data)})


def receipts(count, start=0):
    return [receipt(number) for number in range(start, start + count)]


@cache
def salted():
    """A receipt from which facts can be withheld."""
    return evaluate(CASE).receipt(SECRET)
