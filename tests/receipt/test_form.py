"""The quick way to see the form of a receipt takes all good receipts, and nothing that the schema refuses."""

import json
from copy import deepcopy
from decimal import Decimal
from pathlib import Path

import pytest
from tests.receipt.test_receipt import CASE, SECRET, paths_of

from rulings import evaluate
from rulings.cases.json_text import read_json
from rulings.reader.shape import validator_for
from rulings.receipt.form import has_form
from rulings.schema.receipts import receipt_schema

GOLDEN = Path(__file__).parents[1] / "golden"
VALIDATOR = validator_for(receipt_schema())
WHOLE = evaluate(CASE).receipt(SECRET)
COPY = WHOLE.withhold(["facts.goods", "results.window", "case.id"])
VALUES = (
    None,
    True,
    1,
    0,
    -1,
    2,
    2**70,
    Decimal("1.5"),
    1.5,
    "",
    " ",
    "a",
    "a\n",
    "2024-03-01",
    "2024-03-01\n",
    "2024-02-30",
    "2024-03-01T10:00:00+08:00",
    "sha256:" + "0" * 64,
    "sha256:" + "0" * 64 + "\n",
    "claim.reason",
    "decided",
    "in force",
    "0.1.0",
    "x" * 201,
    [],
    ["claim.reason", "claim.reason"],
    ["claim.reason", 1],
    [{}],
    {},
    {"a": 1},
    {"a": {}},
    {"A": {"b": 1}},
)


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.jsonl")), ids=lambda path: path.stem)
def test_good_receipts_go_the_quick_way(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not has_form(read_json(line))] == []


def test_copies_go_the_quick_way():
    assert has_form(read_json(COPY.to_json()))
    assert has_form(read_json(WHOLE.withhold(WHOLE.fields).to_json()))


@pytest.mark.parametrize("receipt", [WHOLE, COPY], ids=["whole", "copy"])
def test_nothing_passes_that_the_schema_refuses(receipt):
    tried = 0
    for path in paths_of(receipt.data):
        for value in VALUES:
            data = with_value(receipt.data, path, value)
            if has_form(data):
                assert VALIDATOR.is_valid(data), (path, value)
            tried += 1
    assert tried > 3_000


@pytest.mark.parametrize("receipt", [WHOLE, COPY], ids=["whole", "copy"])
def test_keys_that_are_missing_strange_or_badly_named(receipt):
    for path in paths_of(receipt.data):
        for name in ("", "a", "A", "id", "facts.claim.reason", "case.id", "claim\n"):
            for value in (None, "a", {}, "0" * 32, "sha256:" + "0" * 64):
                data = deepcopy(receipt.data)
                place = data
                for key in path:
                    place = place[key]
                if isinstance(place, dict):
                    place[name] = value
                    assert not has_form(data) or VALIDATOR.is_valid(data), (path, name, value)
        if path:
            data = without(receipt.data, path)
            assert not has_form(data) or VALIDATOR.is_valid(data), path


def with_value(data, path, value):
    if not path:
        return value
    copy = json.loads(json.dumps(data))
    place = copy
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return copy


def without(data, path):
    copy = deepcopy(data)
    place = copy
    for key in path[:-1]:
        place = place[key]
    del place[path[-1]]
    return copy
