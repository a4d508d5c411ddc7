"""The conformance suite in columns: every case is told as the reference tells it, and few are left to it."""

from datetime import datetime

from tests.conformance.suite import read_suite
from tests.engine.columns.test_same_rulings import agree
from tests.strategies.columns import ByColumns

_, CASES = read_suite()


def test_columns_rule_on_the_suite_as_the_reference_does():
    ruled = [case for case in CASES if not case.is_refused]
    slow = 0
    for case in ruled:
        version, facts = case.policy.version, case.policy.typed(case.facts)
        at = None if case.at is None else datetime.fromisoformat(case.at)
        by_columns = ByColumns(version, [facts], at)
        slow += 0 in by_columns.slow
        agree(version, by_columns, 0, facts, at)
    assert slow < len(ruled) // 10
