"""Conditions as nested lists: every line in words, and below them as its author wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from rulings.algebra import AnyOf, Compare, Expr, Figure, Not, Quantified, ResultRef, children, walk
from rulings.model import Line
from rulings.site.addresses import decision_place, fact_place, parameter_place
from rulings.site.markup import Content, Html, element
from rulings.site.sheet import PolicySheet
from rulings.site.words import Words

_REFERENCE = re.compile(r"(\$[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*)")
_NEGATED = "none of"
Lines = Mapping[Expr, Line]


class Conditions:
    """Writes the conditions of one decision."""

    def __init__(self, words: Words) -> None:
        """Start with what puts conditions into words."""
        self.words = words
        self.sheet: PolicySheet = words.sheet

    def tree(self, expr: Expr, lines: Iterable[Line]) -> Html:
        """Write conditions as their author grouped and ordered them; nothing where there are none."""
        known = {line.expr: line for line in lines}
        return self._list(self._items(expr, known)) if known else Html("")

    def _list(self, items: list[Html]) -> Html:
        return element("ul", items, class_="conditions")

    def _items(self, expr: Expr, lines: Lines) -> list[Html]:
        """Write each condition of a `when`, which must all hold."""
        if expr in lines:
            return [self._line(lines[expr])]
        if isinstance(expr, Not) and isinstance(expr.item, AnyOf):
            return [self._group(_NEGATED, expr.item, lines)]
        if isinstance(expr, AnyOf):
            return [self._group("any of", expr, lines)]
        return [item for inner in _in_order(expr, lines) for item in self._items(inner, lines)]

    def _group(self, word: str, expr: AnyOf, lines: Lines) -> Html:
        branches = [self._branch(inner, lines) for inner in _in_order(expr, lines)]
        said = element("span", self.sheet.say(word.replace(" ", "_")), class_="word")
        return element("li", said, self._list(branches), class_="group")

    def _branch(self, expr: Expr, lines: Lines) -> Html:
        items = self._items(expr, lines)
        if len(items) == 1:
            return items[0]
        return element("li", element("span", self.sheet.say("all_of"), class_="word"), self._list(items), class_="all")

    def _line(self, line: Line) -> Html:
        if line.inside:
            return self._over_records(line)
        return element("li", self.in_words(line), " ", self.written(line.text))

    def in_words(self, line: Line) -> Html:
        """Write one line in words; a line about another decision links to it."""
        said = self.sheet.begun(self.words.clause(line.expr))
        named = {node.decision for node in walk(line.expr) if isinstance(node, ResultRef)}
        content: Content = said
        if len(named) == 1:
            content = self.sheet.here(decision_place(named.pop()), said)
        return element("span", content, class_="words")

    def _over_records(self, line: Line) -> Html:
        """Write a line about the records of a list: what is said of them, and below it of each one."""
        expr = line.expr
        if isinstance(expr, Quantified):
            head, where = self.words.quantified(expr), expr.where
        else:
            figure = next(node for node in walk(expr) if isinstance(node, Figure))
            head, where = self._counted(expr, figure), figure.where
        below = self._list(self._items(where, {inner.expr: inner for inner in line.inside}))
        said = element("span", self.sheet.begun(head), class_="words")
        word, _, path = line.text.partition(":")[0].rpartition(" ")
        written = element("code", word, " ", self._linked(path, path), class_="written", translate="no")
        return element("li", said, " ", written, below, class_="records")

    def _counted(self, expr: Expr, figure: Figure) -> str:
        """Say what a count is compared with, and leave what is counted to the list below."""
        compared = [node for node in walk(expr) if isinstance(node, Compare) and node.left == figure]
        relations = [self.words.relation(one.op, one.left, one.right) for one in compared]
        joint = self.sheet.say("and").join(relations)
        return self.sheet.say("count_is", figure=self.words.figure_head(figure), relation=joint)

    def written(self, text: str) -> Html:
        """Write a condition or a formula as it stands in the file; the names in it link to what they mean."""
        name, gap, rest = text.partition(" ")
        first = self._linked(name, name) if gap else None
        pieces = _REFERENCE.split(rest if first is not None else text)
        content = [self._linked(piece[1:], piece) if piece.startswith("$") else piece for piece in pieces]
        return element("code", first, gap if first is not None else None, content, class_="written", translate="no")

    def _linked(self, name: str, shown: str) -> Content:
        """Link a name that means something: a fact, a decision or a field of one, or a parameter."""
        policy = self.sheet.policy
        first = name.partition(".")[0]
        if name in policy.vocabulary.facts:
            return self.sheet.here(fact_place(name), shown)
        if first in policy.vocabulary.lists:
            return self.sheet.here(fact_place(policy.vocabulary.lists[first].path), shown)
        if name in policy.parameters:
            return self.sheet.here(parameter_place(name), shown)
        return self.sheet.here(decision_place(first), shown) if first in policy.decisions else shown


def _in_order(expr: Expr, lines: Lines) -> list[Expr]:
    """Give the parts of a group in the order of the file."""
    return sorted(children(expr), key=lambda inner: _place(inner, lines))


def _place(expr: Expr, lines: Lines) -> tuple[int, int]:
    found = (lines[inner].place for inner in walk(expr) if inner in lines)
    return min(((place.line, place.column) for place in found), default=(0, 0))
