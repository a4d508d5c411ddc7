"""Random cases: facts unknown or on the lines that policies draw, and one step to either side."""

from datetime import datetime
from functools import cache

from hypothesis import strategies as st
from tests.strategies.shop import AT, FACTS, POLICY, SMALL, TIMED, VALUES, WHOLE_LISTS, vocabulary

from rulings.cases.typed import CaseTypes

MOST_RECORDS = 3


def values_of(path):
    """Give the values that cases give a fact, those within its bounds; of a list, the whole ones."""
    if path == AT:
        return VALUES["datetime"]
    fact = FACTS[path]
    if fact["type"] == "choice":
        return fact["options"]
    if fact["type"] == "list":
        return WHOLE_LISTS[path]
    return tuple(value for value in VALUES[fact["type"]] if typed({path: value}) is not None)


def values_of_field(path, name):
    """Give the values that cases give a field of the records of a list."""
    field = FACTS[path]["fields"][name]
    if field["type"] == "choice":
        return field["options"]
    return tuple(value for value in VALUES[field["type"]] if typed({path: [{name: value}]}) is not None)


@cache
def case_types():
    return CaseTypes({POLICY: vocabulary()})


def nested(facts):
    """Give a case as data from facts by path. The moment of evaluation is not part of it (`moment_of`)."""
    groups = {}
    for path, value in facts.items():
        group, _, name = path.partition(".")
        if path != AT:
            groups.setdefault(group, {})[name] = value
    return {"policy": POLICY, "facts": groups}


def moment_of(facts):
    """Give the moment of evaluation of a case, None where it is not given."""
    return datetime.fromisoformat(facts[AT]) if AT in facts else None


def typed(facts):
    """Give the typed case as the book makes it, or None where it is refused."""
    return case_types().from_python(nested(facts))


def _often_unknown(known, unknown):
    return st.sampled_from([*known, *[None] * (max(1, len(known) * unknown // (100 - unknown)) if unknown else 0)])


@cache
def records(path, unknown):
    """Lists of records, whose fields may be unknown like facts."""
    fields = {name: _often_unknown(values_of_field(path, name), unknown) for name in FACTS[path]["fields"]}
    return st.lists(st.fixed_dictionaries(fields).map(_known), max_size=MOST_RECORDS)


@cache
def _fact(path, unknown):
    if path != AT and FACTS[path]["type"] == "list":
        whole = st.sampled_from(WHOLE_LISTS[path])
        return st.one_of(whole, records(path, unknown), records(path, unknown), *([st.none()] if unknown else []))
    return _often_unknown(values_of(path), unknown)


def cases(paths=(*FACTS, AT), unknown=25):
    """Facts by path as plain data; about so many percent of them unknown."""
    return st.fixed_dictionaries({path: _fact(path, unknown) for path in paths}).map(_known)


def _known(facts):
    return {path: value for path, value in facts.items() if value is not None}


def small_cases(unknown=40):
    """Cases over facts of which every combination can be tried."""
    return cases(SMALL, unknown)


def timed_cases(unknown=30):
    """Cases about what is done until when."""
    return cases((*TIMED, AT), unknown)
