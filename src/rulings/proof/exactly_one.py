"""Proves of every decision that exactly one of its rules applies, or shows a case that an author can read.

A case is shown only where the interpreter confirms it. What cannot be proved either way is said, and stays an error at
run time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cached_property, partial
from itertools import combinations, islice, product

from rulings.algebra import UNLESS_APPLICABLE, Choose, Closing, Const, Expr, FactRef, Row, Value, walk
from rulings.algebra.boxes import Box, BudgetSpent, Form, every, find, negated
from rulings.algebra.cells import Ordered
from rulings.algebra.space import Bounds, Space, applying
from rulings.engine.interpreter import Interpreter
from rulings.engine.settle import Proved
from rulings.errors import RuleConflict, RuleGap, Undecidable
from rulings.model import Decision, Vocabulary
from rulings.proof.bounds import bounds_of
from rulings.proof.verdict import UNKNOWN, WITNESS, Proof, Verdict
from rulings.values import BadValue, Money, Rate, Seconds, closing

MOST_TRIALS = 3000
_SECOND = timedelta(seconds=1)
_START = datetime.fromisoformat("2024-03-01T10:00:00+08:00")


def prove(decisions: Mapping[str, Decision], vocabulary: Vocabulary) -> dict[str, Proof]:
    """Prove every decision of a policy."""
    ordered = _below_first(decisions)
    bounds = bounds_of([decisions[name] for name in ordered], vocabulary)
    proofs: dict[str, Proof] = {}
    proved: dict[str, Proved] = {}
    for name in ordered:
        proofs[name] = _Prover(name, decisions, bounds, proved).prove()
        proved[name] = proofs[name].relied_on(decisions[name].choose)
    return {name: proofs[name] for name in sorted(proofs)}


def _below_first(decisions: Mapping[str, Decision]) -> list[str]:
    """The decisions, each behind those that it uses."""
    ordered: dict[str, None] = {}

    def add(name: str) -> None:
        if name not in ordered and name in decisions:
            for other in sorted(decisions[name].uses):
                add(other)
            ordered[name] = None

    for name in sorted(decisions):
        add(name)
    return list(ordered)


class _Prover:
    def __init__(
        self, name: str, decisions: Mapping[str, Decision], bounds: Bounds, proved: Mapping[str, Proved]
    ) -> None:
        self.name = name
        self.proved = proved
        self.decisions = decisions
        self.choose: Choose = decisions[name].choose
        self.bounds = bounds
        self.rows = applying(self.choose)
        # First with other decisions as variables of their own: small, and what holds for all of their values holds for
        # the real ones.
        self.coarse = Space((guard for _, guard in self.rows), {}, bounds)
        self.coarse_forms: dict[str, Form] = {row.id: self.coarse.form(guard) for row, guard in self.rows}

    @cached_property
    def space(self) -> Space:
        """The space of facts alone, in which a case can be found."""
        chooses = {other: decision.choose for other, decision in self.decisions.items()}
        return Space((guard for _, guard in self.rows), chooses, self.bounds)

    @cached_property
    def forms(self) -> dict[str, Form]:
        return {row.id: self.space.form(guard) for row, guard in self.rows}

    def prove(self) -> Proof:
        overlapping: set[frozenset[str]] = set()
        verdicts: list[Verdict] = []
        for left, right in combinations(self.choose.rows, 2):
            box = self._find(partial(_all_of, (left.id, right.id)))
            if box is None:
                continue
            overlapping.add(frozenset((left.id, right.id)))
            if not _same_result(left, right):
                pair = tuple(sorted((left.id, right.id)))
                verdicts.append(self._shown("conflict", pair, box, RuleConflict))
        if self.choose.otherwise is None:
            box = self._find(_none)
            if box is not None:
                verdicts.append(self._shown("gap", (), box, RuleGap))
        verdicts += self._dead()
        return Proof(self.name, tuple(verdicts), frozenset(overlapping))

    def _dead(self) -> Iterator[Verdict]:
        """Rules that no case reaches; of a condition, an answer that never comes."""
        about = "constant" if self.decisions[self.name].kind == "condition" else "dead"
        for row, _ in self.rows:
            if row.id != UNLESS_APPLICABLE and self._find(partial(_all_of, (row.id,))) is None:
                yield Verdict(about, WITNESS, self.name, (row.id,))

    def _find(self, wanted: Callable[[Mapping[str, Form]], Form]) -> Box | str | None:
        """Find cases in which a form of the rows' forms holds.

        Gives None where there are none, and "unknown" where the search gave up.
        """
        try:
            if find(wanted(self.coarse_forms), self.coarse.whole()) is None:
                return None
            return find(wanted(self.forms), self.space.whole())
        except BudgetSpent:
            return UNKNOWN

    def _shown(self, about: str, rules: tuple[str, ...], box: Box | str, fault: type[Undecidable]) -> Verdict:
        if not isinstance(box, str):
            for case in islice(self._cases(box, rules), MOST_TRIALS):
                if self._confirmed(case, fault, rules):
                    return Verdict(about, WITNESS, self.name, rules, tuple(sorted(case.items())))
        return Verdict(about, UNKNOWN, self.name, rules)

    def _confirmed(self, case: Mapping[str, Value], fault: type[Undecidable], rules: tuple[str, ...]) -> bool:
        try:
            Interpreter(self.decisions, case.get, self.proved).decide(self.name)
        except fault as error:
            return error.decision == self.name and set(rules) <= set(error.rules)
        except (Undecidable, BadValue):
            return False
        return False

    def _cases(self, box: Box, rules: tuple[str, ...]) -> Iterator[dict[str, Value]]:
        """Cases inside a box. Facts that are only compared with each other get values from a small grid."""
        fixed: dict[str, Value] = {}
        compared: list[Expr] = [row.value for row, _ in self.rows if row.id in rules]
        for variable, cells in zip(self.space.variables, box, strict=True):
            if isinstance(variable.key, FactRef):
                fixed[variable.key.path] = next(cell for bit, cell in enumerate(variable.cells) if cells >> bit & 1)
            else:
                compared.append(variable.key)
        nodes = [node for expr in compared for node in walk(expr)]
        free = {node.path: node for node in nodes if isinstance(node, FactRef) and node.path not in fixed}
        periods = sorted({node for node in nodes if isinstance(node, Closing)}, key=repr)
        grids = (_inside(_grid(fact, periods), *self.bounds.get(fact.path, (None, None))) for fact in free.values())
        for values in product(*grids):
            case = fixed | dict(zip(free, values, strict=True))
            yield {path: value for path, value in case.items() if value is not None}


def _all_of(rules: tuple[str, ...], forms: Mapping[str, Form]) -> Form:
    return every(forms[rule] for rule in rules)


def _none(forms: Mapping[str, Form]) -> Form:
    return every(negated(form) for form in forms.values())


def _inside(values: list[Ordered], low: Ordered, high: Ordered) -> list[Value]:
    """Leave out what the vocabulary does not allow; where nothing is left, the bounds themselves will do."""
    kept = [value for value in values if (low is None or value >= low) and (high is None or value <= high)]
    return kept or [bound for bound in (low, high) if bound is not None]


def _grid(fact: FactRef, periods: Iterable[Closing]) -> list[Value]:
    """A few values of a fact that is compared with others: of a moment one second each side of every line."""
    name = fact.type.name
    if name == "datetime":
        return list(_moments(periods))
    if name == "date":
        return [moment.date() for moment in _moments(periods)]
    grids: dict[str, list[Value]] = {
        "boolean": [True, False],
        "choice": list(fact.type.options),
        "integer": [0, 1, 100],
        "decimal": [Decimal(0), Decimal(1), Decimal(100)],
        "list": [()],
        "money": [Money(0), Money(1), Money(10_000)],
        "span": [Seconds(0), Seconds(60), Seconds(86_400)],
        "rate": [Rate("0"), Rate("0.5"), Rate("1")],
    }
    return grids.get(name, [])


def _moments(periods: Iterable[Closing]) -> Iterator[datetime]:
    """The first values come first in the search: one that all periods begin at, then either side of every line."""
    yield _START
    ends = {_START}
    for period in periods:
        with suppress(BadValue):  # a period may end beyond the holiday calendar
            ends.add(closing(_START, period.span, period.counting))
    for end in sorted(ends):
        yield from (end - _SECOND, end + _SECOND)


def _same_result(left: Row, right: Row) -> bool:
    """Rules may overlap where they give the same, whatever the case."""
    if isinstance(left.value, Const) and isinstance(right.value, Const):
        return left.value.value == right.value.value
    return left.value == right.value
