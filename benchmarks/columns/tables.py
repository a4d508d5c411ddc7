"""Policies of one large table, and cases for it: as columns in memory, and as dicts for the single form.

The table splits the cases of each of 20 options in 1, 10 or 100 parts, by ranges of money, integers and rates and by
booleans; each option reads facts and has bounds of its own. Exactly one rule applies to each case of these options;
a 21st option has no rule and goes to `otherwise`.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rulings.engine.columns.batch import RATE_DECIMALS, Batch, Column, Records

POLICY, VERSION, DECISION = "bench/table", "2024-01-01", "result"
RULES = (20, 200, 2_000)
OPTIONS = tuple(f"o{number:02}" for number in range(21))
VALUES = tuple(f"v{number}" for number in range(8))
MOST_MONEY, MOST_COUNT = 100_000, 1_000
MONEY, FLAGS, COUNTS, RATES = ("m0", "m1"), ("b0", "b1"), ("n0", "n1", "n2"), ("r0", "r1")
TYPES = {
    "choice": ("kind",),
    "money": MONEY,
    "boolean": FLAGS,
    "integer": COUNTS,
    "rate": RATES,
    "date": ("day",),
}
"""By type the facts of the group `case`; the day chooses the version, and no rule reads it."""


@dataclass(frozen=True)
class Cut:
    """The parts into which bounds cut what a fact can be, each as the conditions that tell it."""

    parts: tuple[dict[str, object], ...]


def write_table(folder: Path, rules: int) -> Path:
    """Write the policies of a table of so many rules, and give their folder."""
    policies = folder / f"table-{rules}"
    shutil.rmtree(policies, ignore_errors=True)
    (policies / "bench" / "table").mkdir(parents=True)
    files = {
        "provisions.yaml": _provisions(),
        "bench/facts.yaml": _vocabulary(),
        f"bench/table/{VERSION}.yaml": _version(rules),
    }
    for name, content in files.items():
        (policies / name).write_text(json.dumps(content, indent=1), encoding="utf-8")
    return policies


def _both(text: str) -> dict[str, str]:
    return {"en": text, "zh": text}


def _provisions() -> dict[str, object]:
    return {
        "documents": {"T": {"file": "README.md", "about": _both("tables of the benchmark")}},
        "provisions": {"T-1": {"document": "T", "states": _both("The table of the benchmark.")}},
    }


def _vocabulary() -> dict[str, object]:
    facts: dict[str, dict[str, object]] = {
        f"case.{name}": {"type": kind, "title": _both(f"the {kind} {name}")}
        for kind, names in TYPES.items()
        for name in names
    }
    facts["case.kind"]["options"] = {option: _both(option) for option in OPTIONS}
    for name in FLAGS:
        facts[f"case.{name}"] |= {"if_true": _both(f"{name} holds"), "if_false": _both(f"{name} does not hold")}
    parties = {name: _both(name) for name in ("buyer", "merchant", "platform")}
    title = _both("Benchmark")
    return {"platform": "bench", "title": title, "parties": parties, "groups": {"case": _both("case")}, "facts": facts}


def _version(rules: int) -> dict[str, object]:
    gives = {"type": "choice", "options": {value: _both(value) for value in VALUES}}
    table = {
        "kind": "table",
        "title": _both("Table"),
        "gives": gives,
        "rules": list(_rules(rules)),
        "otherwise": {"value": VALUES[0], "cites": "T-1"},
    }
    return {
        "policy": POLICY,
        "version": VERSION,
        "title": _both("Table"),
        "published": VERSION,
        "in_force": {"from": VERSION, "chosen_by": "case.day"},
        "sources": {"T": {"document": "README.md", "about": "tables of the benchmark"}},
        "answers": [DECISION],
        "decisions": {DECISION: table},
    }


def _rules(rules: int) -> Iterator[dict[str, object]]:
    number = 0
    for place, option in enumerate(OPTIONS[:-1]):
        for parts in product(*(cut.parts for cut in _cuts(place, rules))):
            when: dict[str, object] = {"case.kind is": option}
            for part in parts:
                when |= part
            yield {"id": f"r{number:04}", "when": when, "value": VALUES[number % len(VALUES)], "cites": "T-1"}
            number += 1
    assert number == rules, number


def _cuts(place: int, rules: int) -> list[Cut]:
    """Give the cuts of an option: none, 5 x 2, or 5 x 2 x 5 x 2."""
    few = [_ranges(MONEY[place % 2], [f"{200 * part + place}.50 CNY" for part in range(1, 5)]), _flag(FLAGS[place % 2])]
    shares = [f"{40 + place}%"]
    many = [
        _ranges(COUNTS[place % 3], [200 * part + place for part in range(1, 5)]),
        _ranges(RATES[place % 2], shares),
    ]
    return {20: [], 200: few, 2_000: [*few, *many]}[rules]


def _ranges(name: str, bounds: Sequence[object]) -> Cut:
    fact, parts = f"case.{name}", []
    for low, high in zip([None, *bounds], [*bounds, None], strict=True):
        least = {} if low is None else {f"{fact} at least": low}
        parts.append(least | ({} if high is None else {f"{fact} less than": high}))
    return Cut(tuple(parts))


def _flag(name: str) -> Cut:
    return Cut(({f"case.{name} is": True}, {f"case.{name} is": False}))


def numbers(rows: int, seed: int = 7) -> dict[str, NDArray[np.int64]]:
    """Make the columns of so many cases, without the day."""
    random = np.random.default_rng(seed)
    most = dict.fromkeys(MONEY, MOST_MONEY) | dict.fromkeys(FLAGS, 2) | dict.fromkeys(COUNTS, MOST_COUNT)
    most |= {"kind": len(OPTIONS)} | dict.fromkeys(RATES, 101)
    return {name: random.integers(0, limit, rows) for name, limit in most.items()}


def batch(made: dict[str, NDArray[np.int64]], unknown: int = 0, seed: int = 8) -> Batch:
    """Give the facts as a batch; `unknown` percent of them are left out."""
    random = np.random.default_rng(seed)
    facts = {}
    for name, values in made.items():
        known = random.integers(0, 100, len(values)) >= unknown
        whole = values * 10 ** (RATE_DECIMALS - 2) if name in RATES else values
        facts[f"case.{name}"] = Column(whole, known)
    return Batch(len(made["kind"]), facts)


def cases(given: Batch) -> Iterator[dict[str, object]]:
    """Give the cases of a batch as dicts."""
    for row in range(given.size):
        columns = given.take(np.array([row])).facts.items()
        plain = {path.removeprefix("case."): _plain(path.removeprefix("case."), one) for path, one in columns}
        known = {name: value for name, value in plain.items() if value is not None}
        yield {"policy": POLICY, "facts": {"case": {"day": VERSION, **known}}}


def _plain(name: str, column: Column | Records) -> object:
    assert isinstance(column, Column)
    value = int(column.values[0])
    if not column.known[0]:
        return None
    if name == "kind":
        return OPTIONS[value]
    if name in FLAGS:
        return bool(value)
    if name in MONEY:
        return f"{value // 100}.{value % 100:02} CNY"
    return f"{value // 10 ** (RATE_DECIMALS - 2)}%" if name in RATES else value
