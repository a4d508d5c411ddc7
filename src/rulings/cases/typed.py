"""Typed cases: for every platform a struct of its facts, decoded and checked by msgspec in one pass.

This is the way of good cases. What it refuses goes to `rulings.cases.check`, which finds every fault and describes it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal, Union

import msgspec
from msgspec import Meta, Struct, defstruct

from rulings.algebra import Value
from rulings.engine.code import attribute
from rulings.model import Fact, Vocabulary
from rulings.values import BadValue, Money, Rate, Seconds, parse_decimal
from rulings.values.moment import FIRST_YEAR, LAST_YEAR

MOST_BYTES = 1_000_000
LONGEST_TEXT = 10_000
LONGEST_ID = 200
LEAST_INTEGER, MOST_INTEGER = -(2**63), 2**63 - 1
MOST_DIGITS = 18


class Exact(Decimal):
    """A decimal fact given in Python data, where a binary float must not slip in."""


_PARSERS: dict[type, Callable[[str], Any]] = {Money: Money.parse, Rate: Rate.parse, Seconds: Seconds.parse, Exact: parse_decimal}


def _hook(wanted: type, given: Any) -> Any:
    """Read a value of one of our own types from its text."""
    if wanted is Exact and type(given) in (int, Decimal):
        return Exact(given)
    if not isinstance(given, str):
        message = "a text is wanted"
        raise ValueError(message)  # noqa: TRY004 - msgspec turns a ValueError into its own fault
    value = _PARSERS[wanted](given)
    return Exact(value) if wanted is Exact else value


def _annotation(fact: Fact, *, from_json: bool) -> Any:
    plain: dict[str, Any] = {
        "boolean": bool,
        "integer": Annotated[int, Meta(ge=LEAST_INTEGER, le=MOST_INTEGER)],
        "decimal": Decimal if from_json else Exact,
        "rate": Rate,
        "money": Money,
        "span": Seconds,
        "date": dt.date,
        "datetime": Annotated[dt.datetime, Meta(tz=True)],
        "text": Annotated[str, Meta(max_length=LONGEST_TEXT)],
    }
    kind = Literal[fact.type.options] if fact.type.name == "choice" else plain[fact.type.name]
    return kind | None if not isinstance(kind, str) else None


def _facts_struct(vocabulary: Vocabulary, *, from_json: bool) -> type[Struct]:
    groups: dict[str, list[Fact]] = {}
    for path, fact in sorted(vocabulary.facts.items()):
        groups.setdefault(path.partition(".")[0], []).append(fact)
    fields: list[tuple[str, Any, Any]] = []
    for group, facts in groups.items():
        inner = [(attribute(fact.path.partition(".")[2]), _annotation(fact, from_json=from_json), None) for fact in facts]
        struct = _struct(f"{vocabulary.platform}_{group}", inner)
        fields.append((attribute(group), struct, struct()))
    return _struct(f"{vocabulary.platform}_facts", fields)


def _struct(name: str, fields: list[tuple[str, Any, Any]], **options: Any) -> type[Struct]:
    rename = {field[0]: field[0].rstrip("_") for field in fields if field[0].endswith("_")}
    return defstruct(name, fields, frozen=True, gc=False, forbid_unknown_fields=True, rename=rename or None, **options)


Check = Callable[[Any], bool]


class CaseTypes:
    """The typed cases of all policies of a book, and their decoders."""

    def __init__(self, policies: Mapping[str, Vocabulary]) -> None:
        """Make the structs for each policy's vocabulary."""
        self.vocabularies = policies
        self._checks: dict[str, Check] = {}
        self._from_json = self._decoder_type(from_json=True)
        self._from_python = self._decoder_type(from_json=False)
        self.decoder = msgspec.json.Decoder(self._from_json, dec_hook=_hook) if policies else None

    def _decoder_type(self, *, from_json: bool) -> Any:
        facts: dict[str, type[Struct]] = {}
        cases: list[type[Struct]] = []
        for policy, vocabulary in sorted(self.vocabularies.items()):
            if vocabulary.platform not in facts:
                facts[vocabulary.platform] = _facts_struct(vocabulary, from_json=from_json)
                self._checks[vocabulary.platform] = _check_function(vocabulary)
            identity = Annotated[str, Meta(max_length=LONGEST_ID)] | None
            fields = [("facts", facts[vocabulary.platform], facts[vocabulary.platform]()), ("id", identity, None)]
            struct = _struct(f"case_of_{policy}", fields, tag_field="policy", tag=policy, namespace={"policy_id": policy})
            cases.append(struct)
        return Union[tuple(cases)] if cases else None

    def from_json(self, data: bytes | str) -> Any:
        """Decode and check a case, or give None where something is wrong with it."""
        if self.decoder is None or len(data) > MOST_BYTES:
            return None
        try:
            case = self.decoder.decode(data)
        except (msgspec.MsgspecError, RecursionError, UnicodeError):
            return None
        return case if self.is_within_range(case) else None

    def from_python(self, data: object) -> Any:
        """Check a case given as Python data, or give None where something is wrong with it."""
        if self._from_python is None:
            return None
        try:
            case = msgspec.convert(data, self._from_python, dec_hook=_hook)
        except (msgspec.MsgspecError, RecursionError, BadValue, ArithmeticError, ValueError, TypeError):
            return None
        return case if self.is_within_range(case) else None

    def is_within_range(self, case: Any) -> bool:
        """Check what types cannot say: years, and the least and most that the vocabulary allows."""
        return self._checks[self.vocabularies[case.policy_id].platform](case.facts)


