"""Every case that a case with unknown facts may turn out to be."""

from itertools import product
from math import prod

from tests.strategies.cases import moment_of, typed, values_of, values_of_field
from tests.strategies.shop import AT, FACTS, LISTS

from rulings.algebra import FactRef, IsKnown, ItemRef, ResultRef, facts_of, results_of, walk
from rulings.engine.interpreter import Interpreter
from rulings.errors import Undecidable

MOST_OF_A_FIELD = 3
"""Of an unknown field of a record so many values are tried."""


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
    """Facts of which a decision asks whether they, or fields of their records, are known: they stay as they are."""
    found = set()
    for other in below(decisions, name):
        for node in walk(decisions[other].choose):
            if isinstance(node, IsKnown) and isinstance(node.item, FactRef):
                found.add(node.item.path)
            elif isinstance(node, IsKnown) and isinstance(node.item, ItemRef):
                found.add(LISTS[node.item.item])
            elif isinstance(node, IsKnown) and isinstance(node.item, ResultRef):
                found |= set(used_facts(decisions, node.item.decision))
    return found


def uses_fields(decisions, name):
    """Tell whether a decision asks for a field of another, which that may not have: what is not there stays unknown."""
    exprs = [decisions[other].choose for other in below(decisions, name)]
    return any(isinstance(node, ResultRef) and node.field for expr in exprs for node in walk(expr))


def is_list(path):
    return path != AT and FACTS[path]["type"] == "list"


def whole_paths(facts):
    """Give the paths of the facts that are known to the last field."""
    return {
        path
        for path, value in facts.items()
        if not is_list(path) or all(record.keys() == FACTS[path]["fields"].keys() for record in value)
    }


def ways(facts, path):
    """Give the values that an unknown fact can have; of a list of which a part is known, what completes it."""
    if path not in facts or not is_list(path):
        return values_of(path)
    fields = FACTS[path]["fields"]
    missing = [(at, name) for at, record in enumerate(facts[path]) for name in fields if name not in record]
    found = []
    for values in product(*(values_of_field(path, name)[:MOST_OF_A_FIELD] for _, name in missing)):
        records = [dict(record) for record in facts[path]]
        for (at, name), value in zip(missing, values, strict=True):
            records[at][name] = value
        found.append(records)
    return found


def completions(facts, paths):
    """Give the case with each combination of values for the paths."""
    for values in product(*(ways(facts, path) for path in paths)):
        yield facts | dict(zip(paths, values, strict=True))


def count_of(facts, paths):
    """Count the completions: quickly, for there may be very many."""
    return prod(_count(facts, path) for path in paths)


def _count(facts, path):
    if path not in facts or not is_list(path):
        return len(values_of(path))
    fields = FACTS[path]["fields"]
    missing = sum(len(fields) - len(record) for record in facts[path])
    return MOST_OF_A_FIELD**missing


def engine(version, facts, proved=None):
    """Give the interpreter on a case; the moment of evaluation stands among the facts."""
    known, at = version.known_facts(typed(facts).facts), moment_of(facts)
    if proved is None:
        return version.interpreter(known, at)
    known |= {} if at is None else {AT: at}
    return Interpreter(version.policy.decisions, known.get, proved)


def meaning(version, facts, name):
    """Give the outcome of a decision by its meaning alone, or the policy's fault.

    Where something stays unknown for good, what is proved whatever it may be is part of the meaning: facts that a
    decision asks to be known, and fields that another decision may not have.
    """
    decisions = version.policy.decisions
    is_whole = kept_facts(decisions, name) <= whole_paths(facts) and not uses_fields(decisions, name)
    try:
        return engine(version, facts, {} if is_whole else version.proved).decide(name)
    except Undecidable as fault:
        return fault
