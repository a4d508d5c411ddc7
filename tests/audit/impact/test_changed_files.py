"""Rows that change, as Parquet: what stood in the lines stands in the table, and there whole or not at all."""

import json

import pyarrow.parquet as pq
import pytest

from rulings.audit.impact import changed_files
from rulings.audit.impact.changed_files import changes_file


def result(value, *rules):
    return {"value": value, "rules": list(rules)}


ROWS = [
    {
        "row": 3,
        "case": "C-3",
        "changed": {
            "freight": {
                "old": result({"back": {"buyer": "100%"}}, "mind"),
                "new": result({"back": {"买家": "50%", "buyer": "50%"}}, "mind", "fault"),
            },
            "refund": {"old": result("1.00 CNY", "a-share"), "new": result("2.00 CNY", "a-share")},
        },
    },
    {"row": 7, "case": None, "changed": {"urgent": {"old": result(None), "new": {"value": True, "rules": ["by-day"]}}}},
]
TABLE = [
    {
        "row": 3,
        "case": "C-3",
        "changed": [
            (
                "freight",
                {
                    "old": result('{"back":{"buyer":"100%"}}', "mind"),
                    "new": result('{"back":{"buyer":"50%","买家":"50%"}}', "mind", "fault"),
                },
            ),
            ("refund", {"old": result("1.00 CNY", "a-share"), "new": result("2.00 CNY", "a-share")}),
        ],
    },
    {"row": 7, "case": None, "changed": [("urgent", {"old": result(None), "new": result("true", "by-day")})]},
]


def lines_of(rows):
    return [(row["row"], json.dumps(row).encode() + b"\n") for row in rows]


def written(tmp_path, *parts):
    out = tmp_path / "table.parquet"
    with changes_file(out) as file:
        for rows in parts:
            file.write(lines_of(rows), None)
    assert list(tmp_path.iterdir()) == [out]
    return pq.read_table(out)


def test_lines_become_rows(tmp_path):
    assert written(tmp_path, ROWS).to_pylist() == TABLE


def test_row_groups_do_not_follow_the_parts(tmp_path, monkeypatch):
    monkeypatch.setattr(changed_files, "_GROUP", 4)
    assert written(tmp_path, ROWS, ROWS[:1], ROWS * 2).to_pylist() == TABLE + TABLE[:1] + TABLE * 2
    at_once = (tmp_path / "table.parquet").read_bytes()
    assert pq.read_metadata(tmp_path / "table.parquet").num_row_groups == 2
    written(tmp_path, ROWS + ROWS[:1] + ROWS * 2)
    assert (tmp_path / "table.parquet").read_bytes() == at_once


def test_without_lines_there_is_a_table_without_rows(tmp_path):
    table = written(tmp_path)
    assert (table.num_rows, table.column_names) == (0, ["row", "case", "changed"])


def test_what_fails_halfway_leaves_what_was_there(tmp_path):
    written(tmp_path, ROWS)
    with pytest.raises(TypeError):
        written(tmp_path, ROWS[:1], None)
    assert [path.name for path in tmp_path.iterdir()] == ["table.parquet"]
    assert pq.read_table(tmp_path / "table.parquet").to_pylist() == TABLE
