"""Both engines rule on the cases of the conformance suite as the language says, and the suite leaves nothing out."""

import pytest
from tests.conformance.engines import ENGINES, differences
from tests.conformance.suite import ERRORS, PART_KEYS, RULE_LISTS, Case, read_suite, refuse_unknown

from rulings.algebra import AT
from rulings.errors import Faults
from rulings.kinds import KINDS
from rulings.reader.conditions import COUNT, GROUPS, OPERATORS, QUANTIFIERS, operators_of
from rulings.reader.nodes import Mapping, plain
from rulings.reader.strict_yaml import read_yaml
from rulings.values.rounding import MODES

POLICIES, CASES = read_suite()
LEAST_CASES = 12
LEFT_TO_THE_RUNNER = {"title", "if_true", "if_false", "duty", "from", "titles", "cites", "reading"}
"""Texts and provisions: what they say changes no ruling."""

each_case = pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])


@pytest.mark.parametrize("engine", ENGINES)
@each_case
def test_the_engine_rules_as_the_language_says(case, engine):
    found = differences(case, engine)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("policy", POLICIES, ids=[f"{one.file}:{one.id}" for one in POLICIES])
def test_a_policy_has_just_the_faults_that_its_file_says(policy):
    version, codes, texts = policy.read
    assert codes == policy.expected_faults, "\n".join(texts)
    assert version is not None or policy.node.get("cases") is None


@each_case
def test_a_case_names_only_what_there_is(case):
    if case.is_refused:
        return
    decisions = case.policy.version.policy.decisions
    assert case.parts() != []
    for decision, part, node in case.parts():
        assert decision in decisions
        if part == "rules":
            assert set(plain(node)) <= decisions[decision].rules.keys() | {"not-applicable"}
        if part == "fields":
            assert isinstance(node, Mapping)
            assert node.entries.keys() <= fields_of(decisions[decision])
        if part == "needs":
            assert set(plain(node)) <= {*case.policy.platform.facts, AT.path}
        if part == "error":
            assert plain(node) in ERRORS


def fields_of(decision):
    rows = [*decision.choose.rows, *filter(None, [decision.choose.otherwise])]
    return {name for row in rows for name, _ in row.fields}


def test_ids_are_unlike():
    ids = [case.id for case in CASES]
    assert sorted(set(ids)) == sorted(ids)
    assert len({(one.file, one.id) for one in POLICIES}) == len(POLICIES)


def test_every_file_has_cases_enough():
    counts = {one.file: 0 for one in POLICIES}
    for case in CASES:
        counts[case.policy.file] += 1
    assert {file: count for file, count in counts.items() if count < LEAST_CASES} == {}
    assert KINDS.keys() <= counts.keys()


def mappings_in(data):
    """Give every mapping in plain data, the outermost first."""
    if isinstance(data, dict):
        yield data
        for inner in data.values():
            yield from mappings_in(inner)
    elif isinstance(data, list):
        for inner in data:
            yield from mappings_in(inner)


def paths_of(policy):
    """Give the types of the facts and of the fields of records, by what conditions call them."""
    facts = policy.version.policy.vocabulary.facts
    fields = {f"{one.of}.{name}": field for one in facts.values() for name, field in (one.fields or {}).items()}
    return {path: fact.type for path, fact in {**facts, **fields}.items()}


def lines_seen():
    """Give the operators that the policies use, by type, and the words that stand before a list or group."""
    seen, words = set(), set()
    for policy in POLICIES:
        if policy.read[0] is None:
            continue
        types = paths_of(policy)
        for key in {key for mapping in mappings_in(policy.decisions) for key in mapping if isinstance(key, str)}:
            subject, _, operator = key.partition(" ")
            if subject in types:
                seen.add((types[subject].name, operator))
            words.update(word for word in (*GROUPS, *QUANTIFIERS, COUNT) if key == word or key.startswith(f"{word} "))
    return seen, words


def test_every_operator_of_every_type_has_a_policy():
    seen, words = lines_seen()
    types = {
        type_.name: type_ for policy in POLICIES if policy.read[0] is not None for type_ in paths_of(policy).values()
    }
    wanted = {(name, operator) for name, type_ in types.items() for operator in operators_of(type_)}
    assert wanted - seen == set()
    assert {operator for _, operator in seen} >= set(OPERATORS)
    assert words == {*GROUPS, *QUANTIFIERS, COUNT}


def test_every_mode_of_rounding_has_a_policy():
    decisions = [decision for policy in POLICIES for decision in policy.decisions.values()]
    assert {one["rounding"]["mode"] for one in decisions if "rounding" in one} == set(MODES)


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_of_a_kind_is_used(kind):
    schema = KINDS[kind].schema()
    decisions = [one for policy in POLICIES for one in policy.decisions.values() if one["kind"] == kind]
    missing = set(schema["properties"]) - {key for one in decisions for key in one}
    assert missing - LEFT_TO_THE_RUNNER == set()
    for name in RULE_LISTS:
        if name in schema["properties"]:
            rules = [rule for one in decisions for rule in one.get(name, ())]
            wanted = set(schema["properties"][name]["items"]["properties"]) - {key for rule in rules for key in rule}
            assert wanted - LEFT_TO_THE_RUNNER == set(), name


