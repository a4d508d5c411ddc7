"""What is told of many rows at once is what the single call says of each, whatever the form of the input."""

import csv
import io
import json
from itertools import product

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.audit.bulk.agreement import agree
from tests.audit.bulk.values import BAD_IDS, Writer

from rulings.audit.replay.columns import vocabulary_of
from rulings.audit.replay.sources import open_source

ROWS = 300
POLICIES = (
    "douyin/service-score",
    "douyin/after-sales-dispute",
    "jd/service-pay",
    "kuaishou/store-score",
    "tmall/after-sales",
)


def drawn(book, policies, count, bad, *, lists=True):
    """Draw cases: policy, id and facts by path."""
    writers = {policy: Writer(vocabulary_of(book, policy), place) for place, policy in enumerate(policies)}
    for number in range(count):
        policy = policies[number % len(policies)]
        writer = writers[policy]
        paths = [path for path, fact in writer.vocabulary.facts.items() if lists or not fact.fields]
        is_bad = writer.random.randrange(1000) < bad
        id_ = writer.random.choice(BAD_IDS) if is_bad else f"C-{number}" if number % 7 else None
        yield policy, id_, writer.facts(writer.random.sample(paths, min(12, len(paths))), bad)


def as_json(policy, id_, facts):
    groups = {}
    for path, value in facts.items():
        group, _, name = path.partition(".")
        groups.setdefault(group, {})[name] = value
    return json.dumps({"policy": policy, "id": id_, "facts": groups}, ensure_ascii=False)


def as_text(value):
    if value is None or isinstance(value, str):
        return value or ""
    return json.dumps(value, ensure_ascii=False)


def json_lines(cases):
    return "".join(as_json(*case) + "\n" for case in cases).encode("utf-8", "surrogatepass")


def csv_text(cases, line_end="\n", quoting=csv.QUOTE_MINIMAL):
    cases = list(cases)
    columns = sorted({path for _, _, facts in cases for path in facts})
    out = io.StringIO()
    writer = csv.writer(out, lineterminator=line_end, quoting=quoting)
    writer.writerow(["policy", "id", *columns])
    for policy, id_, facts in cases:
        writer.writerow([policy, as_text(id_), *(as_text(facts.get(path)) for path in columns)])
    return out.getvalue().encode()


def table(cases, *, coded=False):
    """Make a table of texts, or of texts that are each stored once; booleans and integers are none."""
    cases = list(cases)
    columns = {
        "policy": [policy for policy, _, _ in cases],
        "id": [None if id_ is None else str(id_) for _, id_, _ in cases],
    }
    for path in sorted({path for _, _, facts in cases for path in facts}):
        columns[path] = [facts.get(path) for _, _, facts in cases]
    return pa.table({name: array(values, coded) for name, values in columns.items()})


def array(values, coded):
    kinds = {type(value) for value in values if value is not None}
    if kinds <= {bool} or kinds <= {int} or kinds <= {list}:
        return pa.array(values)
    texts = pa.array([None if value is None else str(value) for value in values])
    return texts.dictionary_encode() if coded else texts


def written(tmp_path, name, content, book, policy=None):
    path = tmp_path / name
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        pq.write_table(content, path, row_group_size=100)
    return open_source(str(path), book, policy)


def shop_and(book, shop):
    return (shop, ("shop/rules",)), (book, POLICIES), (book, POLICIES[:1])


@pytest.mark.parametrize("bad", [0, 60])
def test_json_lines(tmp_path, book, shop, bad):
    for which, policies in shop_and(book, shop):
        source = written(tmp_path, "cases.jsonl", json_lines(drawn(which, policies, ROWS, bad)), which)
        check(agree(source, which), bad)


@pytest.mark.parametrize("bad", [0, 60])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_csv(tmp_path, book, shop, bad, line_end):
    for quoting, (which, policies) in product((csv.QUOTE_MINIMAL, csv.QUOTE_ALL), shop_and(book, shop)):
        cases = drawn(which, policies, ROWS, bad, lists=quoting == csv.QUOTE_MINIMAL)
        content = csv_text(cases, line_end, quoting)
        check(agree(written(tmp_path, "cases.csv", content, which), which), bad)


@pytest.mark.parametrize("bad", [0, 60])
@pytest.mark.parametrize("coded", [False, True])
def test_parquet(tmp_path, book, shop, bad, coded):
    for which, policies in shop_and(book, shop):
        cases = [
            (
                policy,
                id_,
                {path: value for path, value in facts.items() if readable(fact_of(which, policy, path), value)},
            )
            for policy, id_, facts in drawn(which, policies, ROWS, bad)
        ]
        check(agree(written(tmp_path, "cases.parquet", table(cases, coded=coded), which), which), bad)


def fact_of(book, policy, path):
    return vocabulary_of(book, policy).facts[path]


def readable(fact, value):
    """Tell whether a column can hold a value beside the good ones."""
    if fact.fields:
        return isinstance(value, list) and all(
            isinstance(record, dict)
            and all(name in fact.fields and readable(fact.fields[name], one) for name, one in record.items())
            for record in value
        )
    kind = {"boolean": bool, "integer": int}.get(fact.type.name, str)
    return type(value) is kind and (kind is not int or -(2**63) <= value < 2**63)


def check(share, bad):
    assert share.rows == ROWS
    if bad == 0:
        assert share.good == share.fast == ROWS
    else:
        assert 0 < share.fast < ROWS
        assert share.good < ROWS
