"""Reading inputs: what each row holds, whatever the form of the file, and what is wrong with it."""

import datetime as dt
import json
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.audit.store import NAME, case, text

from rulings import CaseFaults
from rulings.audit.replay.decoding import decoder
from rulings.audit.replay.rows import CASES, MOST_WEIGHT, RECEIPTS, Row, UnreadableInput, parts_of
from rulings.audit.replay.sources import open_source
from rulings.errors import UnknownPolicy

EVERY_FACT = {
    "claim": {"opened_at": "2024-02-01T10:00:00+08:00", "reason": "mind", "urgent": True, "remark": '他说："慢，\n慢"'},
    "order": {
        "amount": "350.00 CNY",
        "freight": "12.01 CNY",
        "pieces": 3,
        "weight": "1.250",
        "discount": "12.5%",
        "wait": "48 hours",
        "day": "2024-01-30",
        "parcels": [{"sent": "2024-01-31", "pieces": 2}, {"pieces": 1}],
    },
}
CELLS = {
    "id": "C-1",
    "claim.opened_at": "2024-02-01T10:00:00+08:00",
    "claim.reason": "mind",
    "claim.urgent": "true",
    "claim.remark": '"他说：""慢，\n慢"""',
    "order.amount": "350.00 CNY",
    "order.freight": "12.01 CNY",
    "order.pieces": "3",
    "order.weight": "1.250",
    "order.discount": "12.5%",
    "order.wait": "48 hours",
    "order.day": "2024-01-30",
    "order.parcels": '"[{""sent"": ""2024-01-31"", ""pieces"": 2}, {""pieces"": 1}]"',
}


def opened(tmp_path, store, name, content, policy=NAME):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return open_source(str(path), store.book, policy)


def ruled(source, store):
    """The data form of the ruling on every row, or the codes of its faults."""
    decode = decoder(source.form, store.book)
    return [outcome(row, decode, store) for row in source.rows()]


def outcome(row, decode, store):
    if row.faults:
        return [fault.code for fault in row.faults]
    try:
        return store.book.rule(decode(row)).to_dict()
    except CaseFaults as error:
        return [fault.code for fault in error.diagnostics]


def direct(store, facts, identity="C-1"):
    return store.book.evaluate({"id": identity, "policy": NAME, "facts": facts}).to_dict()


def table(**columns):
    return pa.table(columns)


def parquet(tmp_path, store, columns, policy=NAME):
    path = tmp_path / "cases.parquet"
    pq.write_table(pa.table(columns), path)
    return open_source(str(path), store.book, policy)


# JSON Lines


def test_every_line_is_a_row_an_empty_one_too(tmp_path, store):
    lines = text(case("A")) + "\n" + text(case("B")).rstrip("\n")
    source = opened(tmp_path, store, "cases.jsonl", lines)
    rows = list(source.rows())
    assert [row.number for row in rows] == [1, 2, 3]
    assert rows[-1].end == source.size
    a, empty, b = ruled(source, store)
    assert (a["case"], empty, b["case"]) == ("A", ["not-json"], "B")


def test_the_faults_of_a_row_are_those_of_the_single_call(tmp_path, store):
    wrong = [
        json.dumps(case(amount=350)).encode(),
        json.dumps(case(size=1)).encode(),
        json.dumps({**case(), "policy": "store/claim"}).encode(),
        json.dumps([case()]).encode(),
        b"{nonsense",
        b'{"policy": "store/claims", "facts": {"order": {"weight": NaN}}}',
        b'{"policy": "store/claims", "facts": {"claim": {"remark": "\xff"}}}',
        b'{"policy": "store/claims", "facts": {"claim": {"remark": "\\ud800"}}}',
        b"\xef\xbb\xbf" + json.dumps(case()).encode(),
        b'{"policy": "store/claims", "x": "' + b"y" * 3_000_000 + b'"}',
        b"",
    ]
    source = opened(tmp_path, store, "cases.jsonl", b"\n".join(wrong) + b"\n")
    decode = decoder(source.form, store.book)
    rows = list(source.rows())
    assert len(rows) == len(wrong)
    for row, data in zip(rows, wrong, strict=True):
        with pytest.raises(CaseFaults) as single:
            store.book.evaluate_json(data)
        found = row.faults
        if not found:
            with pytest.raises(CaseFaults) as again:
                decode(row)
            found = again.value.diagnostics
        assert found == single.value.diagnostics


