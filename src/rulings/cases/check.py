"""Finds every fault of a case that was refused, and says what was expected. The slow, complete way."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import msgspec

from rulings.cases.typed import LEAST_INTEGER, LONGEST_ID, LONGEST_TEXT, MOST_BYTES, MOST_INTEGER, Exact, too_long
from rulings.errors import Diagnostic, nearest
from rulings.model import Fact, Vocabulary
from rulings.reader.literals import EXPECTED
from rulings.values import BadValue, Money, Rate, Seconds, check_year, parse_date, parse_datetime, parse_decimal
from rulings.values.moment import FIRST_YEAR, LAST_YEAR

CASE_KEYS = ("id", "policy", "facts")
_SHOWN = 60


class _Twice(Exception):  # noqa: N818 - a signal, not a fault
    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def faults_of_json(data: bytes | str, vocabularies: Mapping[str, Vocabulary]) -> list[Diagnostic]:
    """Find the faults of a case given as JSON."""
    if len(data) > MOST_BYTES:
        return [_too_large(len(data))]
    try:
        text = data.decode("utf-8") if isinstance(data, bytes) else data
        case = json.loads(text, parse_float=Decimal, parse_constant=_NotANumber, object_pairs_hook=_once_each, parse_int=_integer)
    except _Twice as twice:
        return [_fault("duplicate-key", "", f'the key "{twice.key}" stands twice in one object', help="keep one of them")]
    except (ValueError, RecursionError) as error:
        message = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
        return [_fault("not-json", "", f"the case is not JSON: {message}", expected='an object {"policy": …, "facts": {…}}')]
    return faults_of(case, vocabularies)


def _too_large(size: int) -> Diagnostic:
    return _fault("case-too-large", "", f"the case has {size:,} bytes", expected=f"at most {MOST_BYTES:,} bytes")


class _NotANumber(str):
    """What JSON calls NaN or Infinity."""

    __slots__ = ()


def _integer(text: str) -> int | str:
    """An integer; one with absurdly many digits stays text, for Python refuses to convert it."""
    return int(text) if len(text) < LONGEST_ID else _NotANumber(text[:_SHOWN] + "…")


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _Twice(key)
        found[key] = value
    return found


def _fault(code: str, path: str, message: str, **more: str | None) -> Diagnostic:
    return Diagnostic(code, message, None, path or "case", **more)


def faults_of(case: object, vocabularies: Mapping[str, Vocabulary]) -> list[Diagnostic]:
    """Find the faults of a case given as Python data."""
    if not isinstance(case, Mapping):
        return [_fault("wrong-type", "", f"a case is an object, not {_shown(case)}", expected='{"policy": …, "facts": {…}}')]
    found = [_unknown_key("", key, CASE_KEYS) for key in case if key not in CASE_KEYS]
    identity = case.get("id")
    if identity is not None and (not isinstance(identity, str) or len(identity) > LONGEST_ID):
        found.append(_fault("wrong-type", "id", f"the id is {_shown(identity)}", expected=f"a text of at most {LONGEST_ID} characters"))
    vocabulary = None
    if "policy" not in case:
        found.append(_fault("missing-key", "policy", "the case does not name its policy", expected="a policy such as douyin/after-sales-dispute"))
    else:
        vocabulary = _vocabulary(case["policy"], vocabularies, found)
    facts = case.get("facts", {})
    if not isinstance(facts, Mapping):
        found.append(_fault("wrong-type", "facts", f"the facts are {_shown(facts)}", expected="an object of groups"))
    elif vocabulary is not None:
        found += _facts(facts, vocabulary)
    return found


def _vocabulary(policy: object, vocabularies: Mapping[str, Vocabulary], found: list[Diagnostic]) -> Vocabulary | None:
    if isinstance(policy, str) and policy in vocabularies:
        return vocabularies[policy]
    near = nearest(policy, vocabularies) if isinstance(policy, str) else None
    expected = "one of " + ", ".join(vocabularies)
    found.append(_fault("unknown-policy", "policy", f"there is no policy {_shown(policy)}", expected=expected, near=near))
    return None


def _shown(value: object) -> str:
    if isinstance(value, _NotANumber):
        return str(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    if isinstance(value, Mapping):
        return "an object"
    if isinstance(value, list | tuple):
        return "a list"
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, str | int) else str(value)
    if isinstance(value, float):
        text = f"the binary float {text}"
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _unknown_key(path: str, key: object, known: tuple[str, ...]) -> Diagnostic:
    name = str(key)[:_SHOWN]
    where = f"{path}.{name}" if path else name
    expected = "one of " + ", ".join(known)
    return _fault("unknown-key", where, f'there is no key "{name}" here', expected=expected, near=nearest(name, known))


def _facts(facts: Mapping[Any, Any], vocabulary: Vocabulary) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    groups = sorted({path.partition(".")[0] for path in vocabulary.facts})
    for group, inner in facts.items():
        path = f"facts.{group}"
        if group not in groups:
            near = nearest(str(group), groups)
            expected = "one of " + ", ".join(groups)
            found.append(_fault("unknown-group", path, f'there is no group of facts "{group}"', expected=expected, near=near))
        elif not isinstance(inner, Mapping):
            found.append(_fault("wrong-type", path, f"the group is {_shown(inner)}", expected="an object of facts"))
        else:
            found += _group(str(group), inner, vocabulary)
    return found


def _group(group: str, facts: Mapping[Any, Any], vocabulary: Vocabulary) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    known = [path for path in vocabulary.facts if path.startswith(group + ".")]
    for name, value in facts.items():
        path = f"{group}.{name}"
        fact = vocabulary.facts.get(path)
        if fact is None:
            expected = "one of " + ", ".join(known)
            near = nearest(path, vocabulary.facts)
            found.append(_fault("unknown-fact", f"facts.{path}", f'there is no fact "{path}"', expected=expected, near=near))
        elif value is not None:
            fault = check_fact(fact, value)
            if fault is not None:
                found.append(fault)
    return found


def check_fact(fact: Fact, value: object) -> Diagnostic | None:
    """Check one value of a case; None where it is good."""
    path = f"facts.{fact.path}"
    try:
        known = _CHECKS[fact.type.name](value, fact)
        _check_range(known, fact)
    except _Refused as bad:
        return _fault(bad.code, path, f"{_shown(value)}: {bad}", expected=bad.expected, help=bad.help, near=bad.near)
    except BadValue as bad:
        return _fault(bad.code, path, f"{_shown(value)}: {bad}", expected=bad.expected, help=bad.help)
    return None


class _Refused(Exception):  # noqa: N818 - a signal, not a fault
    def __init__(self, code: str, message: str, expected: str, help_: str | None = None, near: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.expected = expected
        self.help = help_
        self.near = near


def _wrong_type(fact: Fact, help_: str | None = None) -> _Refused:
    return _Refused("wrong-type", f"the fact is of the type {fact.type}", EXPECTED[fact.type.name], help_)


def _choice(value: object, fact: Fact) -> Any:
    if isinstance(value, str) and value in fact.type.options:
        return value
    expected = "one of " + ", ".join(fact.type.options)
    if not isinstance(value, str) or isinstance(value, _NotANumber):
        raise _Refused("wrong-type", "the fact is a choice", expected)
    raise _Refused("unknown-option", "this is not an option of the fact", expected, near=nearest(value, fact.type.options))


def _boolean(value: object, fact: Fact) -> Any:
    if isinstance(value, bool):
        return value
    help_ = "take the quotes away: true or false" if isinstance(value, str) else None
    raise _wrong_type(fact, help_)


def _whole(value: object, fact: Fact) -> Any:
    if isinstance(value, bool) or not isinstance(value, int):
        raise _wrong_type(fact)
    if not LEAST_INTEGER <= value <= MOST_INTEGER:
        raise _Refused("out-of-range", "the integer does not fit 64 bits", f"an integer from {LEAST_INTEGER} to {MOST_INTEGER}")
    return value


def _decimal(value: object, fact: Fact) -> Any:
    if isinstance(value, str) and not isinstance(value, _NotANumber):
        value = parse_decimal(value)
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise _wrong_type(fact, "give a text such as \"4.5\" or a Decimal; a binary float is not exact" if isinstance(value, float) else None)
    if too_long(Decimal(value)):
        raise _Refused("out-of-range", "the decimal is no number or has too many digits", "at most 18 digits before and behind the point")
    return Exact(value)


def _with(parse: Callable[[str], Any], own: type) -> Callable[[object, Fact], Any]:
    def check(value: object, fact: Fact) -> Any:
        if isinstance(value, own) and type(value) is own:
            return value
        if not isinstance(value, str) or isinstance(value, _NotANumber):
            raise _wrong_type(fact, f"give a text: {EXPECTED[fact.type.name]}")
        return parse(value)

    return check


def _datetime(value: object, fact: Fact) -> Any:
    if isinstance(value, dt.datetime):
        if value.tzinfo is None:
            raise _Refused("offset-missing", "the moment has no offset", EXPECTED["datetime"], "give it a time zone")
    elif isinstance(value, str) and not isinstance(value, _NotANumber):
        # The decoder's own grammar is a little wider than that of policies (`t`, `z`, a space): what it takes is a moment.
        try:
            value = msgspec.convert(value, dt.datetime)
        except msgspec.ValidationError:
            return parse_datetime(str(value))
        if value.tzinfo is None:
            raise _Refused("offset-missing", "the moment has no offset", EXPECTED["datetime"], "add the offset, such as +08:00")
    else:
        raise _wrong_type(fact, f"give a text: {EXPECTED['datetime']}")
    check_year(value)
    return value


def _date(value: object, fact: Fact) -> Any:
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        if not FIRST_YEAR <= value.year <= LAST_YEAR:
            raise _Refused("out-of-range", f"the year is {value.year}", f"a year from {FIRST_YEAR} to {LAST_YEAR}")
        return value
    if not isinstance(value, str) or isinstance(value, _NotANumber):
        raise _wrong_type(fact, f"give a text: {EXPECTED['date']}")
    return parse_date(value)


def _text(value: object, fact: Fact) -> Any:
    if not isinstance(value, str) or isinstance(value, _NotANumber):
        raise _wrong_type(fact)
    if len(value) > LONGEST_TEXT:
        raise _Refused("out-of-range", f"the text has {len(value):,} characters", f"at most {LONGEST_TEXT:,} characters")
    return value


_CHECKS: dict[str, Callable[[object, Fact], Any]] = {
    "choice": _choice,
    "boolean": _boolean,
    "integer": _whole,
    "decimal": _decimal,
    "rate": _with(Rate.parse, Rate),
    "money": _with(Money.parse, Money),
    "span": _with(Seconds.parse, Seconds),
    "date": _date,
    "datetime": _datetime,
    "text": _text,
}


def _check_range(value: Any, fact: Fact) -> None:
    if fact.minimum is not None and value < fact.minimum:
        raise _Refused("out-of-range", f"the value is below {fact.minimum}", f"at least {fact.minimum}")
    if fact.maximum is not None and value > fact.maximum:
        raise _Refused("out-of-range", f"the value is above {fact.maximum}", f"at most {fact.maximum}")
