"""What names mean inside one policy: facts, parameters, other decisions and their fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from rulings.algebra import (
    AT,
    BOOLEAN,
    LIST,
    NOT_APPLICABLE,
    SPAN,
    Const,
    Expr,
    FactRef,
    ItemRef,
    ResultRef,
    Type,
    choice,
)
from rulings.algebra.ranges import EVERYTHING, Range, bounds
from rulings.errors import Faults, Place, nearest
from rulings.model import Fact, Register, Vocabulary
from rulings.reader.literals import exact_span
from rulings.reader.nodes import Node, Scalar
from rulings.values import Span

REGISTER = "provisions.yaml"
_MOMENT = dict.fromkeys(("now", "today"), AT.path)


@dataclass(frozen=True, slots=True)
class Signature:
    """What a decision gives: the type of its value and of its computed fields."""

    value: Type
    fields: Mapping[str, Type] = field(default_factory=dict)
    is_comparable: bool = True
    """False where "does not apply" may stand in the place of an amount, a date and the like."""
    named: frozenset[str] = frozenset()
    """The fields whose names the author chose: they stand behind `$` only, where no fact can be meant."""
    range: Range = EVERYTHING
    """Between which numbers a value lies that counts something; only what the decision has proved."""

    def where_it_may_not_apply(self) -> Signature:
        """Give the same with the value that stands for "does not apply"."""
        if self.value.name != "choice":
            return replace(self, is_comparable=False)
        return replace(self, value=choice(*self.value.options, NOT_APPLICABLE))


@dataclass(frozen=True, slots=True)
class PartialVocabulary(Vocabulary):
    """A vocabulary some of whose facts are written, but so faulty that they have no type."""

    broken: frozenset[str] = frozenset()


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
    places: dict[str, Place] = field(default_factory=dict)
    """Where the decisions have their names."""
    records: Mapping[str, Fact] = field(default_factory=dict)
    """The lists whose records are looked at, by what a record is called."""
    own: Mapping[str, Expr] = field(default_factory=dict)
    """What only the decision that is read can refer to, by name."""

    def silent(self) -> Scope:
        """Give a scope whose faults nobody sees, for a look at what is read and reported later."""
        return replace(self, faults=Faults())

    def inside(self, records: Fact) -> Scope:
        """Give the scope of conditions on one record of a list."""
        return replace(self, records={**self.records, records.of: records})

    def with_own(self, own: Mapping[str, Expr], broken: frozenset[str] = frozenset()) -> Scope:
        """Give the scope of one decision, which can refer to more; some of it may be faulty."""
        return replace(self, own={**self.own, **own}, broken=self.broken | broken)

    def range_of(self, expr: Expr) -> Range:
        """Give the numbers between which a fact, a field of a record or a result lies, as far as it is known."""
        if isinstance(expr, ResultRef):
            return self.signatures[expr.decision].range if not expr.field else EVERYTHING
        if isinstance(expr, FactRef) and expr.path in self.vocabulary.facts:
            fact = self.vocabulary.facts[expr.path]
            return bounds(fact.minimum, fact.maximum)
        if isinstance(expr, ItemRef):
            fact = self.vocabulary.fact(f"{expr.item}.{expr.field}")
            return bounds(fact.minimum, fact.maximum)
        return EVERYTHING

    def subject(self, name: str, place: Place) -> Expr | None:
        """Resolve the subject of a condition: a fact, a decision, or a computed field of one."""
        found = self._resolve(name)
        if found is None and not self._is_broken(name):
            self._no_subject(name, place)
        if found is not None and (self._may_be_no_value(name, place) or self._is_named(name, place)):
            return None
        return found

    def _is_named(self, name: str, place: Place) -> bool:
        """Refuse a field that the author named as a subject: a misspelt fact could not be told from it."""
        decision, _, inner = name.partition(".")
        signature = self.signatures.get(decision)
        if name not in self.own and (signature is None or inner not in signature.named):
            return False
        message = f'"{name}" is no subject of a condition'
        help_ = f"turn the comparison round: `<fact> <operator>: ${name}`"
        self.faults.add("not-a-subject", place, message, expected="a fact or a decision", help=help_)
        return True

    def _may_be_no_value(self, name: str, place: Place) -> bool:
        """Refuse to compare a decision that may not apply with amounts, dates and the like: there is no order then."""
        signature = self.signatures.get(name)
        if signature is None or signature.is_comparable:
            return False
        message = f'"{name}" may not apply, and then there is no {signature.value} to compare'
        help_ = f"take `applies_when` away from {name}, or let an `otherwise` say what holds"
        self.faults.add("type-mismatch", place, message, expected="a decision that always gives a value", help=help_)
        return True

    def _fields_of_records(self) -> list[str]:
        return [f"{of}.{name}" for of, records in self.records.items() for name in records.fields]

    def list_of(self, node: Scalar, path: str, place: Place) -> Fact | None:
        """Resolve the list that `some`, `every` and `count of` look at."""
        fact = self.vocabulary.facts.get(path)
        lists = [name for name, known in self.vocabulary.facts.items() if known.type == LIST]
        if fact is None or fact.type != LIST:
            if self._is_broken(path):
                return None
            message = f'there is no list "{path}"' if fact is None else f'the fact "{path}" is no list of records'
            expected = "one of " + ", ".join(lists) if lists else "a fact of the type list; the vocabulary has none"
            record = self.vocabulary.lists.get(path)
            near = nearest(path, lists) if record is None else record.path
            self.faults.add("unknown-list", place, message, expected=expected, near=near)
            return None
        if fact.of in self.records:
            message = f'the records of "{path}" are already looked at here'
            self.faults.add(
                "nested-too-deeply", node.place, message, help="name the inner part as a decision of its own"
            )
            return None
        return fact

    def _no_subject(self, name: str, place: Place) -> None:
        decision, _, inner = name.partition(".")
        if name in self.parameters:
            message = f'"{name}" is a parameter, and a condition is about a fact or a decision'
            help_ = f"compare a fact with it: `<fact> <operator>: ${name}`"
            self.faults.add("not-a-subject", place, message, expected="a fact or a decision", help=help_)
        elif inner and decision in self.signatures:
            self._no_field(decision, inner, place)
        elif inner and decision in self.vocabulary.lists:
            self._no_record(name, place)
        else:
            known = [*self.vocabulary.facts, *self.result_names(), *self._fields_of_records()]
            code, what = ("unknown-fact", "fact") if "." in name else ("unknown-decision", "decision")
            message = f'there is no {what} "{name}"'
            expected = f'a fact of the vocabulary "{self.vocabulary.platform}", or a decision of this policy'
            last = name.rpartition(".")[2]
            ending = [path for path in self._fields_of_records() if path.endswith(f".{last}")] or [
                path for path in self.vocabulary.facts if path.endswith(f".{name}")
            ]
            near = _MOMENT.get(name) or (ending[0] if len(ending) == 1 else nearest(name, known))
            self.faults.add(code, place, message, expected=expected, near=near)

    def can_refer_to(self, name: str) -> bool:
        """Tell whether a name is that of a parameter, a fact, a decision or a field, so that `$name` would mean it."""
        return name in self.parameters or self._resolve(name) is not None

    def refers(self, node: Scalar) -> bool:
        """Tell whether a value is a reference; a name without its dollar sign is reported."""
        if not is_reference(node) and self.can_refer_to(node.text):
            message = f"`{node.text}` is a name, and a reference is written with a dollar sign"
            self.faults.add("dollar-missing", node.place, message, near=f"${node.text}")
        return is_reference(node)

    def _no_field(self, decision: str, inner: str, place: Place) -> None:
        fields = self.signatures[decision].fields
        message = f'the decision "{decision}" has no field "{inner}"'
        expected = "one of " + ", ".join(fields) if fields else f"the decision itself: {decision}"
        self.faults.add("unknown-field", place, message, expected=expected, near=nearest(inner, fields))

    def _no_record(self, name: str, place: Place) -> None:
        """Report a field of a record that does not exist, or outside of the conditions on such records."""
        item, _, inner = name.partition(".")
        records = self.vocabulary.lists[item]
        if inner in records.fields:
            message = f'"{name}" is a field of the records of {records.path}, and none of them is looked at here'
            help_ = f"use it inside `some {records.path}`, `every {records.path}` or `count of {records.path}`"
            self.faults.add("unknown-fact", place, message, help=help_)
        else:
            message = f'the records of {records.path} have no field "{inner}"'
            expected = "one of " + ", ".join(records.fields)
            self.faults.add("unknown-field", place, message, expected=expected, near=nearest(inner, records.fields))

    def _is_broken(self, name: str) -> bool:
        vocabulary = self.vocabulary
        if isinstance(vocabulary, PartialVocabulary) and name in vocabulary.broken:
            return True
        return name.partition(".")[0] in self.broken

    def provision(self, item: Scalar) -> bool:
        """Check that a provision stands in the register; without one, that is the fault to mend first."""
        known = self.register.provisions
        if known and item.text not in known:
            message = f'there is no provision "{item.text}"'
            near = nearest(item.text, known)
            self.faults.add("unknown-provision", item.place, message, expected=f"a provision of {REGISTER}", near=near)
            return False
        return True

    def result_names(self) -> list[str]:
        """Give the names of all decisions and of their fields."""
        names = list(self.signatures)
        return names + [f"{name}.{inner}" for name, signature in self.signatures.items() for inner in signature.fields]

    def _resolve(self, name: str) -> Expr | None:  # noqa: PLR0911 - one way a sort of name
        if name in self.own:
            return self.own[name]
        fact = self.vocabulary.facts.get(name)
        if fact is not None:
            return FactRef(name, fact.type)
        if name == AT.path:
            return AT
        decision, _, inner = name.partition(".")
        if decision in self.records:
            found = self.records[decision].fields.get(inner)
            return None if found is None else ItemRef(decision, inner, found.type)
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
        decision, _, inner = name.partition(".")
        if found is None and inner and decision in self.signatures:
            self._no_field(decision, inner, place)
        elif found is None and decision in self.vocabulary.lists:
            self._no_record(name, place)
        elif found is None:
            names = (*self.parameters, *self.vocabulary.facts, *self.result_names())
            known = ["$" + known for known in (*names, *self._fields_of_records(), *self.own)]
            message = f"`{node.text}` refers to nothing"
            expected = "a parameter, a fact or a decision of this policy"
            by_level = f"by_level.{name}"
            near = f"${by_level}" if by_level in self.own else nearest(node.text, known)
            self.faults.add("unknown-reference", place, message, expected=expected, near=near)
        return None if found is not None and self._may_be_no_value(name, place) else found

    def fact(self, node: Node | None, types: tuple[str, ...]) -> FactRef | None:
        """Read the name of a fact that must be of one of the types."""
        if not isinstance(node, Scalar):
            return None
        fact = self.vocabulary.facts.get(node.text)
        if fact is None and self._is_broken(node.text):
            return None
        if fact is None and self._resolve(node.text) is not None:
            message = f'"{node.text}" is a decision of this policy, and a fact is wanted here'
            self.faults.add("type-mismatch", node.place, message, expected=_kinds(types))
            return None
        if fact is None:
            known = [path for path, known in self.vocabulary.facts.items() if known.type.name in types]
            near = nearest(node.text, known)
            self.faults.add(
                "unknown-fact", node.place, f'there is no fact "{node.text}"', expected=_kinds(types), near=near
            )
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
