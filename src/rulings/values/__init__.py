"""The values that rules and facts are made of: exact, immutable, and written one way only.

Amounts are whole fen, rates are decimal fractions, spans and moments are counted without clocks and without binary
floating point. Every text that is not a value raises BadValue, which says what was expected and what to do.
"""

from rulings.values.counting import Counting, closing, is_inclusive
from rulings.values.distance import Distance
from rulings.values.fault import BadValue
from rulings.values.logic import Truth, all_of, any_of, negate
from rulings.values.moment import FIRST_YEAR, LAST_YEAR, check_year, format_moment, parse_date, parse_datetime
from rulings.values.money import Money
from rulings.values.number import format_decimal, parse_decimal, parse_integer
from rulings.values.rate import Rate
from rulings.values.restday import BeyondCalendar
from rulings.values.rounding import BeyondRange
from rulings.values.span import Seconds, Span, Unit

__all__ = [
    "FIRST_YEAR",
    "LAST_YEAR",
    "BadValue",
    "BeyondCalendar",
    "BeyondRange",
    "Counting",
    "Distance",
    "Money",
    "Rate",
    "Seconds",
    "Span",
    "Truth",
    "Unit",
    "all_of",
    "any_of",
    "check_year",
    "closing",
    "format_decimal",
    "format_moment",
    "is_inclusive",
    "negate",
    "parse_date",
    "parse_datetime",
    "parse_decimal",
    "parse_integer",
]
