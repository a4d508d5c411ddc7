"""An interpreter for explaining: what lies beyond the holiday calendar, or beyond a type, is unknown to it."""

from __future__ import annotations

from rulings.algebra import Closing, Expr, Rounded, Value
from rulings.engine.interpreter import Interpreter
from rulings.values import BeyondCalendar, BeyondRange


class Lenient(Interpreter):
    """Explains rules that do not apply although their periods end in years of which nobody knows the holidays yet."""

    def _value(self, expr: Expr) -> Value:
        if not isinstance(expr, Closing | Rounded):
            return super()._value(expr)
        try:
            return super()._value(expr)
        except (BeyondCalendar, BeyondRange):
            return None


def lenient(interpreter: Interpreter) -> Interpreter:
    """Give a lenient interpreter of the same case."""
    return Lenient(interpreter.decisions, interpreter.facts, interpreter.proved)
