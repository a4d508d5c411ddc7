"""Files of lines that are not as they should be: every row is told as the reader of single rows tells it."""

import csv
import json

import pytest
from tests.audit.bulk.agreement import agree
from tests.audit.bulk.test_blocks import as_json, csv_text, drawn, json_lines, written

from rulings.audit.bulk.blocks import blocks
from rulings.audit.bulk.chunks import Chunks
from rulings.audit.bulk.csv_cells import plain_cells
from rulings.cases.limits import MOST_BYTES

POLICY = "shop/rules"
GOOD = as_json(POLICY, "C-1", {"goods.flag": True})
LINES = (
    "",
    " ",
    "{}",
    "null",
    "{",
    "[]",
    GOOD + GOOD,
    GOOD + " " + GOOD,
    GOOD + "\r",
    " " + GOOD,
    GOOD[:-1],
    GOOD[1:],
    GOOD.replace("goods", "good"),
    GOOD.replace("flag", "flags"),
    GOOD.replace("flag", "fl\\u0061g"),
    GOOD.replace("true", "null"),
    GOOD.replace(POLICY, "shop/other"),
    GOOD.replace(f'"policy": "{POLICY}", ', ""),
    f'{{"policy": "{POLICY}"}}',
    f'{{"policy": "{POLICY}", "facts": null}}',
    f'{{"policy": "{POLICY}", "facts": {{"goods": null}}}}',
    f'{{"policy": "{POLICY}", "facts": {{"goods": {{}}}}}}',
    f'{{"policy": "{POLICY}", "facts": {{"claim": {{"word": null}}}}}}',
    f'{{"policy": "{POLICY}", "facts": {{"goods": {{"flag": false, "flag": true}}}}}}',
    f'{{"policy": "{POLICY}", "facts": {{"claim": {{"word": "\\ud800"}}}}}}',
    f'{{"policy": "{POLICY}", "facts": {{"claim": {{"word": "a\\u0000b"}}}}}}',
    f'{{"policy": "{POLICY}", "facts": {{"claim": {{"day": "2024-02-\\u00329"}}}}}}',
    f'{{"policy": "{POLICY}", "facts": {{"goods": {{"weight": 1.5e0}}}}}}',
    f'{{"policy": "{POLICY}", "facts": {{"goods": {{"weight": 1.5}}}}}}',
    f'{{"policy": "{POLICY}", "facts": {{"goods": {{"weight": "1.\\u0035"}}}}}}',
    f'{{"policy": "{POLICY}", "facts": {{"goods": {{"weight": "1.5}}}}}}',
    f'{{"policy": "{POLICY}", "facts": {{"goods": {{"weight": [1.5]}}}}}}',
    f'{{"policy": "{POLICY}", "facts": {{"claim": {{"visits": [{{"weight": 2, "word": ""}}, {{}}]}}}}}}',
    f'{{"policy": "{POLICY}", "facts": {{"claim": {{"visits": [null]}}}}}}',
    f'{{"policy": "{POLICY}", "id": 7}}',
    f'{{"policy": "{POLICY}", "more": 7}}',
    "\ufeff" + GOOD,
    GOOD.replace("{", "{\u00a0"),
    '{"policy":\n"' + POLICY + '"}',
)
BETWEEN = json.dumps({"policy": POLICY, "facts": {"claim": {"word": "x" * 50}}})


@pytest.mark.parametrize("end", ["", "\n"])
def test_damaged_lines_of_json(tmp_path, shop, end):
    lines = [other for line in LINES for other in (line, *[BETWEEN] * 3)]
    share = agree(written(tmp_path, "cases.jsonl", ("\n".join(lines) + end).encode("utf-8"), shop), shop)
    assert share.fast >= 3 * len(LINES)


def test_each_damaged_line_alone(tmp_path, shop):
    for line in LINES:
        agree(written(tmp_path, "cases.jsonl", line.encode("utf-8"), shop), shop)


def test_lines_that_are_not_utf_8_or_too_long(tmp_path, shop):
    long = b'{"policy": "shop/rules", "id": "%s"}'
    damaged = (GOOD.encode().replace(b"C-1", b"\xff"), long % (b"x" * MOST_BYTES), long % (b"x" * 3 * MOST_BYTES))
    content = b"\n".join([GOOD.encode(), *damaged, GOOD.encode(), damaged[2], GOOD.encode()])
    share = agree(written(tmp_path, "cases.jsonl", content, shop), shop)
    assert (share.rows, share.good, share.fast) == (7, 3, 3)


