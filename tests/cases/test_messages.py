"""What a person reads when a case is refused."""

import datetime as dt
import json
import time
from decimal import Decimal

import pytest
from tests.cases.market import POLICY, case_of
from tests.cases.test_wrong_data import HUGE, WRONG_SHAPES, WRONG_VALUES, Rude
from tests.cases.wrong_cases import WRONG_CASES, WRONG_FACTS, WRONG_JSON, json_of

from rulings.errors import CaseFaults
from rulings.values import Money


def diagnostics(evaluate, given):
    with pytest.raises(CaseFaults) as raised:
        evaluate(given)
    return raised.value.diagnostics


def only(evaluate, given):
    (fault,) = diagnostics(evaluate, given)
    return fault


NUMBER = "a whole number such as 3"
IN_64_BITS = "an integer from -9223372036854775808 to 9223372036854775807"
AMOUNT = "an amount such as 12.30 CNY"
SPAN = "a span of hours, minutes or seconds such as 48 hours"
MOMENT = "a moment with its offset such as 2024-03-01T10:00:00+08:00"
KINDS = "one of digital, durable, fresh"
PLAIN_INT = "it is of the Python type rulings.values.money.Money: give a plain int"
FROM_ZERO = f"{AMOUNT}, at least 0.00 CNY and at most 100000.00 CNY"
ORDER = "one of amount, count, note, paid_on, placed_at"

# A fact, its value, and what is said: the message, what was expected, what to do, and what was probably meant.
READ = [
    ("goods.sealed", "false", ['"false" is not a boolean', "true or false", "take the quotes away: false", None]),
    (
        "goods.kind",
        "durabel",
        ['"durabel" is not an option of this fact', "one of digital, durable, fresh", None, "durable"],
    ),
    ("goods.kind", 3, ["3 is not an option of this fact", "one of digital, durable, fresh", None, None]),
    ("order.count", "2", ['"2" is not an integer', NUMBER, "take the quotes away: 2", None]),
    (
        "order.count",
        Decimal("2.0"),
        ["2.0 is not an integer", NUMBER, "write it without a point and without an exponent", None],
    ),
    (
        "order.count",
        2.5,
        ["the binary float 2.5 is not an integer", NUMBER, "give an int: a binary float is not exact", None],
    ),
    ("order.count", 0, ["0 is less than the fact can be", f"{NUMBER}, at least 1 and at most 99", None, None]),
    ("order.count", 100, ["100 is more than the fact can be", f"{NUMBER}, at least 1 and at most 99", None, None]),
    (
        "order.count",
        Money(2),
        [
            "0.02 CNY is not an integer",
            NUMBER,
            "it is of the Python type rulings.values.money.Money: give a plain int",
            None,
        ],
    ),
    (
        "order.amount",
        Money(-1),
        [
            "-0.01 CNY is less than the fact can be",
            f"{AMOUNT}, at least 0.00 CNY and at most 100000.00 CNY",
            None,
            None,
        ],
    ),
    (
        "goods.weight",
        "0.0001",
        [
            "0.0001 is less than the fact can be",
            "a decimal number such as 4.5, at least 0.001 and at most 1000",
            None,
            None,
        ],
    ),
    ("goods.defects", 2**63, ["9223372036854775808 does not fit in 64 bits", IN_64_BITS, None, None]),
    ("goods.defects", HUGE, ["an integer of about 5,000 digits does not fit in 64 bits", IN_64_BITS, None, None]),
    ("claim.balance", 12, ["12 is not an amount of money", AMOUNT, f"write a text: {AMOUNT}", None]),
    (
        "claim.balance",
        "1.234 CNY",
        [
            '"1.234 CNY" is not an amount of money: it has more than two decimals',
            "an amount such as 12.30 CNY, with at most two decimals",
            "state the amount in whole fen: two decimals",
            None,
        ],
    ),
    (
        "claim.waited",
        dt.timedelta(0),
        ["a value of the Python type datetime.timedelta is not a span", SPAN, f"write a text: {SPAN}", None],
    ),
    (
        "claim.opened_at",
        dt.datetime(2024, 3, 1),  # noqa: DTZ001 - this is what is refused
        [
            "2024-03-01T00:00:00 is not a moment: the offset from UTC is missing",
            MOMENT,
            "give the datetime its time zone; nobody can guess it",
            None,
        ],
    ),
    (
        "claim.opened_at",
        1709258400,
        ["1709258400 is not a moment", MOMENT, "write date, time and offset, not a number of seconds", None],
    ),
    (
        "order.paid_on",
        dt.datetime(2024, 3, 1, tzinfo=dt.UTC),
        [
            "2024-03-01T00:00:00 is not a date",
            "a date such as 2024-03-01",
            "give the day alone: value.date()",
            None,
        ],
    ),
    ("order.note", {}, ["an object is not a text", "a text", None, None]),
    ("order.note", "x" * 10_001, ["the text has 10,001 characters", "at most 10,000 characters", None, None]),
    ("order.cuont", 2, ['there is no fact "order.cuont"', ORDER, None, "order.count"]),
    ("order.sealed", 2, ['there is no fact "order.sealed"', ORDER, None, "goods.sealed"]),
    ("ordr.count", 2, ['there is no group of facts "ordr"', "one of claim, class, goods, order", None, "order"]),
]


