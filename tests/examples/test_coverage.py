"""What no example reaches is listed, with its place and with what to add."""

import pytest

from rulings.examples.steps import moved
from rulings.values import Money, Rate, Seconds, parse_date, parse_datetime


def example(name, expect="{window: null}", *, pins=None, **facts):
    listed = ", ".join(f"{path.replace('__', '.')}: {value}" for path, value in facts.items())
    pinned = f"    pins: {pins}\n" if pins else ""
    return f"  - id: {name}\n{pinned}    facts: {{{listed}}}\n    expect: {expect}\n"


def at(name, moment, reason="regret", amount="500.00 CNY", expect="{window: open}", **more):
    return example(
        name,
        expect,
        order__received_at="2024-03-01T10:00:00+08:00",
        claim__opened_at=moment,
        claim__reason=reason,
        order__amount=amount,
        **more,
    )


WHOLE = (
    at("a", "2024-03-08T23:59:59+08:00", pins="seven-calendar-days")
    + at("b", "2024-03-09T00:00:00+08:00", amount="499.99 CNY", expect="{window: expired}")
    + at("c", "2024-03-09T00:00:01+08:00", amount="500.01 CNY", expect="{window: expired}")
    + at("d", "2024-03-03T09:59:59+08:00", "fault")
    + at("e", "2024-03-03T10:00:00+08:00", "fault")
    + at("f", "2024-03-03T10:00:01+08:00", "fault", expect="{window: expired}")
    + at("g", "2024-03-01T09:59:59+08:00", expect="{window: not_yet_open}")
    + at("h", "2024-03-01T10:00:00+08:00")
    + at("i", "2024-03-01T10:00:01+08:00")
)


def without(*names):
    """The whole set but for some examples."""
    texts = [f"  - id: {part}" for part in WHOLE.split("  - id: ")[1:]]
    return "".join(text for text in texts if text[8] not in names)


def figures(coverage):
    return {name: (measure.covered, measure.total) for name, measure in coverage.measures.items()}


def missing(report, name):
    """The notes of one measure of the only policy: the marked text, and the message."""
    (coverage,) = report.coverage
    notes = coverage.measures[name].missing
    assert all(note.code == "uncovered" and note.severity == "note" for note in notes)
    return [
        (note.source_line[note.place.column - 1 : note.place.end_column - 1], note.message, note.help) for note in notes
    ]


def test_whole_but_for_the_case_to_which_nothing_applies(tree):
    report = tree.run(WHOLE)
    (coverage,) = report.coverage
    assert report.ok
    assert not report.covered
    assert figures(coverage) == {"rules": (7, 7), "conditions": (12, 14), "boundaries": (12, 12), "readings": (1, 1)}
    assert [(text, message.partition("no example ")[2]) for text, message, _ in missing(report, "conditions")] == [
        ("claim.reason is one of", "`claim.reason is one of: [regret, fault]` is false"),
        ("claim.reason is not", "`claim.reason is not: safety` is false"),
    ]


def test_whole_with_a_third_answer_to_which_a_rule_applies(tree):
    policy = tree.folder / "shop/returns/2024-01-01.yaml"
    text = policy.read_text(encoding="utf-8").replace(
        "answers: [window, freight]", "answers: [window, freight, large_order]"
    )
    policy.write_text(text, encoding="utf-8")
    report = tree.run(WHOLE + at("j", "2024-03-01T10:00:01+08:00", "safety", expect="{freight: not_applicable}"))
    assert report.ok
    assert report.covered
    assert report.coverage[0].missing == ()


def test_nothing_is_covered_without_examples(tree):
    (coverage,) = tree.run().coverage
    assert figures(coverage) == {"rules": (0, 7), "conditions": (0, 14), "boundaries": (0, 12), "readings": (0, 1)}
    assert len(coverage.missing) == 34
    assert not coverage.complete


def test_a_rule_that_applies_in_no_example_is_named(tree):
    report = tree.run(without("d", "e", "f"))
    assert [(text, message) for text, message, _ in missing(report, "rules")] == [
        ("faulty", 'window: in no example the rule "faulty" applies'),
        ("fault", 'freight: in no example the rule "fault" applies'),
    ]


def test_an_otherwise_and_the_answers_of_a_condition_count_as_rules(tree):
    report = tree.run(without("b"))
    assert [(text, message) for text, message, _ in missing(report, "rules")] == [
        ("large_order", "large_order: in no example it is false"),
        ("otherwise", 'freight: in no example the rule "otherwise" applies'),
    ]


