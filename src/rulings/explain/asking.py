"""What may be asked about with `why_not`: a decision that the policy has, and a value that it can come to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from rulings.algebra import NOT_APPLICABLE, Const, Value
from rulings.algebra.types import SHARES
from rulings.errors import RulingsError, nearest
from rulings.explain.matter import rows_of
from rulings.model import Decision, Policy
from rulings.plain import AS_AGREED, plain_value
from rulings.values import Money, Rate, Seconds, parse_date, parse_datetime, parse_decimal


class UnknownDecision(RulingsError, KeyError):
    """The policy has no decision of that name."""

    def __str__(self) -> str:
        """Give the message as it is; a KeyError would put it in quotation marks."""
        return str(self.args[0])


class ImpossibleValue(RulingsError, ValueError):
    """The decision can never come to that value."""


PARSERS: dict[str, Callable[[str], Value]] = {
    "money": Money.parse,
    "rate": Rate.parse,
    "span": Seconds.parse,
    "date": parse_date,
    "datetime": parse_datetime,
    "decimal": parse_decimal,
}
NATIVE: dict[str, tuple[type, ...]] = {
    "integer": (int,),
    "decimal": (Decimal, int),
    "text": (str,),
    "money": (Money,),
    "rate": (Rate,),
    "span": (Seconds,),
    "date": (date,),
    "datetime": (datetime,),
    "shares": (tuple,),
}


def known_decision(policy: Policy, name: str) -> Decision:
    """Give a decision. Raises UnknownDecision, which names the nearest."""
    if name in policy.decisions:
        return policy.decisions[name]
    near = nearest(name, policy.decisions) if isinstance(name, str) else None
    hint = f'did you mean "{near}"?' if near else "it has " + ", ".join(sorted(policy.decisions))
    message = f'{policy.name} has no decision "{name}"; {hint}'
    raise UnknownDecision(message)


def possible_value(decision: Decision, given: object) -> Value:
    """Give a value as the algebra has it, read from its text where need be. Raises ImpossibleValue."""
    if decision.type == SHARES:
        return _among(decision, _shares(decision, given) if isinstance(given, Mapping) else given)
    if decision.type.name == "choice":
        return _option(decision, given)
    if decision.type.name == "boolean":
        return _boolean(decision, given)
    return _among(decision, _read(decision, given))


def _option(decision: Decision, given: object) -> Value:
    if isinstance(given, str) and given in decision.type.options:
        return given
    raise _impossible(decision, given, decision.type.options)


def _boolean(decision: Decision, given: object) -> Value:
    if isinstance(given, bool) or (given == NOT_APPLICABLE and decision.applies_lines):
        return NOT_APPLICABLE if given == NOT_APPLICABLE else bool(given)
    raise _impossible(decision, given, ("True", "False"))


def _read(decision: Decision, given: object) -> object:
    if given == NOT_APPLICABLE and decision.applies_lines:
        return NOT_APPLICABLE
    parse = PARSERS.get(decision.type.name)
    if isinstance(given, str) and parse is not None:
        try:
            return parse(given)
        except ValueError as fault:
            message = f'"{decision.name}" gives {decision.type}: {fault}'
            raise ImpossibleValue(message) from None
    return given


def _among(decision: Decision, given: object) -> Value:
    """Where every rule states its value, it must be one of them; else it must be of the type."""
    stated = [row.value.value for row in rows_of(decision) if isinstance(row.value, Const)]
    for value in stated:
        if value == given and isinstance(given, bool) == isinstance(value, bool):
            return value
    fits = isinstance(given, NATIVE[decision.type.name]) and not isinstance(given, bool)
    if len(stated) == len(rows_of(decision)) or not fits:
        raise _impossible(decision, given, [str(plain_value(value)) for value in stated])
    return cast("Value", given)


def _shares(decision: Decision, given: Mapping[str, Any]) -> Value:
    """Read shares as the ruling shows them: of each cost, shares by party, or "as agreed"."""
    made: list[tuple[str, tuple[tuple[str, Rate], ...]]] = []
    try:
        for cost, shares in sorted(given.items()):
            parts = {} if shares == AS_AGREED else dict(shares)
            made.append((cost, tuple(sorted((party, _rate(rate)) for party, rate in parts.items()))))
    except (TypeError, ValueError):
        raise _impossible(decision, given, ()) from None
    return tuple(made)


def _rate(given: object) -> Rate:
    return given if isinstance(given, Rate) else Rate.parse(str(given))


def _impossible(decision: Decision, given: object, known: tuple[str, ...] | list[str]) -> ImpossibleValue:
    near = nearest(given, known) if isinstance(given, str) else None
    listed = ", ".join(dict.fromkeys(known)) or f"a value of the type {decision.type}"
    hint = f'did you mean "{near}"?' if near else f"expected {listed}"
    return ImpossibleValue(f'"{decision.name}" never comes to {given!r}; {hint}')
