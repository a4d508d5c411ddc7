"""The forms of single values, by type: how a literal of a policy and a fact of a case are written."""

from __future__ import annotations

from rulings.algebra import Type
from rulings.cases.limits import LEAST_INTEGER, MOST_INTEGER
from rulings.reader.fragments import DATE_FORM, Schema

RATE_FORM = r"^-?(0|[1-9][0-9]{0,11})(\.[0-9]{1,6})?%$"
MONEY_FORM = r"^-?(0|[1-9][0-9]{0,16})(\.[0-9]{1,2})? CNY$"
EXACT_SPAN_FORM = r"^(0|[1-9][0-9]{0,11}) (second|minute|hour)s?$"
DECIMAL_FORM = r"^-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,18})?$"
_CLOCK = r"T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?"
DATETIME_FORM = DATE_FORM.removesuffix("$") + _CLOCK + r"(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$"

_FORMS: dict[str, Schema] = {
    "boolean": {"type": "boolean"},
    "integer": {"type": "integer", "minimum": LEAST_INTEGER, "maximum": MOST_INTEGER},
    "decimal": {"type": "number"},
    "rate": {"type": "string", "pattern": RATE_FORM},
    "money": {"type": "string", "pattern": MONEY_FORM},
    "span": {"type": "string", "pattern": EXACT_SPAN_FORM},
    "date": {"type": "string", "pattern": DATE_FORM},
    "datetime": {"type": "string", "pattern": DATETIME_FORM},
    "text": {"type": "string"},
}


def literal(kind: Type) -> Schema:
    """Give the schema of a literal of a type as policies write it.

    Dates are texts and decimals numbers, as YAML 1.2 and its editors read them. Days that no month has are left to the
    reader: a pattern cannot count.
    """
    return {"enum": list(kind.options)} if kind.name == "choice" else dict(_FORMS[kind.name])
