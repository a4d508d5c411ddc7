"""Cases that touch two versions: flagged, with the date that decided and what the other version would have said."""

import pytest
from jsonschema import Draft202012Validator

from rulings import evaluate
from rulings.schema.data import ruling_schema


def test_opened_under_one_and_settled_under_another(book, claim):
    ruling = book.evaluate(claim("2020-06-01T10:00:00+08:00", settled_at="2022-07-01T10:00:00+08:00"))
    assert ruling.version.policy.version == "2020-05-01"
    (touch,) = ruling.touches
    assert (touch.version, set(touch.facts), touch.differs) == ("2022-06-21+1", {"claim.settled_at"}, True)
    assert (ruling["limit"].value, touch.ruling["limit"].value) == (1, 3)
    data = ruling.to_dict()
    assert data["other_versions"] == [
        {
            "version": "2022-06-21+1",
            "facts": {"claim.settled_at": "2022-07-01T10:00:00+08:00"},
            "differs": True,
            "status": "decided",
            "answers": {"limit": 3},
        }
    ]
    assert list(Draft202012Validator(ruling_schema()).iter_errors(data)) == []


@pytest.mark.parametrize(
    ("settled_at", "touched"),
    [
        ("2021-01-31T23:59:59.999999+08:00", []),
        ("2021-02-01T00:00:00+08:00", ["2021-02-01"]),
        ("2021-03-31T23:59:59.999999+08:00", ["2021-02-01"]),
        ("2021-04-01T00:00:00+08:00", []),
        ("2019-01-01T00:00:00+08:00", []),
        ("2024-01-01T00:00:00+08:00", []),
    ],
)
def test_each_side_of_every_line(book, claim, settled_at, touched):
    ruling = book.evaluate(claim("2020-06-01T10:00:00+08:00", settled_at=settled_at))
    assert [touch.version for touch in ruling.touches] == touched
    assert ("other_versions" in ruling.to_dict()) is bool(touched)


def test_as_known_then_there_was_no_other(book, claim):
    case = claim("2020-06-01T10:00:00+08:00", settled_at="2022-07-01T10:00:00+08:00")
    assert book.evaluate(case, as_known_at="2021-01-25T00:00:00+08:00").touches == ()
    (touch,) = book.evaluate(case, as_known_at="2022-08-01T00:00:00+08:00").touches
    assert (touch.version, touch.ruling["limit"].value) == ("2022-06-21", 2)


def test_dates_that_no_decision_goes_by_do_not_count(book, claim):
    ruling = book.evaluate(claim("2020-06-01T10:00:00+08:00", day="2022-07-01"))
    assert ruling.touches == ()


def test_a_receipt_does_not_change_when_a_later_version_is_touched(book, claim):
    case = claim("2020-06-01T10:00:00+08:00", settled_at="2022-07-01T10:00:00+08:00")
    assert "other_versions" not in book.evaluate(case).receipt().data


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ["this date decides, so version 2020-05-01 applies", "That version would have said: the limit: 3"]),
        ("zh", ["以该时间为准，适用2020-05-01版本", "按该版本裁定，结果为：限额：3"]),
    ],
)
@pytest.mark.parametrize("audience", ["auditor", "buyer"])
def test_the_explanation_says_so(book, claim, language, told, audience):
    ruling = book.evaluate(claim("2020-06-01T10:00:00+08:00", settled_at="2022-07-01T10:00:00+08:00"))
    text = ruling.explain(language, audience=audience)
    assert [words for words in told if words not in text] == []
    alone = book.evaluate(claim("2020-06-01T10:00:00+08:00", settled_at="2020-07-01T10:00:00+08:00"))
    assert told[0] not in alone.explain(language, audience=audience)


def test_a_version_that_says_the_same(book, claim):
    ruling = book.evaluate(claim("2020-06-01T10:00:00+08:00", settled_at="2022-07-01T10:00:00+08:00"))
    under = book.evaluate(claim("2022-07-01T10:00:00+08:00", settled_at="2022-08-01T10:00:00+08:00"))
    assert under.touches == ()
    assert [touch.differs for touch in ruling.touches] == [True]


def test_packaged_policies_with_two_versions():
    facts = {
        "return": {"requested_at": "2024-08-21T10:00:00+08:00", "reviewed_at": "2024-08-23T10:00:00+08:00"},
    }
    ruling = evaluate({"policy": "douyin/returns", "facts": facts})
    (touch,) = ruling.touches
    assert (ruling.version.policy.version, touch.version) == ("2023-07-04", "2024-08-22")
    assert "提交售后申请的时间为2024年8月21日10:00：以该时间为准" in ruling.explain("zh")
