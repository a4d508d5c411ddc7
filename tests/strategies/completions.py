"""Every case that a case with unknown facts may turn out to be."""

from itertools import product
from math import prod

from tests.strategies.cases import values_of

from rulings.algebra import FactRef, IsKnown, ResultRef, facts_of, results_of, walk
from rulings.engine.interpreter import Interpreter
from rulings.errors import Undecidable


def below(decisions, name):
    """Give a decision and all that it uses, directly or not."""
    found, ahead = set(), [name]
    while ahead:
        decision = ahead.pop()
        if decision not in found:
            found.add(decision)
            ahead += results_of(decisions[decision].choose)
    return found


def used_facts(decisions, name):
    return sorted({path for other in below(decisions, name) for path in facts_of(decisions[other].choose)})


def kept_facts(decisions, name):
    """Facts of which a decision asks whether they are known: they stay as the case has them."""
    found = set()
    for other in below(decisions, name):
        for node in walk(decisions[other].choose):
            if isinstance(node, IsKnown) and isinstance(node.item, FactRef):
                found.add(node.item.path)
            elif isinstance(node, IsKnown) and isinstance(node.item, ResultRef):
                found |= set(used_facts(decisions, node.item.decision))
    return found


def completions(facts, paths):
    """Give the case with each combination of values for the paths."""
    for values in product(*(values_of(path) for path in paths)):
        yield facts | dict(zip(paths, values, strict=True))


def count_of(paths):
    return prod(len(values_of(path)) for path in paths)


def meaning(version, facts, name):
    """Give the outcome of a decision by its meaning alone, or the policy's fault.

    Where a decision asks what is known of others that stay unknown, what is proved of them is part of the meaning.
    """
    decisions = version.policy.decisions
    is_whole = kept_facts(decisions, name) <= facts.keys()
    try:
        return Interpreter(decisions, facts.get, None if is_whole else version.proved).decide(name)
    except Undecidable as fault:
        return fault