def test_a_long_line_is_never_held_whole(tmp_path, store):
    content = b"x" * 3_000_000 + b"\n" + text(case("B")).encode()
    long, following = opened(tmp_path, store, "cases.jsonl", content).rows()
    assert (long.data, long.faults[0].message, long.end) == (b"", "the case has 3,000,000 bytes", 3_000_001)
    assert (following.number, following.start) == (2, 3_000_001)


def test_windows_line_ends_do_no_harm(tmp_path, store):
    [found] = ruled(opened(tmp_path, store, "cases.jsonl", text(case("A")).replace("\n", "\r\n")), store)
    assert found["case"] == "A"


def test_reading_goes_on_behind_any_row(tmp_path, store):
    source = opened(tmp_path, store, "cases.jsonl", text(*(case(f"C-{n}") for n in range(5))) + "\n")
    rows = list(source.rows())
    for count, row in enumerate(rows, start=1):
        assert list(source.rows(row.number, row.end)) == rows[count:]
        assert source.row_at(row.number, row.start) == row


def test_a_file_is_of_receipts_where_its_first_object_has_a_seal(tmp_path, store):
    receipt = store.book.evaluate(case()).receipt().to_json()
    assert opened(tmp_path, store, "r.jsonl", "\n" + receipt).form == RECEIPTS
    assert opened(tmp_path, store, "without-suffix", text(case())).form == CASES


# CSV


def test_csv_says_what_json_says(tmp_path, store):
    content = ",".join(CELLS) + "\n" + ",".join(CELLS.values()) + "\n"
    assert ruled(opened(tmp_path, store, "cases.csv", content), store) == [direct(store, EVERY_FACT)]


@pytest.mark.parametrize("form", ["bom", "crlf", "spaces in the header", "upper case"])
def test_what_spreadsheets_write_is_read(tmp_path, store, form):
    head, row = ",".join(CELLS), ",".join(CELLS.values())
    content = {
        "bom": "\ufeff" + head + "\n" + row,
        "crlf": head + "\r\n" + row + "\r\n",
        "spaces in the header": head.replace(",", ", ") + "\n" + row,
        "upper case": head + "\n" + row.replace("true", "TRUE"),
    }[form]
    assert ruled(opened(tmp_path, store, "cases.csv", content), store) == [direct(store, EVERY_FACT)]


def test_an_empty_cell_is_unknown(tmp_path, store):
    source = opened(tmp_path, store, "cases.csv", "id,claim.opened_at,order.amount\n,2024-02-01T10:00:00+08:00,\n")
    [found] = ruled(source, store)
    assert found == direct(store, {"claim": {"opened_at": "2024-02-01T10:00:00+08:00"}}, None)
    assert found["status"] == "undetermined"


@pytest.mark.parametrize(
    ("row", "codes"),
    [
        ("C,1", ["bad-row"]),
        ("C,1,2,3", ["bad-row"]),
        ("", ["bad-row"]),
        ('C,"x"y,1', ["bad-row"]),
        ("C,12,3", ["unit-missing"]),
        ("C,12.00 CNY,3.5", ["wrong-type"]),
        ("C,12.00 CNY,03", ["wrong-type"]),
        (f"C,12.00 CNY,{'9' * 50}", ["wrong-type"]),
    ],
)
def test_a_wrong_row_of_csv_is_a_fault_and_the_next_is_read(tmp_path, store, row, codes):
    good = 'D,"12.00 CNY",3'
    source = opened(tmp_path, store, "cases.csv", f"id,order.amount,order.pieces\n{row}\n{good}\n")
    wrong, following = ruled(source, store)
    assert wrong == codes
    assert following["case"] == "D"


