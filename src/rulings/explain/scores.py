"""Scores: a table of their parts, what each contributes, and how the sum was rounded."""

from __future__ import annotations

from fractions import Fraction

from rulings.algebra import Const, Value
from rulings.explain.clauses import Clauses
from rulings.explain.explanation import Explained
from rulings.explain.matter import Matter, standing
from rulings.explain.quantities import decimals, number_of
from rulings.explain.reasons import APPLIES
from rulings.explain.spoken import value as in_words
from rulings.explain.story import Code, Line, Node, Paragraph, Strong, Table
from rulings.explain.voice import Voice
from rulings.kinds.score import Part


class Scores:
    """Tells the scores of one ruling."""

    def __init__(self, matter: Matter, voice: Voice) -> None:
        """Start with the ruling and its reader."""
        self.matter = matter
        self.voice = voice
        self.clauses = Clauses(matter.policy, matter.interpreter, voice)

    def nodes(self, explained: Explained) -> list[Node]:
        """Give the table of a decided score, the heaviest part first, and say how the sum was rounded."""
        decision = self.matter.decision(explained)
        carrying = [reason for reason in standing(explained) if reason.state == APPLIES]
        if not explained.outcome.decided or not carrying:
            return []
        row = self.matter.row(decision, carrying[0].rule)
        if row is None:
            return []
        caps = decision.rules[row.id].detail["at_most"]
        parts: dict[str, Part] = decision.detail["parts"]
        ordered = sorted(parts.items(), key=lambda item: (-item[1].weight, item[0]))
        shares = {name: self.matter.value(row, name) for name in parts}
        rows = [self._row(name, part, caps.get(name), shares[name]) for name, part in ordered]
        total = sum((number_of(share) for share in shares.values()), start=Fraction(0))
        head = tuple(self.voice.say(f"head_{name}") for name in ("part", "weight", "points", "contribution"))
        return [Table(head, (*rows, self._total(total))), self._rounded(explained)]

    def _row(self, name: str, part: Part, cap: Const | None, contribution: Value) -> tuple[Line, ...]:
        points = self._points(self.matter.interpreter.value(part.points), cap)
        title = self.voice.told(part.title)
        named: Line = (title,) if self.voice.is_plain else (Code(name), self.voice.bracketed(title))
        return (named, (str(part.weight),), (points,), (in_words(contribution, self.voice),))

    def _points(self, points: Value, cap: Const | None) -> str:
        """Write the points of a part; where a cap holds, how many of them count."""
        written = in_words(points, self.voice)
        if cap is None or number_of(points) <= number_of(cap.value):
            return written
        return self.voice.say("capped", points=written, cap=in_words(cap.value, self.voice))

    def _total(self, total: Fraction) -> tuple[Line, ...]:
        return ((Strong(self.voice.say("total")),), ("100%",), ("",), (Strong(decimals(total, self.voice)),))

    def _rounded(self, explained: Explained) -> Paragraph:
        rounding = self.matter.decision(explained).detail["rounding"]
        mode = self.voice.say("mode_" + rounding.mode.replace(" ", "_"))
        how = self.voice.say("calc_how_rounded", step=decimals(rounding.step.value, self.voice), mode=mode)
        value = in_words(explained.outcome.value, self.voice)
        return Paragraph((self.voice.sentence(self.voice.say("calc_rounded", how=how, value=value)),))
