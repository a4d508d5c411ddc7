"""Reads the conformance suite: files of facts, policies and cases, as README.md beside this file describes them."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tests.strategies.yaml_text import to_yaml

from rulings.cases.typed import CaseTypes
from rulings.errors import Faults
from rulings.library import read_version
from rulings.proof.report import report
from rulings.reader.nodes import Mapping, Node, plain
from rulings.reader.strict_yaml import read_yaml
from rulings.reader.vocabulary import read_register, read_vocabulary
from rulings.ready import make_ready

FOLDER = Path(__file__).parent
PLATFORM = "suite"
PROVISION = "CF-1"
PARTIES = ("buyer", "merchant", "platform")
CHOSEN_BY = "chosen.on"
RULE_LISTS = ("rules", "grounds", "requires", "bars")
FILE_KEYS = {"about", "facts", "policies"}
POLICY_KEYS = {"id", "about", "parameters", "decisions", "faults", "base", "cases"}
CASE_KEYS = {"id", "about", "facts", "at", "expect", "due"}
DUE_KEYS = {"decision", "party", "due_at"}
PART_KEYS = {"status", "value", "rules", "fields", "margin", "needs", "error"}
ERRORS = {"RuleGap", "RuleConflict", "BeyondCalendar", "BeyondRange"}
REFUSED = "refused"


def both(name):
    return {"en": str(name), "zh": str(name)}


def titled(names):
    """Give names their texts: a list of them has none, and a mapping has what it says."""
    return {name: both(name) for name in names} if isinstance(names, list) else names


def with_titles(parts):
    return {name: {"title": both(name), **({} if given is None else given)} for name, given in parts.items()}


def filled_fact(name, given):
    """Give a fact, or a field of records, the texts for people that the suite leaves out."""
    fact = {"title": both(name)} | given
    if given["type"] == "boolean":
        fact |= {"if_true": both(name), "if_false": both(name)}
    if given["type"] == "choice":
        fact["options"] = titled(given["options"])
    if given["type"] == "list":
        fields = {field: filled_fact(field, inner) for field, inner in given["fields"].items()}
        fact |= {"each": both(given["of"]), "fields": fields}
    return fact


def filled_rule(rule):
    missed = {"if_missed": {"happens": both("missed"), **rule["if_missed"]}} if "if_missed" in rule else {}
    return {"cites": PROVISION} | rule | missed


def texts_of_kind(name, given):
    """Give the texts and provisions that a decision of some kind must have, and the suite leaves out."""
    kind, found = given["kind"], {}
    if kind == "condition":
        found = {"if_true": both(name), "if_false": both(name), "cites": PROVISION}
    elif kind == "exemption":
        found = {"from": both(name)}
    elif kind == "obligation":
        found = {"duty": both(name)}
    elif kind == "tiers" and "measure" in given:
        found = {"titles": titled(given["levels"]), "cites": PROVISION}
    return found


def filled_parts(given):
    """Give the parts of a decision with their texts and provisions."""
    found = {key: [filled_rule(rule) for rule in given[key]] for key in RULE_LISTS if key in given}
    found |= {key: with_titles(given[key]) for key in ("costs", "parts", "by_level") if key in given}
    if "options" in (given["gives"] if isinstance(given.get("gives"), dict) else {}):
        found["gives"] = given["gives"] | {"options": titled(given["gives"]["options"])}
    if "outside" in given:
        found["outside"] = titled(given["outside"])
    if "review" in given:
        found["review"] = {"cites": PROVISION} | given["review"]
    return found


def filled_decision(name, given):
    return {"title": both(name)} | texts_of_kind(name, given) | given | filled_parts(given)


def node_of(data, file, faults):
    node = read_yaml(to_yaml(data).encode(), file, faults)
    assert node is not None, [str(fault) for fault in faults.found]
    return node


def refuse_unknown(node: Mapping, known: set[str]) -> None:
    """Fail on a key that means nothing, so that no typing error makes a case pass."""
    unknown = {name: str(node.entries[name].key.place) for name in sorted(set(node.entries) - known)}
    assert unknown == {}, f"unknown keys; known are {sorted(known)}"


class Platform:
    """What all policies of a file share: the vocabulary, the register, and the types of the cases."""

    def __init__(self, facts: dict) -> None:
        self.facts = facts
        faults = Faults()
        paths = {CHOSEN_BY: {"type": "date"}} | facts
        data = {
            "platform": PLATFORM,
            "title": both(PLATFORM),
            "parties": {party: both(party) for party in PARTIES},
            "groups": {path.partition(".")[0]: both("group") for path in paths},
            "facts": {path: filled_fact(path, given) for path, given in paths.items()},
        }
        provisions = {PROVISION: {"document": "S1", "states": both("states")}}
        register = {"documents": {"S1": {"file": "rules.txt", "about": both("about")}}, "provisions": provisions}
        self.vocabulary = read_vocabulary(node_of(data, f"{PLATFORM}/facts.yaml", faults), faults)
        self.register = read_register(node_of(register, "provisions.yaml", faults), faults)
        assert [str(fault) for fault in faults.errors] == []


@dataclass(frozen=True, eq=False)
class SuitePolicy:
    """One policy of the suite. It is read and proved when somebody asks."""

    file: str
    node: Mapping
    platform: Platform

    @property
    def id(self) -> str:
        return self.node.get("id").text

    @property
    def base(self) -> dict:
        return plain(self.node.get("base")) if self.node.get("base") is not None else {}

    @property
    def decisions(self) -> dict:
        """The decisions as plain data, as the file has them."""
        return plain(self.node.get("decisions"))

    @property
    def expected_faults(self) -> list[str]:
        return plain(self.node.get("faults")) if self.node.get("faults") is not None else []

    def data(self) -> dict:
        decisions = {name: filled_decision(name, given) for name, given in self.decisions.items()}
        parameters = self.node.get("parameters")
        return {
            "policy": f"{PLATFORM}/{self.id}",
            "version": "2024-01-01",
            "title": both(self.id),
            "published": "2024-01-01",
            "in_force": {"from": "1900-01-01", "chosen_by": CHOSEN_BY},
            "sources": {"S1": {"document": "rules.txt", "about": "about"}},
            **({} if parameters is None else {"parameters": plain(parameters)}),
            "decisions": decisions,
        }

    @cached_property
    def read(self):
        """The version, None where it does not load, and the codes of its faults."""
        faults = Faults()
        file = f"{PLATFORM}/{self.id}/2024-01-01.yaml"
        vocabulary, register = self.platform.vocabulary, self.platform.register
        policy = read_version(node_of(self.data(), file, faults), file, vocabulary, register, faults)
        version = None if policy is None else make_ready(policy)
        if version is not None:
            faults.extend(report(version.policy, version.proofs))
        return version, sorted({fault.code for fault in faults.errors}), [str(fault) for fault in faults.errors]

    @property
    def version(self):
        version, _, texts = self.read
        assert version is not None, "\n".join(texts)
        return version

    @cached_property
    def types(self) -> CaseTypes:
        return CaseTypes({f"{PLATFORM}/{self.id}": self.platform.vocabulary})

    def typed(self, facts: dict):
        """Give the facts of a case as the engines take them, None where they are refused."""
        groups: dict[str, dict] = {}
        for path, value in facts.items():
            group, _, name = path.partition(".")
            groups.setdefault(group, {})[name] = value
        case = self.types.from_python({"policy": f"{PLATFORM}/{self.id}", "facts": groups})
        return None if case is None else case.facts


@dataclass(frozen=True, eq=False)
class Case:
    """One case of a policy, as it is written."""

    policy: SuitePolicy
    node: Mapping

    @property
    def id(self) -> str:
        return f"{self.policy.file}:{self.policy.id}:{self.node.get('id').text}"

    @property
    def facts(self) -> dict:
        given = plain(self.node.get("facts")) if self.node.get("facts") is not None else {}
        return {path: value for path, value in (self.policy.base | given).items() if value is not None}

    @property
    def at(self) -> str | None:
        return None if self.node.get("at") is None else self.node.get("at").text

    @property
    def expect(self) -> Node:
        return self.node.get("expect")

    @property
    def due(self) -> Node | None:
        return self.node.get("due")

    @property
    def is_refused(self) -> bool:
        return not isinstance(self.expect, Mapping)

    def parts(self) -> list[tuple[str, str, Node]]:
        """Give what is expected: decision, part and value. A value alone stands for the part `value`."""
        found: list[tuple[str, str, Node]] = []
        for decision, _, node in self.expect.items():
            if isinstance(node, Mapping):
                refuse_unknown(node, PART_KEYS)
                found += [(decision, part, inner) for part, _, inner in node.items()]
            else:
                found.append((decision, "value", node))
        return found


def read_suite() -> tuple[list[SuitePolicy], list[Case]]:
    """Read every file of the suite."""
    faults, policies, cases = Faults(), [], []
    for path in sorted(FOLDER.glob("*.yaml")):
        file = read_yaml(path.read_bytes(), path.name, faults)
        assert [str(fault) for fault in faults.found] == []
        refuse_unknown(file, FILE_KEYS)
        platform = Platform(plain(file.get("facts")))
        for node in file.get("policies").items:
            refuse_unknown(node, POLICY_KEYS)
            policy = SuitePolicy(path.stem, node, platform)
            policies.append(policy)
            cases += [Case(policy, one) for one in (node.get("cases").items if node.get("cases") is not None else ())]
    for case in cases:
        refuse_unknown(case.node, CASE_KEYS)
        for one in case.due.items if case.due is not None else ():
            refuse_unknown(one, DUE_KEYS)
    return policies, cases