def test_bytes_that_are_no_utf_8_are_a_fault_of_their_row_alone(tmp_path, store):
    content = b"id,claim.remark\nA,\xb2\xbb\nB,ok\n"
    wrong, following = ruled(opened(tmp_path, store, "cases.csv", content), store)
    assert (wrong, following["case"]) == (["bad-row"], "B")


def test_a_line_of_csv_that_is_too_long_is_a_fault(tmp_path, store):
    content = "id,claim.remark\nA," + "x" * 1_200_000 + "\nB,ok\n"
    wrong, following = ruled(opened(tmp_path, store, "cases.csv", content), store)
    assert (wrong, following["case"]) == (["bad-row"], "B")


def test_rows_of_several_lines_keep_their_numbers_where_reading_goes_on(tmp_path, store):
    content = 'id,claim.remark\nA,"one\ntwo"\nB,\nC,"x\ny"\n'
    source = opened(tmp_path, store, "cases.csv", content)
    rows = list(source.rows())
    assert [row.number for row in rows] == [1, 2, 3]
    assert rows[-1].end == source.size
    assert list(source.rows(1, rows[0].end)) == rows[1:]


def test_a_column_can_name_the_policy(tmp_path, store):
    source = opened(tmp_path, store, "cases.csv", f"id,policy\nA,{NAME}\nB,store/claim\n", policy=None)
    a, b = ruled(source, store)
    assert (a["case"], b) == ("A", ["unknown-policy"])


@pytest.mark.parametrize(
    ("header", "policy", "code"),
    [
        ("id,order.amout", NAME, "unknown-column"),
        ("id,order.amount,order.amount", NAME, "duplicate-column"),
        ("id,order.amount", None, "no-policy"),
        ("", NAME, "bad-header"),
        ('id,"order', NAME, "bad-header"),
    ],
)
def test_a_wrong_header_is_refused(tmp_path, store, header, policy, code):
    with pytest.raises(UnreadableInput) as refused:
        opened(tmp_path, store, "cases.csv", header + "\n", policy)
    assert [fault.code for fault in refused.value.diagnostics] == [code]


def test_a_misspelt_column_is_told_with_the_nearest(tmp_path, store):
    with pytest.raises(UnreadableInput) as refused:
        opened(tmp_path, store, "cases.csv", "id,order.amout\n")
    assert refused.value.diagnostics[0].near == "order.amount"


# Parquet

MOMENT = dt.datetime(2024, 2, 1, 2, tzinfo=dt.UTC)


def test_parquet_says_what_json_says(tmp_path, store):
    columns = {
        "id": ["C-1"],
        "claim.opened_at": pa.array([MOMENT], pa.timestamp("us", "Asia/Shanghai")),
        "claim.reason": pa.array(["mind"]).dictionary_encode(),
        "claim.urgent": [True],
        "claim.remark": pa.array([EVERY_FACT["claim"]["remark"]], pa.large_string()),
        "order.amount": ["350.00 CNY"],
        "order.freight": ["12.01 CNY"],
        "order.pieces": pa.array([3], pa.int32()),
        "order.weight": pa.array([Decimal("1.250")], pa.decimal128(10, 3)),
        "order.discount": ["12.5%"],
        "order.wait": ["48 hours"],
        "order.day": pa.array([dt.date(2024, 1, 30)], pa.date32()),
        "order.parcels": [[{"sent": dt.date(2024, 1, 31), "pieces": 2}, {"sent": None, "pieces": 1}]],
    }
    assert ruled(parquet(tmp_path, store, columns), store) == [direct(store, EVERY_FACT)]


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_moments_of_every_unit_are_the_same_instants(tmp_path, store, unit):
    source = parquet(tmp_path, store, {"claim.opened_at": pa.array([MOMENT], pa.timestamp(unit, "UTC"))})
    [found] = ruled(source, store)
    assert found["chosen_by"]["value"] == "2024-02-01T02:00:00+00:00"