def test_a_rule_that_only_may_apply_is_not_reached(tree):
    facts = "{claim.opened_at: 2024-03-02T10:00:00+08:00}"
    report = tree.run(f"  - id: open\n    facts: {facts}\n    expect: {{status: undetermined}}\n")
    assert len(missing(report, "rules")) == 7


def test_a_condition_that_is_never_false_is_named(tree):
    report = tree.run(without("b"))
    told = [(text, message) for text, message, _ in missing(report, "conditions")]
    assert ("order.amount at least", "large_order: in no example `order.amount at least: $large` is false") in told
    assert not any("`claim.reason is: fault`" in message for _, message in told)


def test_an_unknown_condition_is_neither_true_nor_false(tree):
    report = tree.run(
        "  - {id: open, facts: {claim.opened_at: 2024-03-02T10:00:00+08:00}, expect: {status: undetermined}}\n"
    )
    assert len(missing(report, "conditions")) == 14


@pytest.mark.parametrize(
    ("name", "text", "message", "value"),
    [
        ("a", "seven-days", "just before the end of 7 days from order.received_at", "2024-03-08T23:59:59+08:00"),
        ("b", "seven-days", "exactly at the end of 7 days from order.received_at", "2024-03-09T00:00:00+08:00"),
        ("c", "seven-days", "just after the end of 7 days from order.received_at", "2024-03-09T00:00:01+08:00"),
        ("d", "faulty", "just before the end of 48 hours from order.received_at", "2024-03-03T09:59:59+08:00"),
        ("e", "faulty", "exactly at the end of 48 hours from order.received_at", "2024-03-03T10:00:00+08:00"),
        ("f", "faulty", "just after the end of 48 hours from order.received_at", "2024-03-03T10:00:01+08:00"),
        ("g", "window", "just before order.received_at", "2024-03-01T09:59:59+08:00"),
        ("h", "window", "exactly at order.received_at", "2024-03-01T10:00:00+08:00"),
        ("i", "window", "just after order.received_at", "2024-03-01T10:00:01+08:00"),
    ],
)
def test_each_point_of_a_window_is_wanted_with_the_moment_to_try(tree, name, text, message, value):
    found = [note for note in missing(tree.run(without(name)), "boundaries") if "order.amount" not in note[1]]
    ((marked, said, advice),) = found
    assert (marked, said.partition("no example has claim.opened_at ")[2]) == (text, message)
    assert advice.startswith(f"try `claim.opened_at: {value}` on the facts of ")


def test_a_line_that_no_example_reaches_is_shown_on_a_sample(tree):
    notes = missing(tree.run(without("d", "e", "f")), "boundaries")
    (advice,) = [advice for _, message, advice in notes if "48 hours" in message and "just before" in message]
    assert advice == (
        "let the decision reach this line: `order.received_at: 2024-03-01T10:00:00+08:00` "
        "and try `claim.opened_at: 2024-03-03T09:59:59+08:00`"
    )


def test_the_right_moment_under_another_rule_does_not_count(tree):
    """48 hours after the receipt, but for a claim that has seven days."""
    report = tree.run(without("e") + at("x", "2024-03-03T10:00:00+08:00", "regret"))
    assert len(missing(report, "boundaries")) == 1


@pytest.mark.parametrize(("name", "value"), [("b", "499.99 CNY"), ("c", "500.01 CNY")])
def test_each_side_of_a_comparison_is_wanted_with_the_value_to_try(tree, name, value):
    text = WHOLE.replace("499.99 CNY" if name == "b" else "500.01 CNY", "100.00 CNY")
    ((marked, message, advice),) = missing(tree.run(text), "boundaries")
    assert marked == "order.amount at least: $large"[: len(marked)]
    assert message.startswith("large_order: no example has order.amount just ")
    assert advice.startswith(f"try `order.amount: {value}` on the facts of ")


def test_a_reading_that_no_example_pins_is_named(tree):
    report = tree.run(WHOLE.replace("    pins: seven-calendar-days\n", ""))
    assert [message for _, message, _ in missing(report, "readings")] == [
        'no example pins the reading "seven-calendar-days"'
    ]