def _check_function(vocabulary: Vocabulary) -> Check:
    """Write the check of a platform's ranges as one function, so that a good case pays for nothing else."""
    lines = ["def check(f):"]
    space: dict[str, Any] = {}
    for path, fact in sorted(vocabulary.facts.items()):
        tests = _range_tests(path, fact, space)
        if tests:
            source = "f." + ".".join(map(attribute, path.split(".")))
            lines += [f"    x = {source}", f"    if x is not None and ({' or '.join(tests)}):", "        return False"]
    lines.append("    return True")
    exec(compile("\n".join(lines), f"<ranges of {vocabulary.platform}>", "exec"), space)  # noqa: S102 - generated from a checked vocabulary
    check: Check = space["check"]
    return check


def _range_tests(path: str, fact: Fact, space: dict[str, Any]) -> list[str]:
    tests: list[str] = []
    if fact.type.is_time:
        tests.append(f"not {FIRST_YEAR} <= x.year <= {LAST_YEAR}")
    if fact.type.name == "decimal":
        space["too_long"] = too_long
        tests.append("too_long(x)")
    for sign, bound in (("<", fact.minimum), (">", fact.maximum)):
        if bound is not None:
            name = f"bound_{len(space)}_{path.replace('.', '__')}"
            space[name] = bound
            tests.append(f"x {sign} {name}")
    return tests


def too_long(number: Decimal) -> bool:
    """Tell whether a decimal is no number, or has more digits before or behind the point than a fact may have."""
    if not number.is_finite():
        return True
    exponent = number.as_tuple().exponent
    return not isinstance(exponent, int) or exponent < -MOST_DIGITS or number.adjusted() >= MOST_DIGITS


def fact_reader(vocabulary: Vocabulary) -> Callable[[Any], dict[str, Value]]:
    """Give a function that lists the known facts of a typed case by path, in alphabetical order."""
    paths = [(path, *map(attribute, path.split("."))) for path in sorted(vocabulary.facts)]

    def read(facts: Any) -> dict[str, Value]:
        values = ((path, getattr(getattr(facts, group), name)) for path, group, name in paths)
        return {path: value for path, value in values if value is not None}

    return read


