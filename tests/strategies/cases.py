"""Random cases: facts unknown or on the lines that policies draw, and one step to either side."""

from functools import cache

from hypothesis import strategies as st
from tests.strategies.shop import FACTS, POLICY, SMALL, VALUES, vocabulary

from rulings.cases.typed import CaseTypes


def values_of(path):
    """Give the values that cases give a fact, those within its bounds."""
    fact = FACTS[path]
    if fact["type"] == "choice":
        return fact["options"]
    return tuple(value for value in VALUES[fact["type"]] if typed({path: value}) is not None)


@cache
def case_types():
    return CaseTypes({POLICY: vocabulary()})


def nested(facts):
    """Give a case as data from facts by path."""
    groups = {}
    for path, value in facts.items():
        group, _, name = path.partition(".")
        groups.setdefault(group, {})[name] = value
    return {"policy": POLICY, "facts": groups}


def typed(facts):
    """Give the typed case as the book makes it, or None where it is refused."""
    return case_types().from_python(nested(facts))


@cache
def _fact(path, unknown):
    known = values_of(path)
    return st.sampled_from([*known, *[None] * max(1, len(known) * unknown // (100 - unknown))])


def cases(paths=tuple(FACTS), unknown=25):
    """Facts by path as plain data; about so many percent of them unknown."""
    return st.fixed_dictionaries({path: _fact(path, unknown) for path in paths}).map(_known)


def _known(facts):
    return {path: value for path, value in facts.items() if value is not None}


def small_cases(unknown=40):
    """Cases over facts of which every combination can be tried."""
    return cases(SMALL, unknown)