def test_lines_of_every_type_are_one_smallest_step_wide(tree):
    tree.with_lines()
    (coverage,) = tree.run(only="shop/lines").coverage
    wanted = [note.help.rpartition("try ")[2] for note in coverage.boundaries.missing]
    assert wanted == [
        # one piece is the fewest that the vocabulary allows, so there is nothing below it to try
        "`order.pieces: 1`",
        "`order.pieces: 2`",
        "`order.fault_rate: 99.98%`",
        "`order.fault_rate: 99.99%`",
        "`order.fault_rate: 100%`",
        "`order.weight: 2.49`",
        "`order.weight: 2.5`",
        "`order.weight: 2.51`",
        "`order.wait: 179 seconds`",
        "`order.wait: 3 minutes`",
        "`order.wait: 181 seconds`",
        "`order.made_on: 2024-02-27`",
        "`order.made_on: 2024-02-28`",
        "`order.made_on: 2024-02-29`",
        "`order.received_at: 2024-03-01T09:59:59+08:00`",
        "`order.received_at: 2024-03-01T10:00:00+08:00`",
        "`order.received_at: 2024-03-01T10:00:01+08:00`",
        "`order.amount: 0.00 CNY`",
        "`order.amount: 0.01 CNY`",
        "`order.amount: 0.02 CNY`",
    ]


def test_a_line_on_a_result_says_what_it_has_to_come_to(tree):
    policy = tree.folder / "shop/returns/2024-01-01.yaml"
    line = "window.last_moment before: 2024-06-01T00:00:00+08:00"
    text = policy.read_text(encoding="utf-8").replace("{order.amount at least: $large}", f"{{{line}}}")
    policy.write_text(text, encoding="utf-8")
    notes = [note for note in missing(tree.run(WHOLE), "boundaries") if "large_order" in note[1]]
    assert [advice.partition(" on the facts")[0] for _, _, advice in notes] == [
        "let it come to `window.last_moment: 2024-05-31T23:59:59+08:00`",
        "let it come to `window.last_moment: 2024-06-01T00:00:00+08:00`",
        "let it come to `window.last_moment: 2024-06-01T00:00:01+08:00`",
    ]


def test_what_is_asked_for_can_be_given_until_nothing_is_missing(tree):
    """Every value that the notes propose, put into an example, leaves no boundary open."""
    tree.with_lines()
    (coverage,) = tree.run(only="shop/lines").coverage
    proposed = [note.help.rpartition("try `")[2].rstrip("`") for note in coverage.boundaries.missing]
    examples = [
        f"  - {{id: e{at_}, facts: {{{text}}}, expect: {{status: undetermined}}}}\n"
        for at_, text in enumerate(proposed)
    ]
    base = "base: {claim.opened_at: 2024-03-01T10:00:00+08:00}\n"
    tree.put("shop/lines/examples/a.yaml", f"policy: shop/lines\n{base}examples:\n" + "".join(examples))
    (coverage,) = tree.run(only="shop/lines").coverage
    assert coverage.boundaries.complete


def test_a_decision_that_is_no_answer_counts_where_an_example_speaks_of_it(tree):
    policy = tree.folder / "shop/returns/2024-01-01.yaml"
    text = policy.read_text(encoding="utf-8").replace("answers: [window, freight]", "answers: [window]")
    policy.write_text(text, encoding="utf-8")
    silent = at("one", "2024-03-02T10:00:00+08:00", "fault")
    unreached = [message for _, message, _ in missing(tree.run(silent), "rules")]
    assert 'freight: in no example the rule "fault" applies' in unreached
    spoken = silent.replace("{window: open}", "{freight: {way_back: merchant}}")
    unreached = [message for _, message, _ in missing(tree.run(spoken), "rules")]
    assert 'freight: in no example the rule "fault" applies' not in unreached


@pytest.mark.parametrize(
    ("value", "before", "behind"),
    [
        (7, 6, 8),
        (Money(100), Money(99), Money(101)),
        (Seconds(60), Seconds(59), Seconds(61)),
        (Rate("0.999"), Rate("0.9989"), Rate("0.9991")),
        (parse_date("2024-03-01"), parse_date("2024-02-29"), parse_date("2024-03-02")),
        (
            parse_datetime("2024-03-01T00:00:00+08:00"),
            parse_datetime("2024-02-29T23:59:59+08:00"),
            parse_datetime("2024-03-01T00:00:01+08:00"),
        ),
    ],
)
def test_smallest_steps(value, before, behind):
    assert (moved(value, -1), moved(value, 0), moved(value, 1)) == (before, value, behind)
    assert type(moved(value, 1)) is type(value)


@pytest.mark.parametrize("value", [True, "text", None])
def test_what_has_no_order_has_no_step(value):
    with pytest.raises(TypeError):
        moved(value, 1)
