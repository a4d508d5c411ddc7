"""What names mean inside one policy: facts, parameters, other decisions and their fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from rulings.algebra import BOOLEAN, SPAN, Const, Expr, FactRef, ResultRef, Type, choice
from rulings.errors import Faults, Place, nearest
from rulings.model import NOT_APPLICABLE, Register, Vocabulary
from rulings.reader.literals import exact_span
from rulings.reader.nodes import Node, Scalar
from rulings.values import Span


@dataclass(frozen=True, slots=True)
class Signature:
    """What a decision gives: the type of its value and of its computed fields."""

    value: Type
    fields: Mapping[str, Type] = field(default_factory=dict)

    def where_it_may_not_apply(self) -> Signature:
        """Give the same with the value that stands for "does not apply"."""
        if self.value.name != "choice":
            return self
        return Signature(choice(*self.value.options, NOT_APPLICABLE), self.fields)


@dataclass(slots=True)
class Scope:
    """The names that a policy can use, and where its faults go."""

    vocabulary: Vocabulary
    register: Register
    faults: Faults
    parameters: dict[str, Const | Span] = field(default_factory=dict)
    signatures: dict[str, Signature] = field(default_factory=dict)
    readings: set[str] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)
    """Parameters and decisions that are written but faulty: using them is no further fault."""

    def subject(self, name: str, place: Place) -> Expr | None:
        """Resolve the subject of a condition: a fact, a decision, or a computed field of one."""
        found = self._resolve(name)
        if found is None and not self._is_broken(name):
            known = [*self.vocabulary.facts, *self.result_names()]
            code = "unknown-fact" if "." in name else "unknown-decision"
            what = "fact" if "." in name else "decision"
            message = f'there is no {what} "{name}"'
            expected = f'a fact of the vocabulary "{self.vocabulary.platform}", or a decision of this policy'
            self.faults.add(code, place, message, expected=expected, near=nearest(name, known))
        return found

    def _is_broken(self, name: str) -> bool:
        return name.split(".")[0] in self.broken

    def result_names(self) -> list[str]:
        """Give the names of all decisions and of their fields."""
        names = list(self.signatures)
        return names + [f"{name}.{inner}" for name, signature in self.signatures.items() for inner in signature.fields]

    def _resolve(self, name: str) -> Expr | None:
        fact = self.vocabulary.facts.get(name)
        if fact is not None:
            return FactRef(name, fact.type)
        decision, _, inner = name.partition(".")
        signature = self.signatures.get(decision)
        if signature is None:
            return None
        if not inner:
            return ResultRef(decision, "", signature.value)
        return ResultRef(decision, inner, signature.fields[inner]) if inner in signature.fields else None

    def reference(self, node: Scalar) -> Expr | Span | None:
        """Resolve `$name`: a parameter, a fact, a decision or a field of one. A span of days stays a `Span`."""
        name = node.text[1:]
        place = node.place
        if name in self.broken or self._is_broken(name):
            return None
        if name in self.parameters:
            return self.parameters[name]
        found = self._resolve(name)
        if found is None:
            known = ["$" + known for known in (*self.parameters, *self.vocabulary.facts, *self.result_names())]
            message = f"`{node.text}` refers to nothing"
            expected = "a parameter, a fact or a decision of this policy"
            self.faults.add("unknown-reference", place, message, expected=expected, near=nearest(node.text, known))
        return found

    def fact(self, node: Node | None, types: tuple[str, ...]) -> FactRef | None:
        """Read the name of a fact that must be of one of the types."""
        if not isinstance(node, Scalar):
            return None
        fact = self.vocabulary.facts.get(node.text)
        if fact is None:
            known = [path for path, known in self.vocabulary.facts.items() if known.type.name in types]
            near = nearest(node.text, known)
            self.faults.add("unknown-fact", node.place, f'there is no fact "{node.text}"', expected=_kinds(types), near=near)
            return None
        if fact.type.name not in types:
            message = f'the fact "{node.text}" is of the type {fact.type}'
            self.faults.add("type-mismatch", node.place, message, expected=_kinds(types))
            return None
        return FactRef(fact.path, fact.type)


def _kinds(types: tuple[str, ...]) -> str:
    return "a fact of the type " + " or ".join(types)


def is_reference(node: Node) -> bool:
    """Tell whether an operand is written with `$`."""
    return isinstance(node, Scalar) and isinstance(node.value, str) and node.text.startswith("$")


def fitting(found: Expr | Span | None, wanted: Type, node: Scalar, faults: Faults) -> Expr | None:
    """Check that what a reference gives has the type that is wanted."""
    if found is None:
        return None
    if isinstance(found, Span):
        seconds = exact_span(found)
        if wanted == SPAN and seconds is not None:
            return Const(seconds, SPAN)
        message = f"`{node.text}` is the span {found}"
        help_ = "only hours, minutes and seconds have one length" if wanted == SPAN else None
        faults.add("type-mismatch", node.place, message, expected=f"a value of the type {wanted}", help=help_)
        return None
    same_choice = found.type.name == wanted.name == "choice" and set(found.type.options) & set(wanted.options)
    if found.type == wanted or same_choice or (wanted == BOOLEAN and found.type == BOOLEAN):
        return found
    message = f"`{node.text}` is of the type {found.type}"
    faults.add("type-mismatch", node.place, message, expected=f"a value of the type {wanted}")
    return None