def test_a_moment_that_is_too_fine_is_a_fault_of_its_row_alone(tmp_path, store):
    whole = int(MOMENT.timestamp()) * 10**9
    moments = pa.array([whole + 1, None, whole], pa.timestamp("ns", "UTC"))
    wrong, unknown, right = ruled(parquet(tmp_path, store, {"claim.opened_at": moments}), store)
    assert len(wrong) == 1
    assert unknown["version"] is None
    assert right["version"] == "2024-01-01"


def test_ids_that_are_integers_are_read_as_texts(tmp_path, store):
    [found, none] = ruled(parquet(tmp_path, store, {"id": pa.array([17, None])}), store)
    assert (found["case"], none["case"]) == ("17", None)


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("order.weight", pa.array([1.5])),
        ("claim.opened_at", pa.array([MOMENT.replace(tzinfo=None)], pa.timestamp("us"))),
        ("order.amount", pa.array([Decimal("1.00")])),
        ("order.amount", pa.array([100])),
        ("order.pieces", pa.array(["3"])),
        ("claim.urgent", pa.array([1])),
        ("order.day", pa.array([MOMENT], pa.timestamp("us", "UTC"))),
        ("order.parcels", pa.array(["[]"])),
        ("order.parcels", pa.array([[{"pieces": 1.5}]])),
        ("id", pa.array([True])),
    ],
)
def test_a_column_that_could_only_be_guessed_is_refused(tmp_path, store, path, values):
    with pytest.raises(UnreadableInput) as refused:
        parquet(tmp_path, store, {path: values})
    assert [fault.code for fault in refused.value.diagnostics] == ["bad-column"]


def test_columns_of_parquet_have_names_of_facts(tmp_path, store):
    with pytest.raises(UnreadableInput) as refused:
        parquet(tmp_path, store, {"order.wieght": ["1"]})
    assert [fault.code for fault in refused.value.diagnostics] == ["unknown-column"]


def test_reading_parquet_goes_on_behind_any_row(tmp_path, store):
    source = parquet(tmp_path, store, {"id": [f"C-{n}" for n in range(2_500)]})
    rows = list(source.rows())
    assert (len(rows), source.size) == (2_500, 2_500)
    assert list(source.rows(1_234, 1_234)) == rows[1_234:]


def test_a_broken_parquet_file_is_refused(tmp_path, store):
    with pytest.raises(UnreadableInput) as refused:
        opened(tmp_path, store, "cases.parquet", b"PAR1 and nothing else")
    assert [fault.code for fault in refused.value.diagnostics] == ["unreadable-input"]


# What an input is


def test_what_cannot_be_told_is_refused(tmp_path, store):
    with pytest.raises(UnreadableInput) as refused:
        opened(tmp_path, store, "cases.xlsx", b"PK\x03\x04")
    assert [fault.code for fault in refused.value.diagnostics] == ["unknown-input"]


def test_an_unknown_policy_and_a_missing_file_are_said(tmp_path, store):
    with pytest.raises(UnknownPolicy):
        opened(tmp_path, store, "cases.jsonl", "", policy="store/claim")
    with pytest.raises(FileNotFoundError):
        open_source(str(tmp_path / "none.jsonl"), store.book, NAME)


@pytest.mark.parametrize("name", ["cases.jsonl", "cases.csv"])
def test_an_input_without_rows_has_none(tmp_path, store, name):
    content = "" if name.endswith("jsonl") else "id\n"
    assert list(opened(tmp_path, store, name, content).rows()) == []


def test_other_content_has_another_identity(tmp_path, store):
    first = opened(tmp_path, store, "a.jsonl", text(case("A")))
    other = opened(tmp_path, store, "b.jsonl", text(case("B")))
    again = opened(tmp_path, store, "c.jsonl", text(case("A")))
    assert first.identity == again.identity != other.identity


def test_parts_are_cut_by_rows_and_by_weight():
    light = [Row(n, b"", n, n + 1, 1) for n in range(5)]
    assert [len(part) for part in parts_of(light, 2)] == [2, 2, 1]
    heavy = [Row(n, b"", n, n + 1, MOST_WEIGHT - 1) for n in range(3)]
    assert [len(part) for part in parts_of(heavy, 1_000)] == [1, 1, 1]
    assert list(parts_of([])) == []
