"""From the rows of a decision to a tree of questions.

Each asked at most once on any way, and only where it still matters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from rulings.algebra import OTHERWISE, Choose, ResultRef, Row
from rulings.algebra.boxes import Box, Every, Form, Lit, Some, narrowed, reduced
from rulings.algebra.space import Space, applying
from rulings.engine.settle import Proved

MOST_NODES = 4000
MOST_LEVELS = 45
"""A level of the tree is written with one or two of Python's indentations, of which it takes no more than 99."""
FEWEST_WAYS = 3


class TooManyNodes(Exception):
    """The tree would grow too large or too deep; the decision is then run without one."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """The rows that apply: none where the rows leave a gap, several where they overlap."""

    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Ask:
    """A question with yes and no."""

    lit: Lit
    yes: Tree
    no: Tree


@dataclass(frozen=True, slots=True)
class Switch:
    """A choice with several ways; `rest` is for the options that are not named."""

    variable: int
    ways: tuple[tuple[tuple[str, ...], Tree], ...]
    rest: Tree | None


Tree = Leaf | Ask | Switch


class TreeBuilder:
    """Builds the tree of one decision, with what is proved of its rules."""

    def __init__(self, choose: Choose, proved: Proved) -> None:
        """Prepare the space, in which other decisions count as variables of their own."""
        self.choose = choose
        self.proved = proved
        self.nodes = self.level = 0
        self.order = {row.id: at for at, row in enumerate(choose.rows)}
        rows = [(row, guard) for row, guard in applying(choose) if row.id != OTHERWISE]
        self.space = Space([guard for _, guard in rows], {})
        self.forms = [(row, self.space.form(guard)) for row, guard in rows]

    def build(self) -> Tree:
        """Build the tree. Raises TooManyNodes."""
        return self._build(self.forms, self.space.whole())

    def _build(self, rows: list[tuple[Row, Form]], box: Box) -> Tree:
        self.nodes += 1
        if self.nodes > MOST_NODES or self.level > MOST_LEVELS:
            raise TooManyNodes
        left = [(row, form) for row, whole in rows if (form := reduced(whole, box)) is not False]
        sure = [row for row, form in left if form is True]
        open_ = [(row, form) for row, form in left if form is not True and self.proved.may_join(row, sure)]
        if not open_:
            # In the order of the decision: of equal moments the first is given as it is written.
            in_order = sorted(sure, key=lambda row: self.order[row.id])
            return Leaf(tuple(in_order) if sure else self._otherwise())
        if not sure and len(open_) == 1 and self.proved.complete and self.choose.otherwise is None:
            return Leaf((open_[0][0],))
        certain: list[tuple[Row, Form]] = [(row, True) for row in sure]
        self.level += 1
        tree = self._split([*certain, *open_], [form for _, form in open_], box)
        self.level -= 1
        return tree

    def _otherwise(self) -> tuple[Row, ...]:
        return () if self.choose.otherwise is None else (self.choose.otherwise,)

    def _split(self, rows: list[tuple[Row, Form]], forms: list[Form], box: Box) -> Tree:
        variable = self._most_wanted(forms)
        named = self.space.variables[variable]
        cells = [bit for bit in range(len(named.cells)) if box[variable] >> bit & 1]
        if named.type.name == "choice" and len(cells) >= FEWEST_WAYS:
            return self._switch(variable, cells, rows, forms, box)
        lit = next(lit for form in forms for lit in _lits(form) if lit.variable == variable)
        yes = self._build(rows, narrowed(box, variable, lit.true))
        return Ask(lit, yes, self._build(rows, narrowed(box, variable, ~lit.true)))

    def _switch(
        self, variable: int, cells: list[int], rows: list[tuple[Row, Form]], forms: list[Form], box: Box
    ) -> Switch:
        groups: dict[tuple[bool, ...], list[int]] = {}
        lits = [lit for form in forms for lit in _lits(form) if lit.variable == variable]
        for bit in cells:
            groups.setdefault(tuple(bool(lit.true >> bit & 1) for lit in lits), []).append(bit)
        options = self.space.variables[variable].cells
        ways: list[tuple[tuple[str, ...], Tree]] = []
        rest: Tree | None = None
        for truths, bits in sorted(groups.items(), key=lambda item: item[1]):
            inner = self._build(rows, narrowed(box, variable, sum(1 << bit for bit in bits)))
            if any(truths):
                ways.append((tuple(str(options[bit]) for bit in bits), inner))
            else:
                rest = inner
        return Switch(variable, tuple(ways), rest)

    def _most_wanted(self, forms: list[Form]) -> int:
        """The variable on which most rows still depend; of equals a fact before another decision, then the first."""
        counts: Counter[int] = Counter()
        for form in forms:
            top = form.items if isinstance(form, Every) else (form,)
            counts.update({lit.variable for lit in _lits(form)})
            counts.update({lit.variable for lit in top if isinstance(lit, Lit)})
        return min(counts, key=lambda at: (-counts[at], isinstance(self.space.variables[at].key, ResultRef), at))


def _lits(form: Form) -> Iterable[Lit]:
    if isinstance(form, Lit):
        yield form
    elif isinstance(form, Every | Some):
        for item in form.items:
            yield from _lits(item)
