"""Integers and decimals, exact and plainly written."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from rulings.values.fault import BadValue, Diagnosis, quoted, symptom

_LIMIT: Final = 2**63
_MOST_DIGITS: Final = 18
_INTEGER: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,18})")
_DECIMAL: Final = re.compile(r"(-?(?:0|[1-9][0-9]{0,17}))(?:\.([0-9]{1,18}))?")

_INTEGER_EXPECTED: Final = "a whole number such as 3, between -2**63 and 2**63 - 1"
_INTEGER_DIAGNOSIS: Final = Diagnosis(
    noun="an integer",
    code="not-an-integer",
    expected=_INTEGER_EXPECTED,
    symptoms=(
        symptom(r"-?[1-9][0-9]{19,}", "out-of-range", "it is too large", None),
        symptom(r"-?[0-9]+\.[0-9]*", "not-an-integer", "it has decimals", "write a whole number"),
        symptom(r"-?0[0-9]+", "not-an-integer", "it begins with a needless zero", "leave the zero away"),
        symptom(r"-?[0-9]+(?:[_,' ][0-9]+)+", "not-an-integer", "it has separators", "write the digits only"),
        symptom(r"\+.*", "not-an-integer", "a plus sign is not written", "leave it away"),
        symptom(r"\s.*|.*\s", "not-an-integer", "it has spaces", "leave them away"),
    ),
)
_DECIMAL_DIAGNOSIS: Final = Diagnosis(
    noun="a decimal",
    code="not-a-decimal",
    expected="a decimal number such as 4.5, with at most 18 digits",
    symptoms=(
        symptom(r"-?[1-9][0-9]{18,}(?:\.[0-9]+)?", "out-of-range", "it has more than 18 digits", None),
        symptom(r"-?(?:0|[1-9][0-9]*)\.[0-9]{19,}", "too-many-decimals", "it has more than 18 decimals", "round it"),
        symptom(r"-?\.[0-9]+", "not-a-decimal", "nothing stands before the point", 'write a zero: "0.5"'),
        symptom(r"-?[0-9]+\.", "not-a-decimal", "nothing stands behind the point", "leave the point away"),
        symptom(r"-?0[0-9]+(?:\.[0-9]+)?", "not-a-decimal", "it begins with a needless zero", "leave the zero away"),
        symptom(r"-?[0-9.]+[eE][-+]?[0-9]+", "not-a-decimal", "it has an exponent", "write all its digits"),
        symptom(r"-?[0-9]+(?:[_' ][0-9]+)+(?:\.[0-9]+)?", "not-a-decimal", "it has separators", "leave them away"),
        symptom(r"-?[0-9]+(?:,[0-9]+)+(?:\.[0-9]+)?", "not-a-decimal", "it has a comma", 'write a point: "4.5"'),
        symptom(r"(?i:[-+]?(?:s?nan|inf(?:inity)?))", "not-a-decimal", "it is not finite", None),
        symptom(r"\+.*", "not-a-decimal", "a plus sign is not written", "leave it away"),
        symptom(r"\s.*|.*\s", "not-a-decimal", "it has spaces", "leave them away"),
    ),
)


def parse_integer(text: str) -> int:
    """Return the signed 64 bit integer that `text` states in plain digits; raise BadValue if it does not."""
    if _INTEGER.fullmatch(text) is None:
        raise _INTEGER_DIAGNOSIS.of(text)
    number = int(text)
    if not -_LIMIT <= number < _LIMIT:
        message = f"{quoted(text)} is too large for an integer."
        raise BadValue(message, code="out-of-range", expected=_INTEGER_EXPECTED)
    return number


def parse_decimal(text: str) -> Decimal:
    """Return the finite decimal of at most 18 significant digits that `text` states; raise BadValue if it does not."""
    match = _DECIMAL.fullmatch(text)
    if match is None:
        raise _DECIMAL_DIAGNOSIS.of(text)
    whole, decimals = match[1], match[2] or ""
    if len((whole.lstrip("-") + decimals).lstrip("0")) > _MOST_DIGITS:
        message = f"{quoted(text)} is not a decimal that can be held: it has more than {_MOST_DIGITS} digits."
        raise BadValue(message, code="too-many-decimals", expected=_DECIMAL_DIAGNOSIS.expected, help="round it")
    number = Decimal(text)
    return number or number.copy_abs()  # never "-0"


def format_decimal(number: Decimal) -> str:
    """Return `number` in plain digits, without needless zeros; raise ValueError if it is not finite."""
    if not number.is_finite():
        message = f"{number!r} is not a finite number"
        raise ValueError(message)
    if not number:
        return "0"
    # Decimal's own format: a subclass such as Rate may write itself otherwise.
    plain = Decimal.__format__(number, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain
