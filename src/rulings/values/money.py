"""Amounts of money: whole fen of the Chinese yuan, exact."""

from __future__ import annotations

import operator
import re
from typing import Final, Self

from rulings.values.fault import BadValue, Diagnosis, quoted, symptom

_FEN_PER_YUAN: Final = 100
_LIMIT: Final = 2**63
_AMOUNT: Final = re.compile(r"(-?)(0|[1-9][0-9]{0,16})(?:\.([0-9]{1,2}))? CNY")

_NUMBER: Final = r"(?P<number>-?[0-9]+(?:\.[0-9]+)?)"
_YUAN_SIGN: Final = "\N{YEN SIGN}\N{FULLWIDTH YEN SIGN}\N{CJK UNIFIED IDEOGRAPH-5143}\N{CJK UNIFIED IDEOGRAPH-5757}"
_DIAGNOSIS: Final = Diagnosis(
    noun="an amount of money",
    code="not-money",
    expected="an amount such as 12.30 CNY, with at most two decimals",
    symptoms=(
        symptom(_NUMBER, "unit-missing", "the currency is missing", 'add the currency: "{number} CNY"'),
        symptom(
            rf".*(?P<sign>[{_YUAN_SIGN}]).*",
            "currency-unknown",
            'the currency is written "CNY", not "{sign}"',
            'write the number, a space and CNY: "12.30 CNY"',
        ),
        symptom(
            rf"CNY ?{_NUMBER}", "not-money", "the currency stands in front", 'put it behind the number: "{number} CNY"'
        ),
        symptom(
            rf"(?P<currency>[A-Za-z$\u20ac\u00a3]+) ?{_NUMBER}",
            "currency-unknown",
            'the currency "{currency}" is not known',
            'amounts are in CNY, which stands behind the number: "12.30 CNY"',
        ),
        symptom(
            r"-?[0-9]{1,3}(?:[,_'\uff0c ][0-9]{3})+(?:\.[0-9]+)?(?: ?[A-Z]{3})?",
            "not-money",
            "it has thousands separators",
            'write the digits without separators: "12345.60 CNY"',
        ),
        symptom(
            r"-?[0-9]+\.[0-9]{3,} CNY",
            "too-many-decimals",
            "it has more than two decimals",
            "state the amount in whole fen: two decimals",
        ),
        symptom(rf"{_NUMBER}CNY", "not-money", "the space is missing", 'write "{number} CNY"'),
        symptom(
            rf"{_NUMBER} ?(?P<currency>(?!CNY)[^\W\d_]+|[$\u20ac\u00a3])",
            "currency-unknown",
            'the currency "{currency}" is not known',
            'amounts are in CNY: "12.30 CNY"',
        ),
        symptom(r"-?0[0-9]+(?:\.[0-9]+)? CNY", "not-money", "the number begins with a needless zero", "leave it away"),
        symptom(r"\+.*", "not-money", "a plus sign is not written", "leave it away"),
        symptom(r"-?[0-9]{18,}(?:\.[0-9]+)? CNY", "out-of-range", "it is too large", None),
        symptom(r"\s.*|.*\s\s.*|.*\s", "not-money", "it has spaces too many", 'write "12.30 CNY", with one space'),
    ),
)


class Money(int):
    """An amount as a whole number of fen (1 CNY = 100 fen); it compares and hashes as that number.

    Arithmetic gives plain integers of fen: wrap the result again where it is money.
    """

    __slots__ = ()

    def __new__(cls, fen: int) -> Self:
        """Return the amount of `fen`; raise TypeError for anything but an integer, which `int` would cut silently."""
        return super().__new__(cls, operator.index(fen))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the amount that `text` states, such as "12.30 CNY" or "-500 CNY"; raise BadValue if it does not."""
        match = _AMOUNT.fullmatch(text)
        if match is None:
            raise _DIAGNOSIS.of(text)
        sign, yuan, decimals = match.groups()
        fen = int(yuan) * _FEN_PER_YUAN + int((decimals or "").ljust(2, "0"))
        if fen >= _LIMIT:
            raise _too_large(text)
        return cls(-fen if sign else fen)

    def __str__(self) -> str:
        """Return the amount in yuan, always with two decimals: "12.30 CNY"."""
        fen = int(self)
        yuan, rest = divmod(abs(fen), _FEN_PER_YUAN)
        return f"{'-' if fen < 0 else ''}{yuan}.{rest:02d} CNY"

    def __repr__(self) -> str:
        """Return the amount as one reads it: Money("12.30 CNY")."""
        return f'Money("{self}")'


def _too_large(text: str) -> BadValue:
    message = f"{quoted(text)} is not an amount of money that can be held: it is too large."
    return BadValue(message, code="out-of-range", expected="an amount of less than 2**63 fen (92 thousand million CNY)")
