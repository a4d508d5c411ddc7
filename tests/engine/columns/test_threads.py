"""Threads that share a ruler from its first batch on say what one that works alone says."""

import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice
from unittest import mock

import pytest
from tests.strategies.columns import ByColumns

from rulings.book import packaged_book
from rulings.engine.columns import standings
from rulings.engine.columns.ruled import ColumnsRuler
from rulings.examples import expected_cases
from rulings.packaged import policies_folder

THREADS, ROUNDS = 4, 3
POLICIES = ("douyin/after-sales-dispute", "douyin/merchant-level", "kuaishou/returns", "jd/service-pay")


def told(version, facts, ruler):
    """Everything that is said of some cases, apart from those that are slow."""
    by_columns = ByColumns(version, facts, ruler=ruler)
    names = version.policy.decisions
    return [
        None if row in by_columns.slow else ([by_columns.outcome(name, row) for name in names], by_columns.needs(row))
        for row in range(len(facts))
    ]


@pytest.fixture(autouse=True)
def often_interrupted():
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.parametrize("most", [0, 1 << 40], ids=["bitmaps", "combinations"])
@pytest.mark.parametrize("policy", POLICIES)
def test_threads_that_share_a_ruler_say_the_same(policy, most):
    book = packaged_book()
    version = book.version(policy)
    facts = [book.decode(case).facts for case, _ in expected_cases(policies_folder()) if case["policy"] == policy]
    parts = [list(islice(cycle(facts), start, start + 12)) for start in range(0, len(facts), 7)]
    with mock.patch.object(standings, "_MOST_COMBINATIONS", most):
        alone = ColumnsRuler(version.policy.decisions, version.proved)
        wanted = [told(version, part, alone) for part in parts]
        for _ in range(ROUNDS):
            shared, begin = ColumnsRuler(version.policy.decisions, version.proved), threading.Barrier(THREADS)

            def work(number, shared=shared, begin=begin):
                begin.wait()
                turned = [*range(number, len(parts)), *range(number)]
                return {place: told(version, parts[place], shared) for place in turned}

            with ThreadPoolExecutor(THREADS) as pool:
                for found in pool.map(work, range(THREADS)):
                    assert [found[place] for place in range(len(parts))] == wanted
