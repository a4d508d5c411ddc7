"""The timeline of a chain of obligations: as text, as a drawing, and as data."""

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.explain.demo_cases import random_cases, ruled_at, told
from tests.explain.told_cases import AUDIENCES, LANGUAGES, ruled
from tests.explain.told_cases import TOLD as DISPUTES

from rulings.errors import NoVersion
from rulings.explain.svg import WIDTH, Entry, draw, wrapped
from rulings.explain.text import width
from rulings.values import format_moment, parse_datetime

SVG = "{http://www.w3.org/2000/svg}"


def parsed(svg):
    return ET.fromstring(svg)  # noqa: S314 - our own drawing


def test_events_in_the_order_of_time():
    kinds = [event["kind"] for event in told("refund-overdue").timeline(format="data")]
    assert kinds == ["began", "ran_out", "done_late", "done", "ran_out", "now"]


def test_what_is_due_and_what_comes_after_it():
    events = told("request-missed").timeline(format="data")
    assert [event["kind"] for event in events] == ["began", "ran_out", "now", "due", "ahead"]
    assert [event["party"] for event in events] == ["merchant", "merchant", None, "buyer", "merchant"]
    assert events[-1]["at"] is None


def test_a_chain_that_ended_says_that_nothing_follows():
    text = told("return-closed").timeline("zh")
    assert text.endswith("2024年4月5日10:00：裁定时间。\n商家无须向买家退款。\n")


def test_a_party_is_spoken_to():
    assert "2024年3月12日24:00：您寄回商品的期限届满" in told("request-missed").timeline("zh", audience="buyer")
    assert "after that you must refund the buyer" in told("request-missed").timeline(audience="merchant").lower()


@settings(max_examples=100)
@given(random_cases())
def test_the_data_agrees_with_what_is_due(case):
    ruling = ruled_at(*case)
    events = ruling.timeline(format="data")
    due = [(event["decision"], event["party"], event["at"]) for event in events if event["kind"] == "due"]
    assert due == [(one.decision, one.party, format_moment(one.due_at)) for one in ruling.due]
    moments = [parse_datetime(event["at"]) for event in events if event["at"] is not None]
    assert moments == sorted(moments)


@settings(max_examples=100)
@given(random_cases(), st.sampled_from(LANGUAGES), st.sampled_from(AUDIENCES))
def test_a_drawing_is_sound_and_as_narrow_as_a_phone(case, language, audience):
    ruling = ruled_at(*case)
    svg = ruling.timeline(language, audience=audience, format="svg")
    root = parsed(svg)
    assert svg == ruling.timeline(language, audience=audience, format="svg")
    assert root.get("viewBox").startswith(f"0 0 {WIDTH} ")
    assert not re.search(r'"[^"]*[0-9]\.[0-9][^"]*"', re.sub(r' aria-label="[^"]*"', "", svg)), "a number with a point"
    height = int(root.get("height"))
    for text in root.iter(f"{SVG}text"):
        assert int(text.get("y")) <= height
        assert int(text.get("x")) + 8 * width(text.text) <= WIDTH + 8


@settings(max_examples=60)
@given(random_cases(), st.sampled_from(LANGUAGES))
def test_text_and_drawing_say_the_same(case, language):
    ruling = ruled_at(*case)
    events = ruling.timeline(format="data")
    root = parsed(ruling.timeline(language, format="svg"))
    drawn = "".join(text.text for text in root.iter(f"{SVG}text"))
    lines = ruling.timeline(language).splitlines()
    for event in events:
        said = event["text"][language].replace(" ", "").lower()
        assert said in drawn.replace(" ", "").lower()
    assert (
        not events
        or all(event["text"][language][1:] in line for event, line in zip(events, lines, strict=True))
        or ([event["kind"] for event in events] == ["now"])
    )


def test_texts_cannot_mark_up_a_drawing():
    svg = draw("<b>", [Entry("done", "</text>", 'a "&" <script>', ahead=False)], "en")
    root = parsed(svg)
    assert [text.text for text in root.iter(f"{SVG}text")] == ["</text>", 'a "&" <script>']
    assert "<script>" not in svg


@pytest.mark.parametrize(
    ("text", "columns", "lines"),
    [
        ("the goods were sent", 10, ["the goods", "were sent"]),
        ("商品已寄回，提前1天", 10, ["商品已寄", "回，提前1", "天"]),
        ("商品（已寄回）", 6, ["商品", "（已寄", "回）"]),
        ("a" * 25, 10, ["a" * 10, "a" * 10, "a" * 5]),
        ("", 10, [""]),
    ],
)
def test_lines_are_broken_where_they_may_be(text, columns, lines):
    assert wrapped(text, columns) == lines


def test_a_case_without_obligations_says_so():
    ruling = ruled(DISPUTES["late-by-a-minute"])
    assert ruling.timeline() == "There is nothing to show: no obligation concerns the case.\n"
    assert ruling.timeline(format="data") == []
    assert parsed(ruling.timeline(format="svg")).tag == f"{SVG}svg"


def test_wrong_requests_name_the_choices():
    ruling = told("request-missed")
    with pytest.raises(ValueError, match="text, svg, data"):
        ruling.timeline(format="png")
    with pytest.raises(ValueError, match="it is one of en, zh"):
        ruling.timeline("de")
    with pytest.raises(ValueError, match="auditor, buyer, merchant"):
        ruling.timeline(audience="judge")


def test_without_a_version_there_is_no_timeline():
    unchosen = ruled_at("returns", {"claim.made_at": None})
    with pytest.raises(NoVersion, match=r"claim\.made_at is not known"):
        unchosen.timeline()