def expected_rules():
    """Give the rules that a case expects to apply, and of conditions the answers, by policy and decision."""
    found = {}
    for case in CASES:
        for decision, part, node in [] if case.is_refused else case.parts():
            parts = {one: inner for name, one, inner in case.parts() if name == decision}
            key = (case.policy.file, case.policy.id, decision)
            if part == "value" and case.policy.decisions[decision]["kind"] == "condition":
                found.setdefault(key, set()).add(plain(node))
            if part == "rules" and plain(parts.get("value", node)) is not None:
                found.setdefault(key, set()).update(plain(node))
    return found


def test_every_rule_applies_in_some_case_and_every_condition_is_seen_both_ways():
    found, missing = expected_rules(), {}
    for policy in POLICIES:
        for name, decision in policy.version.policy.decisions.items() if policy.read[0] is not None else ():
            wanted = {True, False} if decision.kind == "condition" else set(decision.rules)
            key = (policy.file, policy.id, name)
            if wanted - found.get(key, set()):
                missing[key] = wanted - found.get(key, set())
    assert missing == {}


def test_every_kind_is_seen_undetermined_and_with_its_needs():
    seen = {
        case.policy.decisions[decision]["kind"]
        for case in CASES
        if not case.is_refused
        for decision, part, node in case.parts()
        if part == "needs" and plain(node)
    }
    assert seen == set(KINDS)


def test_every_part_and_every_error_is_expected_somewhere():
    parts = [(part, plain(node)) for case in CASES if not case.is_refused for _, part, node in case.parts()]
    assert {part for part, _ in parts} == PART_KEYS
    assert {value for part, value in parts if part == "error"} == ERRORS


@pytest.mark.parametrize("engine", ENGINES)
@each_case
def test_another_value_than_the_expected_one_is_seen(case, engine):
    """The comparison is one that can fail: no value of any case can be exchanged for another."""
    if case.is_refused:
        return
    wrong = written({decision: {"value": "something else"} for decision in {name for name, _, _ in case.parts()}})
    entries = case.node.entries | {"expect": wrong.entries["expect"]}
    assert len(differences(Case(case.policy, Mapping(entries, case.node.place)), engine)) == len(
        wrong.get("expect").entries
    )


@pytest.mark.parametrize("engine", ENGINES)
def test_another_obligation_than_the_expected_one_is_seen(engine):
    cases = [case for case in CASES if case.due is not None]
    assert {len(case.due.items) for case in cases} >= {0, 1, 2}
    for case in cases:
        other = "due: []" if case.due.items else "due: [{decision: x, party: buyer, due_at: 2024-03-01T00:00:00Z}]"
        node = read_yaml(other.encode(), "wrong.yaml", Faults())
        wrong = Case(case.policy, Mapping(case.node.entries | node.entries, case.node.place))
        assert len(differences(wrong, engine)) == 1


def written(expect):
    """Give expectations as a file has them."""
    lines = [f"  {name}: {{{part}: {value}}}" for name, parts in expect.items() for part, value in parts.items()]
    return read_yaml("\n".join(["expect:", *lines]).encode(), "wrong.yaml", Faults())


def test_a_key_that_means_nothing_is_refused():
    node = read_yaml(b"id: one\nexpects: {}\n", "typo.yaml", Faults())
    with pytest.raises(AssertionError, match="unknown keys"):
        refuse_unknown(node, {"id", "expect"})
    expect = read_yaml(b"expect: {is: {vaule: true}}", "typo.yaml", Faults()).entries["expect"]
    case = Case(CASES[0].policy, Mapping(CASES[0].node.entries | {"expect": expect}, CASES[0].node.place))
    with pytest.raises(AssertionError, match="unknown keys"):
        case.parts()


@pytest.mark.parametrize(
    ("part", "wrong"),
    [
        ("status", "undetermined"),
        ("rules", "[durable]"),
        ("fields", "{last_moment: 2024-03-17T00:00:01+08:00}"),
        ("margin", "15 days"),
        ("needs", "[order.done_at]"),
        ("error", "RuleGap"),
    ],
)
@pytest.mark.parametrize("engine", ENGINES)
def test_another_part_than_the_expected_one_is_seen(part, wrong, engine):
    case = next(case for case in CASES if case.id == "window:three-rules:at-the-opening")
    expect = written({"term": {part: wrong}}).entries["expect"]
    assert (
        len(differences(Case(case.policy, Mapping(case.node.entries | {"expect": expect}, case.node.place)), engine))
        == 1
    )