ROWS = (
    b"shop/rules,C-1,true",
    b"shop/rules,C-1",
    b"shop/rules,C-1,true,",
    b"",
    b",,",
    b"shop/rules,\xff,true",
    "shop/rules,真,true".encode(),
    b'shop/rules,"a\nb",true',
    b'shop/rules,"a""b",true',
    b'shop/rules,a"b,true',
    b'shop/rules,"a"b,true',
    b"shop/rules,a\rb,true",
    b"shop/rules,a\0b,true",
    b"shop/rules, C-1 , true",
    b"\xef\xbb\xbfshop/rules,C-1,true",
    b"shop/rules," + b"x" * 201 + b",true",
    b"shop/rules," + b"x" * 140_000 + b",true",
    b"shop/rules," + b"x" * MOST_BYTES + b",true",
    b"shop/other,C-1,true",
    b",C-1,true",
    b'"shop/rules","C-1","true"',
    b'shop/rules,"",true',
    b'shop/rules,",",true',
    b'shop/rules,"C",1","true"',
    b'shop/rules,","true"',
    b'"shop/rules,C-1",true',
    b'"shop/rules","C-1,true',
    b'"shop/rules",C-1","true"',
    b'shop/rules,"C-1" ,true',
    b'shop/rules, "C-1",true',
    b'shop/rules,C-1,"""true"',
    b'shop/rules,C-1,"',
    b'shop/rules,C-1,""',
    b'shop/rules,"C"\n"1",true',
    b'shop/rules,"\n","true"',
    b'shop/rules,"a""","true"',
    b'shop/rules,"a"""b","true"',
    b'shop/rules,"a"x"b","true"',
    b'shop/rules,"a"",""b","true"',
    b'shop/rules,""a"","true"',
    b'shop/rules,"""","true"',
    b'shop/rules,"""""","true"',
    b'shop/rules,"a\r\nb","true"',
)
HEADER = b"policy,id,goods.flag"


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
@pytest.mark.parametrize("end", [b"", b"\n"])
@pytest.mark.parametrize("policy", [None, POLICY])
def test_damaged_rows_of_csv(tmp_path, shop, line_end, end, policy):
    for row in ROWS:
        content = line_end.join([HEADER, *[ROWS[0]] * 5, row, *[ROWS[0]] * 5]) + end
        share = agree(written(tmp_path, "cases.csv", content, shop, policy), shop)
        assert share.fast >= share.good - 1
        agree(written(tmp_path, "cases.csv", line_end.join([HEADER, row]) + end, shop, policy), shop)
    content = line_end.join([b"\xef\xbb\xbf" + HEADER, *(other for row in ROWS for other in (row, ROWS[0]))])
    agree(written(tmp_path, "cases.csv", content + end, shop, policy), shop, rows=7)


def test_a_quote_that_is_not_closed_takes_in_all_that_follows(tmp_path, shop):
    content = b"\n".join([HEADER, *[ROWS[0]] * 50, b'shop/rules,"C-1,true', *[ROWS[0]] * 50])
    agree(written(tmp_path, "cases.csv", content, shop), shop, rows=20)


def test_one_column_alone(tmp_path, shop):
    content = b"goods.flag\ntrue\n\nfalse\n"
    agree(written(tmp_path, "cases.csv", content, shop, POLICY), shop)
    agree(written(tmp_path, "cases.csv", b"goods.flag\ntrue\nfalse\n\n", shop, POLICY), shop)


def test_tables_without_rows_have_no_blocks(tmp_path, shop):
    for content in (HEADER, HEADER + b"\n"):
        assert list(blocks(written(tmp_path, "cases.csv", content, shop), shop)) == []
    assert list(blocks(written(tmp_path, "cases.jsonl", b"", shop), shop)) == []


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
def test_plain_files_are_cut_into_cells(tmp_path, book, line_end, quoting):
    """Else every test above would pass by the reader of rows alone."""
    content = csv_text(drawn(book, ("jd/service-pay",), 50, 0), line_end, quoting)
    source = written(tmp_path, "cases.csv", content, book)
    chunk = Chunks(source.path, 100).at(next(source.rows()).start)
    cut = plain_cells(chunk, len(source.form.columns))
    assert (len(cut.rows), len(cut.cells)) == (50, len(source.form.columns))


def test_cells_that_hold_quotes_commas_and_line_breaks_are_cut_too(tmp_path, shop):
    cells = ("a,b", 'say "yes"', "two\nlines", '"', '""', '","', '"\n"', "", "x", 'x"', '"x')
    lots = '[{"sound": true, "class": "red"}, {}]'
    content = csv_text([(POLICY, cell, {"claim.word": other, "goods.lots": lots}) for cell in cells for other in cells])
    source = written(tmp_path, "cases.csv", content, shop)
    start = next(source.rows()).start
    cut = plain_cells(Chunks(source.path, 1_000).at(start), 4)
    assert len(cut.rows) == len(cells) ** 2
    for rows in (1_000, 10):
        share = agree(source, shop, rows)
        assert share.fast == share.good == len(cells) ** 2


@pytest.mark.parametrize("name", ["cases.csv", "quoted.csv", "cases.jsonl"])
def test_reading_goes_on_behind_any_row(tmp_path, book, name):
    cases = list(drawn(book, ("jd/service-pay",), 60, 30))
    content = json_lines(cases) if name.endswith("jsonl") else csv_text(cases)
    if name == "quoted.csv":
        content = content.replace(b"C-3", b'"C,\n3"')
    source = written(tmp_path, name, content, book)
    ends = [0, *(row.end for row in source.rows())]
    for skip in (0, 1, 7, 31, 59, 60):
        assert agree(source, book, rows=16, skip=skip, position=ends[skip]).rows == 60 - skip
    if name.endswith("csv"):
        assert agree(source, book, rows=16, skip=7).rows == 53


def test_receipts_have_no_blocks(tmp_path, shop):
    source = written(tmp_path, "receipts.jsonl", b'{"seal": {}}\n', shop)
    assert blocks(source, shop) is None
