"""An interpreter for explaining: what the holiday calendar does not reach is unknown to it."""

from __future__ import annotations

from rulings.algebra import Closing, Expr, Value
from rulings.engine.interpreter import Interpreter
from rulings.values import BeyondCalendar


class Lenient(Interpreter):
    """Explains rules that do not apply although their periods end in years of which nobody knows the holidays yet."""

    def _value(self, expr: Expr) -> Value:
        if not isinstance(expr, Closing):
            return super()._value(expr)
        try:
            return super()._value(expr)
        except BeyondCalendar:
            return None


def lenient(interpreter: Interpreter) -> Interpreter:
    """Give a lenient interpreter of the same case."""
    return Lenient(interpreter.decisions, interpreter.facts, interpreter.proved)
