"""Lines about rows that changed, as Parquet: what stood in the lines stands in the table."""

import json

import pyarrow.parquet as pq

from rulings.audit.impact import changed_table
from rulings.audit.impact.changed_table import write_table


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


def written(tmp_path, rows):
    lines = tmp_path / "lines.jsonl"
    lines.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    write_table(lines, tmp_path / "table.parquet")
    return pq.read_table(tmp_path / "table.parquet")


def test_lines_become_rows(tmp_path):
    assert written(tmp_path, ROWS).to_pylist() == TABLE


def test_many_lines_are_written_in_groups(tmp_path, monkeypatch):
    monkeypatch.setattr(changed_table, "_GROUP", 2)
    assert written(tmp_path, ROWS * 3).to_pylist() == TABLE * 3
    assert pq.read_metadata(tmp_path / "table.parquet").num_row_groups == 3


def test_without_lines_there_is_a_table_without_rows(tmp_path):
    table = written(tmp_path, [])
    assert (table.num_rows, table.column_names) == (0, ["row", "case", "changed"])