@pytest.mark.parametrize(("path", "value", "said"), READ, ids=lambda value: type(value).__name__)
def test_a_fault_says_what_is_wrong_what_was_expected_and_what_to_do(book, path, value, said):
    fault = only(book.evaluate, case_of(path, value))
    assert [fault.message, fault.expected, fault.help, fault.near] == said


def test_all_faults_come_in_one_message(book):
    case = {"policy": POLICY, "facts": {"order": {"count": "2"}, "goods": {"sealed": "false"}}}
    with pytest.raises(CaseFaults) as raised:
        book.evaluate(case)
    assert str(raised.value) == (
        "the case is refused, nothing was ruled: 2 faults\n"
        "\n"
        'facts.goods.sealed: error[wrong-type]: "false" is not a boolean\n'
        "  = expected: true or false\n"
        "  = help: take the quotes away: false\n"
        "\n"
        'facts.order.count: error[wrong-type]: "2" is not an integer\n'
        "  = expected: a whole number such as 3\n"
        "  = help: take the quotes away: 2"
    )


def test_a_flat_name_is_shown_in_its_nested_form(book):
    fault = only(book.evaluate, {"policy": POLICY, "facts": {"order.count": 2}})
    assert (fault.near, fault.help) == ("order.count", 'write one object inside the other: {"order": {"count": …}}')


def test_a_group_outside_the_facts_is_sent_there(book):
    assert only(book.evaluate, {"policy": POLICY, "order": {}}).help == 'facts stand under "facts"'


def test_a_version_in_the_name_of_the_policy(book):
    fault = only(book.evaluate, {"policy": f"{POLICY}@2024-01-01"})
    assert fault.near == POLICY
    assert fault.help == "name the policy alone; the version is chosen by the case's own date"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("", "the case is not JSON: it is empty"),
        ("\ufeff{}", "the case is not JSON: it begins with a byte order mark; write UTF-8 without one"),
        ('{"a" 1}', "the case is not JSON: expecting ':' delimiter at line 1, column 6"),
        (b'{"\xff"}', "the case is not JSON: byte 3 is not UTF-8"),
        ('{"\ud800"}', "the case is not JSON: character 3 is half of a surrogate pair"),
        ("[" * 100_000, "the case is not JSON: it is nested too deeply"),
        (b" " * 1_000_001, "the case has 1,000,001 bytes"),
        (" " * 1_000_001, "the case has 1,000,001 characters"),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_what_is_no_json_says_why(book, data, message):
    assert only(book.evaluate_json, data).message == message


def test_every_message_is_short_on_one_line_and_in_one_style(book):
    given = [(book.evaluate_json, json_of(path, value)) for path, value, _ in WRONG_FACTS]
    given += [(book.evaluate_json, data) for data, _ in WRONG_CASES + WRONG_JSON]
    given += [(book.evaluate, case_of(path, value)) for path, value, _ in WRONG_VALUES]
    given += [(book.evaluate, case) for case, _ in WRONG_SHAPES]
    faults = [fault for evaluate, case in given for fault in diagnostics(evaluate, case)]
    assert len(faults) > 300
    for fault in faults:
        parts = [
            part for part in (fault.message, fault.expected, fault.help, fault.near, fault.path) if part is not None
        ]
        assert all(part and part.isprintable() and len(part) <= 260 for part in parts), fault
        assert not fault.message.endswith("."), fault
        assert not fault.message[0].isupper() or fault.message.startswith(("NaN ", "Infinity ")), fault
        assert fault.expected or fault.help, fault
        assert fault.code != "not-a-case"
        json.dumps(fault.to_dict(), ensure_ascii=False).encode()


def test_thousands_of_unknown_names_are_counted_and_cost_no_time(book):
    facts = {f"x{number}": number for number in range(50_000)}
    started = time.perf_counter()
    found = diagnostics(
        book.evaluate, {"policy": POLICY, **facts, "facts": {**facts, "order": {**facts, "count": "2"}}}
    )
    assert time.perf_counter() - started < 20
    assert len(found) == 3 * 101 + 1
    counted = [fault for fault in found if "more names" in fault.message]
    assert [(fault.path, fault.message) for fault in counted] == [
        ("case", "49,900 more names here are unknown"),
        ("facts", "49,900 more names here are unknown"),
        ("facts.order", "49,900 more names here are unknown"),
    ]
    assert ("wrong-type", "facts.order.count") in [(fault.code, fault.path) for fault in found]


def test_values_that_cannot_be_written_are_told_by_their_type(book):
    fault = only(book.evaluate, case_of("order.note", Rude()))
    assert fault.message.startswith("a value of the Python type ")
    assert fault.message.endswith(".Rude is not a text")
