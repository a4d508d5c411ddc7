"""What is wrong with a file of examples is told with its place, all at once, before anything runs on it."""

import pytest

FACTS = "{claim.opened_at: 2024-03-02T10:00:00+08:00, claim.reason: fault}"


def example(facts=FACTS, expect="{window: null}", more="", name="one"):
    return f"  - id: {name}\n    facts: {facts}\n    expect: {expect}\n{more}"


def told(report):
    """Each fault as its code, the text at its place, and the name that was meant."""
    return [(fault.code, _marked(fault), fault.near) for fault in report.faults]


def _marked(fault):
    return fault.source_line[fault.place.column - 1 : fault.place.end_column - 1]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (example("{claim.reson: fault}"), ("unknown-fact", "claim.reson", "claim.reason")),
        (example("{claim.reason: falt}"), ("unknown-option", "falt", "fault")),
        (example("{claim.reason: true}"), ("wrong-type", "true", None)),
        (example("{order.amount: 5}"), ("wrong-type", "5", None)),
        (example("{order.amount: -1.00 CNY}"), ("out-of-range", "-1.00 CNY", None)),
        (example("{claim.opened_at: 2024-03-02T10:00:00}"), ("offset-missing", "2024-03-02T10:00:00", None)),
        (example("{order.note: 12}"), ("wrong-type", "12", None)),
        (example(expect="{windw: open}"), ("unknown-decision", "windw", "window")),
        (example(expect="{window: opn}"), ("unknown-option", "opn", "open")),
        (example(expect="{large_order: maybe}"), ("not-a-boolean", "maybe", None)),
        (example(expect="{window: {rules: [seven-day]}}"), ("unknown-rule", "seven-day", "seven-days")),
        (example(expect="{window: {margin: 1 moon}}"), ("not-a-span", "1 moon", None)),
        (
            example(expect="{window: {needs: [order.recieved_at]}}"),
            ("unknown-fact", "order.recieved_at", "order.received_at"),
        ),
        (example(expect="{needs: [order.recieved_at]}"), ("unknown-fact", "order.recieved_at", "order.received_at")),
        (example(expect="{window: {}}"), ("empty", "window", None)),
        (example(expect="{status: sure}"), ("not-among", "sure", None)),
        (
            example(more="    pins: seven-calender-days\n"),
            ("unknown-reading", "seven-calender-days", "seven-calendar-days"),
        ),
        (example(more="    pins: [seven]\n"), ("unknown-reading", "seven", None)),
        (example(more="    pin: x\n"), ("unknown-key", "pin", "pins")),
        (example(expect="{freight: merchant}"), ("not-shares", "merchant", None)),
        (example(expect="{freight: {way_bak: merchant}}"), ("unknown-cost", "way_bak", "way_back")),
        (example(expect="{freight: {way_back: merchnt}}"), ("unknown-party", "merchnt", "merchant")),
        (example(expect="{freight: {way_back: {merchnt: 100%}}}"), ("unknown-party", "merchnt", "merchant")),
        (example(expect="{freight: {way_back: {merchant: 1.0}}}"), ("unit-missing", "1.0", None)),
        (example(expect="{freight: {way_back: [merchant]}}"), ("not-shares", "[merchant]", None)),
        (example(expect="{freight: {way_back: buyer}}"), ("impossible-value", "{way_back: buyer}", None)),
        (
            example(expect="{freight: {way_back: {buyer: 50%, merchant: 50%}}}"),
            ("impossible-value", "{way_back: {buyer: 50%, merchant: 50%}}", None),
        ),
        (example(expect="{large_order: not_applicable}"), ("impossible-value", "not_applicable", None)),
        (example(expect="{freight: {}}"), ("empty", "freight", None)),
    ],
)
def test_a_fault_of_an_example_is_told_at_its_place(tree, text, fault):
    report = tree.run(text)
    assert told(report) == [fault]
    assert report.examples == ()
    assert not report.ok


@pytest.mark.parametrize(("text", "code"), [("  - just a text\n", "wrong-type"), ("  - {id: one}\n", "missing-key")])
def test_what_is_no_example_is_told(tree, text, code):
    report = tree.run(text)
    assert [fault.code for fault in report.faults] == [code]
    assert report.examples == ()


def test_an_impossible_value_lists_the_possible_ones(tree):
    (fault,) = tree.run(example(expect="{freight: {way_back: buyer}}")).faults
    assert "{way_back: {buyer: 40%, merchant: 60%}}" in fault.expected
    assert "not_applicable" in fault.expected
    assert "{way_back: as agreed}" in fault.expected


