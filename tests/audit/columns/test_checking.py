"""What is said where columns and the single call differ on a row."""

import pytest
from tests.audit.store import case

from rulings.audit.columns.checking import Said, check
from rulings.audit.columns.sample import ColumnsDiffer
from rulings.errors import CaseFaults, RuleGap

OUTCOME = b'{"value":"at_once","rules":["small"]}'
UNKNOWN = b'{"value":null,"rules":["large","small"]}'


def ruled(store, **facts):
    return lambda: store.book.evaluate(case(**facts), version="2024-01-01")


def test_nothing_is_said_where_they_agree(store):
    check(1, Said({"outcome": [b"", OUTCOME]}, [None, b"[]"]), 1, ruled(store))
    check(1, Said({"outcome": [UNKNOWN]}, [b'["order.amount"]']), 0, ruled(store, amount=None))


def test_needs_are_compared_where_columns_told_them(store):
    check(1, Said({"outcome": [UNKNOWN]}, [None]), 0, ruled(store, amount=None))
    with pytest.raises(ColumnsDiffer) as differing:
        check(4, Said({"outcome": [UNKNOWN]}, [b"[]"]), 0, ruled(store, amount=None))
    [fault] = differing.value.diagnostics
    assert (fault.code, fault.path) == ("columns-differ", "needs")
    assert fault.message == 'row 4, needs: columns say [], the single call says ["order.amount"]'


@pytest.mark.parametrize("error", [RuleGap("outcome", (), "no rule applies"), CaseFaults("the case is refused", [])])
def test_a_fault_of_the_single_call_differs_from_a_ruling(error):
    def refuse():
        raise error

    with pytest.raises(ColumnsDiffer, match="columns say a ruling, the single call says") as differing:
        check(9, Said({"outcome": [OUTCOME]}, [None]), 0, refuse)
    assert differing.value.diagnostics[0].message.startswith("row 9, the ruling: ")
