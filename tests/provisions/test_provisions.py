"""Cases derived from the sources, provision by provision: the packaged policies rule on them as the sources do.

The files beside this one are lists of `{provision, cases}`. A case has an `id` (the provision, a number, and a letter
where the situation has variants), the `situation` in words, and `policy`, `facts` and `at` as examples have them.
`expect` is written as in examples too, or is `{error: <name of the exception>}` where there is no ruling. `settled`
stands where a source can be taken to say otherwise, and says what decides: a `reading` of the policy, what was
`mended` in it, or why the point lies `outside` of it.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from rulings import PolicyBook, RulingsError
from rulings.errors import Faults
from rulings.examples.comparing import compare
from rulings.examples.expectations import read_expectations
from rulings.examples.facts import grouped, read_facts
from rulings.examples.files import Example
from rulings.packaged import policies_folder
from rulings.reader.nodes import Mapping, plain
from rulings.reader.strict_yaml import read_yaml

REQUIRED = {"id", "situation", "policy", "facts", "expect"}
OPTIONAL = {"at", "settled"}
SETTLED_BY = {"reading", "mended", "outside"}
NUMBERS = {1, 2, 3, 4, 5}
"""At least these cases are there for every provision."""


@dataclass(frozen=True)
class Case:
    """One case as it is written, with the provision that it is about."""

    provision: str
    node: Mapping

    def text(self, key: str) -> str:
        return self.node.get(key).text

    @property
    def id(self) -> str:
        return self.text("id")

    @property
    def number(self) -> int | None:
        found = re.fullmatch(re.escape(self.provision) + r"-([1-9][0-9]*)[a-z]?", self.id)
        return None if found is None else int(found[1])


def read_cases() -> list[Case]:
    faults = Faults()
    files = [read_yaml(path.read_bytes(), str(path), faults) for path in sorted(Path(__file__).parent.glob("*.yaml"))]
    assert [str(fault) for fault in faults.found] == []
    groups = [group for file in files for group in file.items]
    return [Case(group.get("provision").text, node) for group in groups for node in group.get("cases").items]


CASES = read_cases()
each_case = pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])


@pytest.fixture(scope="module")
def book():
    return PolicyBook.load(policies_folder())


def as_example(case: Case, book: PolicyBook, faults: Faults) -> Example:
    facts = read_facts(case.node.get("facts"), book.version(case.text("policy")).policy, book, faults)
    data = {"id": case.id, "policy": case.text("policy"), "facts": grouped(facts)}
    return Example(case.text("policy"), None, case.id, case.node.place, (), data, case.node.get("expect"))


def moment_of(case: Case) -> str | None:
    return case.text("at") if case.node.get("at") is not None else None


def differences(case: Case, book: PolicyBook) -> list[str]:
    """Rule on a case, and say in which points the ruling is not the one expected."""
    faults = Faults()
    example = as_example(case, book, faults)
    ruling = book.evaluate(example.case, at=moment_of(case))
    compare(example, ruling, read_expectations(example, ruling.version.policy, faults), faults)
    # Without the date that chooses the version nothing is decided at all, whatever the interpreter would say.
    for name in ruling if ruling.chosen else ():
        assert ruling.interpreter.decide(name) == ruling.outcome(name), name
    # That no rule applies is a fault of an example, which has to show something; a case may lie outside of a policy.
    shows_nothing = {fault for fault in faults.found if fault.code == "example-reaches-no-rule"}
    return [str(fault) for fault in faults.found if fault not in shows_nothing]


@each_case
def test_the_ruling_is_as_the_source_has_it(case, book):
    error = case.node.get("expect").get("error")
    if error is None:
        found = differences(case, book)
        assert not found, "\n".join(found)
        return
    with pytest.raises(RulingsError) as raised:
        book.evaluate(as_example(case, book, Faults()).case, at=moment_of(case))
    assert type(raised.value).__name__ == error.text


@each_case
def test_a_case_has_its_keys_and_expects_something(case):
    assert REQUIRED <= set(case.node.entries) <= REQUIRED | OPTIONAL
    assert plain(case.node.get("situation")).keys() <= {"en", "zh"}
    assert case.node.get("situation").get("en").text
    assert plain(case.node.get("expect"))


@each_case
def test_the_policy_of_a_case_cites_the_provision(case, book):
    rules = [
        rule
        for version in book.versions(case.text("policy"))
        for decision in version.policy.decisions.values()
        for rule in decision.rules.values()
    ]
    assert case.provision in {provision for rule in rules for provision in rule.cites}


def test_what_settles_a_case_is_there(book):
    for case in CASES:
        settled = case.node.get("settled")
        if settled is None:
            continue
        ((by, words),) = plain(settled).items()
        assert by in SETTLED_BY, case.id
        assert words, case.id
        if by == "reading":
            assert any(words in version.policy.readings for version in book.versions(case.text("policy"))), case.id


def test_ids_are_unlike_and_begin_with_the_provision():
    ids = [case.id for case in CASES]
    assert sorted(set(ids)) == sorted(ids)
    assert [case.id for case in CASES if case.number is None] == []


def test_every_provision_of_the_register_has_its_cases(book):
    register = book.version(book.policies[0]).policy.register.provisions
    numbers: dict[str, set[int | None]] = {}
    for case in CASES:
        numbers.setdefault(case.provision, set()).add(case.number)
    assert sorted(numbers) == sorted(register)
    assert {provision: NUMBERS - found for provision, found in numbers.items() if not found >= NUMBERS} == {}


def test_a_ruling_that_is_not_the_expected_one_is_seen(book):
    """The comparison is one that can fail: with another case's expectation there is a difference."""
    unlike = next(case for case in CASES if case.id == "KS-CAN-01-1a")
    other = next(case for case in CASES if case.id == "KS-CAN-01-1b")
    entries = unlike.node.entries | {"expect": other.node.entries["expect"]}
    assert len(differences(Case(unlike.provision, Mapping(entries, unlike.node.place)), book)) == 1
