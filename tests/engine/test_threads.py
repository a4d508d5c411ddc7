"""A book is safe to share: many threads give the same bytes as one."""

from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Barrier

from tests.strategies.shop import LITERALS

from rulings.book import packaged_book
from rulings.errors import RulingsError
from rulings.library.digests import used_facts

POLICY = "douyin/after-sales-dispute"
THREADS = 8


def packaged_cases(count, seed=7):
    """Give random cases of the packaged policy; about a third of the facts unknown."""
    random = Random(seed)  # noqa: S311 - sample cases, nothing secret
    policy = packaged_book().version(POLICY).policy
    used = used_facts(dict(policy.decisions), policy.in_force)
    facts = {path: fact for path, fact in policy.vocabulary.facts.items() if path in used}
    found = []
    for number in range(count):
        case = {"id": f"C-{number}", "policy": POLICY, "facts": {}}
        for path, fact in sorted(facts.items()):
            pool = {"choice": fact.type.options, "money": ("0.01 CNY", "12.30 CNY")}.get(
                fact.type.name, LITERALS.get(fact.type.name)
            )
            group, _, name = path.partition(".")
            if pool is not None and random.random() > 0.35:
                case["facts"].setdefault(group, {})[name] = random.choice(pool)
        found.append(case)
    return found


def answer(case):
    try:
        ruling = packaged_book().evaluate(case, version="2023-07-29")
        return ruling.to_json()
    except RulingsError as fault:
        return repr(fault)


def test_threads_give_the_same_bytes_as_one():
    cases = packaged_cases(150)
    alone = [answer(case) for case in cases]
    start = Barrier(THREADS)

    def work(number):
        start.wait()
        order = list(range(len(cases)))
        Random(number).shuffle(order)  # noqa: S311 - only the order
        found = {at: answer(cases[at]) for at in order}
        return [found[at] for at in range(len(cases))]

    with ThreadPoolExecutor(THREADS) as pool:
        for result in pool.map(work, range(THREADS)):
            assert result == alone


def test_threads_may_share_one_ruling():
    rulings = [packaged_book().evaluate(case, version="2023-07-29") for case in packaged_cases(40, seed=3)]
    alone = [packaged_book().evaluate(case, version="2023-07-29").to_json() for case in packaged_cases(40, seed=3)]
    start = Barrier(THREADS)

    def work(_number):
        start.wait()
        return [ruling.to_json() for ruling in rulings]

    with ThreadPoolExecutor(THREADS) as pool:
        assert all(result == alone for result in pool.map(work, range(THREADS)))