def test_a_window_that_never_closes_never_expires(tree):
    policy = tree.folder / "shop/returns/2024-01-01.yaml"
    text = (
        policy.read_text(encoding="utf-8")
        .replace("lasts: 7 days", "opens_after: 1 hour")
        .replace("lasts: 48 hours", "opens_after: 2 hours")
    )
    policy.write_text(text, encoding="utf-8")
    report = tree.run(example(expect="{window: expired}"))
    assert told(report) == [("impossible-value", "expired", None)]


def test_a_value_that_rests_on_facts_can_be_anything_of_its_type(tree):
    tree.put(
        "shop/copy/2024-01-01.yaml",
        """\
policy: shop/copy
version: 2024-01-01
title: {en: Copy, zh: 照录}
published: 2024-01-01
in_force: {from: 2024-01-01, chosen_by: claim.opened_at}
sources:
  S1: {document: rules.txt, about: the rules}
decisions:
  sum:
    kind: table
    title: {en: the sum, zh: 金额}
    gives: {type: money}
    rules:
      - {id: same, value: $order.amount, cites: RET-01}
""",
    )
    text = "policy: shop/copy\nexamples:\n" + example(
        "{claim.opened_at: 2024-03-01T10:00:00+08:00, order.amount: 7.50 CNY}", "{sum: 7.50 CNY}"
    )
    tree.put("shop/copy/examples/a.yaml", text)
    assert tree.run().ok
    tree.put("shop/copy/examples/a.yaml", text.replace("{sum: 7.50 CNY}", "{sum: not_applicable}"))
    assert told(tree.run()) == [("impossible-value", "not_applicable", None)]


def test_all_faults_of_all_files_come_in_one_run(tree):
    tree.put(
        "shop/returns/examples/b.yaml", "policy: shop/returns\nexamples:\n" + example(expect="{nothing: 1}", name="two")
    )
    report = tree.run(example("{claim.reson: fault, order.pieces: many}"))
    assert [code for code, _, _ in told(report)] == ["unknown-fact", "wrong-type", "unknown-decision"]


def test_a_good_example_beside_a_faulty_one_runs(tree):
    report = tree.run(example("{claim.reson: fault}") + example(name="two"))
    assert [result.id for result in report.examples] == ["two"]
    assert not report.ok


def test_a_fault_of_the_base_stops_the_whole_file(tree):
    report = tree.run(example(), head="policy: shop/returns\nbase: {claim.reson: fault}\nexamples:\n")
    assert told(report) == [("unknown-fact", "claim.reson", "claim.reason")]
    assert report.examples == ()


@pytest.mark.parametrize(
    ("head", "fault"),
    [
        ("policy: shop/return\nexamples:\n", ("unknown-policy", "shop/return", "shop/returns")),
        ("policy: shop/lines\nexamples:\n", ("wrong-place", "shop/lines", None)),
        ("policy: shop/returns\nversion: 2024-01-02\nexamples:\n", ("unknown-version", "2024-01-02", "2024-01-01")),
        ("examples:\n", ("missing-key", "examples", None)),
        ("policy: shop/returns\nexample:\n", ("unknown-key", "example", "examples")),
    ],
)
def test_the_head_of_a_file_is_checked(tree, head, fault):
    tree.with_lines()
    report = tree.run(example(), head=head)
    assert fault[0] in [code for code, _, _ in told(report)]
    if fault[0] != "missing-key":
        assert fault in told(report)
    assert report.examples == ()


def test_an_id_is_given_once_within_a_policy(tree):
    tree.put("shop/returns/examples/b.yaml", "policy: shop/returns\nexamples:\n" + example())
    report = tree.run(example())
    (fault,) = report.faults
    assert fault.code == "duplicate-id"
    assert fault.place.file.endswith("b.yaml")
    assert "a.yaml:4:9" in fault.message
    assert len(report.examples) == 1


@pytest.mark.parametrize(
    "text", ["", "policy: [", "- a\n", "policy: shop/returns\npolicy: shop/returns\nexamples: []\n"]
)
def test_a_file_that_is_no_file_of_examples_is_told(tree, text):
    tree.put("shop/returns/examples/a.yaml", text)
    report = tree.run()
    assert report.faults
    assert report.examples == ()


def test_a_file_that_is_not_text_is_told(tree):
    tree.put("shop/returns/examples/a.yaml", "").write_bytes(b"\xff\xfe")
    assert [fault.code for fault in tree.run().faults] == ["not-utf-8"]


@pytest.mark.parametrize("name", ["shop/returns/examples/a.yml", "shop/returns/examples/deep/a.yaml"])
def test_what_would_silently_do_nothing_is_told(tree, name):
    tree.put(name, "policy: shop/returns\nexamples:\n" + example())
    assert [fault.code for fault in tree.run().faults] == ["wrong-place"]
