"""Rates: exact fractions, written in percent."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final, Self

from rulings.values.fault import Diagnosis, symptom
from rulings.values.number import format_decimal

_RATE: Final = re.compile(r"(-?)(0|[1-9][0-9]{0,11})(?:\.([0-9]{1,6}))?%")

_NUMBER: Final = r"(?P<number>-?[0-9]+(?:\.[0-9]+)?)"
_DIAGNOSIS: Final = Diagnosis(
    noun="a rate",
    code="not-a-rate",
    expected="a rate such as 99.9%, with at most six decimals",
    symptoms=(
        symptom(_NUMBER, "unit-missing", "the percent sign is missing", 'add it: "{number}%"'),
        symptom(
            ".*\N{FULLWIDTH PERCENT SIGN}.*",
            "not-a-rate",
            'it has the fullwidth percent sign "\N{FULLWIDTH PERCENT SIGN}"',
            'write the ASCII percent sign: "99.9%"',
        ),
        symptom(rf"(?=.*\s)\s*{_NUMBER}\s*%\s*", "not-a-rate", "it has spaces", 'write "{number}%"'),
        symptom(
            r"-?[0-9]+\.[0-9]{7,}%",
            "too-many-decimals",
            "it has more than six decimals",
            "round it to six decimals, and say in a reading that you did",
        ),
        symptom(r"-?0[0-9]+(?:\.[0-9]+)?%", "not-a-rate", "it begins with a needless zero", "leave the zero away"),
        symptom(r"-?[0-9]{13,}(?:\.[0-9]+)?%", "out-of-range", "it is too large", None),
        symptom(r"%.*", "not-a-rate", "the percent sign stands in front", 'put it behind the number: "99.9%"'),
        symptom(r".*,.*", "not-a-rate", "it has a comma", 'write a point before the decimals: "99.9%"'),
        symptom(
            rf"{_NUMBER} ?(?:percent|per cent|pct|\u2030)",
            "unit-unknown",
            "the unit is not the percent sign",
            'write the percent sign: "99.9%"',
        ),
        symptom(r".*[eE].*", "not-a-rate", "it has letters", "write it with plain digits, without an exponent"),
    ),
)


class Rate(Decimal):
    """A rate as the fraction that it is: 99.9% is Rate("0.999"); it compares and hashes as that Decimal.

    Arithmetic gives plain Decimals, in the precision of whoever calculates: wrap the result where it is a rate.
    """

    __slots__ = ()

    def __new__(cls, fraction: Decimal | int | str) -> Self:
        """Return the rate of `fraction`; raise TypeError for a binary floating point number, which is never exact."""
        _refuse_float(fraction)
        return super().__new__(cls, fraction)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the rate that `text` states in percent, such as "99.9%"; raise BadValue if it does not."""
        match = _RATE.fullmatch(text)
        if match is None:
            raise _DIAGNOSIS.of(text)
        sign, whole, decimals = match.groups()
        digits = int(whole + (decimals or ""))
        # Built from text: arithmetic would obey the decimal context of the calling thread.
        return cls(f"{'-' if sign and digits else ''}{digits}E-{len(decimals or '') + 2}")

    def __str__(self) -> str:
        """Return the rate in percent, without needless zeros and without an exponent: "99.9%"."""
        sign, digits, exponent = self.as_tuple()
        if not isinstance(exponent, int):
            return super().__str__()  # not a number, or infinite: parse never gives one
        return format_decimal(Decimal((sign, digits, exponent + 2))) + "%"

    def __repr__(self) -> str:
        """Return the rate as one reads it: Rate("99.9%")."""
        return f'Rate.parse("{self}")'

    def __format__(self, spec: str, /) -> str:  # type: ignore[override]
        """Return `str()` for an empty `spec`, and the fraction in the format of `spec` otherwise."""
        return super().__format__(spec) if spec else str(self)


def _refuse_float(fraction: object) -> None:
    if isinstance(fraction, float):
        message = "a Rate is exact, and a binary floating point number is not: give a Decimal, an integer or text"
        raise TypeError(message)
