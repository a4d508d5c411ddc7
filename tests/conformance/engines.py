"""Asks both engines the same about a case, and says where an answer is not the one expected."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tests.conformance.suite import REFUSED, Case

from rulings.engine.needs import needs_of
from rulings.errors import Undecidable
from rulings.model import DUE_AT, OBLIGATION, PENDING
from rulings.plain import plain_value
from rulings.reader.nodes import Mapping, Node, plain
from rulings.values import BeyondCalendar
from rulings.values.rounding import BeyondRange


@dataclass(frozen=True)
class Engine:
    """One way to rule on a case: by decision the outcome, the margin, and one computed field."""

    decide: Callable[[str], Any]
    margin: Callable[[str], Any]
    field: Callable[[str, str], Any]


def interpreter(version, facts, at):
    engine = version.interpreter(version.known_facts(facts), at)
    return Engine(engine.decide, engine.margin, engine.field)


def compiled_form(version, facts, at):
    compiled = version.compiled
    memory = [*[None] * (compiled.memory_size - 1), at]

    def decide(name):
        place = compiled.place[name]
        if memory[place] is None:
            memory[place] = compiled.decide[name](facts, memory)
        return memory[place]

    def margin(name):
        decide(name)
        return version.around(name, facts, memory)[0]

    def field(name, part):
        decide(name)
        return compiled.field_of(name, part, facts, memory)

    return Engine(decide, margin, field)


ENGINES = {"interpreter": interpreter, "compiled": compiled_form}


def agrees(node: Node, actual: object) -> bool:
    """Tell whether a value is the one written: moments as instants, everything else as rulings show it."""
    if isinstance(node, Mapping):
        shown = plain_value(actual)
        return isinstance(shown, dict) and shown == plain(node)
    if isinstance(actual, datetime):
        return isinstance(node.value, str) and is_moment(node.text, actual)
    shown = plain_value(actual)
    if isinstance(shown, str):
        return node.value is not None and not isinstance(node.value, bool) and node.text == shown
    return type(shown) is type(node.value) and shown == node.value


def is_moment(text: str, moment: datetime) -> bool:
    """Tell whether a text is the same instant, whatever the offset in which it is written."""
    try:
        return datetime.fromisoformat(text) == moment
    except ValueError:
        return False


class Asking:
    """The answers of one engine about one case."""

    def __init__(self, case: Case, name: str) -> None:
        version = case.policy.version
        facts = case.policy.typed(case.facts)
        assert facts is not None, f"the facts of {case.id} are refused"
        at = None if case.at is None else datetime.fromisoformat(case.at)
        self.engine = ENGINES[name](version, facts, at)
        self.by_meaning = version.interpreter(version.known_facts(facts), at)

    def difference(self, decision: str, part: str, node: Node) -> str | None:
        try:
            found = self._fields(decision, node) if part == "fields" else self._part(decision, part, node)
        except (Undecidable, BeyondCalendar, BeyondRange) as fault:
            name = type(fault).__name__
            found = None if part == "error" and node.text == name else f"raises {name}"
        return None if found is None else f"{decision}, {part}: {found}; expected {plain(node)}"

    def _part(self, decision: str, part: str, node: Node) -> str | None:
        outcome = self.engine.decide(decision)
        if part == "value":
            # A value alone says as well that the decision is decided, and null that it is not.
            is_decided = outcome.status == "decided"
            as_wanted = agrees(node, outcome.value) and is_decided is (plain(node) is not None)
            return None if as_wanted else f"{outcome.status}, {plain_value(outcome.value)}"
        if part == "error":
            return f"{outcome.status}, {plain_value(outcome.value)}"
        actual: object = {
            "status": lambda: outcome.status,
            "rules": lambda: sorted(outcome.rules),
            "needs": lambda: sorted(() if outcome.decided else needs_of(self.by_meaning, (decision,))),
            "margin": lambda: None if (margin := self.engine.margin(decision)) is None else str(margin),
        }[part]()
        wanted = plain(node)
        wanted = sorted(wanted) if isinstance(wanted, list) else wanted
        return None if actual == wanted else str(actual)

    def _fields(self, decision: str, node: Mapping) -> str | None:
        found = {name: self.engine.field(decision, name) for name, _, _ in node.items()}
        wrong = {name: plain_value(value) for name, value in found.items() if not agrees(node.get(name), value)}
        return str(wrong) if wrong else None


def due_differences(case: Case, engine: Engine) -> list[str]:
    """Compare what is still to be done: the obligations that are pending, what is due first in front."""
    decisions = case.policy.version.policy.decisions.values()
    pending = [one for one in decisions if one.kind == OBLIGATION and engine.decide(one.name).value == PENDING]
    found = sorted((engine.field(one.name, DUE_AT), one.name, one.detail["party"]) for one in pending)
    wanted = [(datetime.fromisoformat(one["due_at"]), one["decision"], one["party"]) for one in plain(case.due)]
    return [] if found == wanted else [f"due: {[(str(moment), *rest) for moment, *rest in found]}"]


def differences(case: Case, engine: str) -> list[str]:
    """Rule on a case, and say in which points the answers are not the ones expected."""
    if case.is_refused:
        assert plain(case.expect) == REFUSED, case.id
        return [] if case.policy.typed(case.facts) is None else [f"the facts are taken; expected {REFUSED}"]
    asking = Asking(case, engine)
    found = [asking.difference(*part) for part in case.parts()]
    due = [] if case.due is None else due_differences(case, asking.engine)
    return [*(one for one in found if one is not None), *due]
