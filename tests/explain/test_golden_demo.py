"""Explanations of the newer kinds of decision, kept as files that people have read.

After a change that is meant, write them again and read them:

    RULINGS_WRITE_GOLDEN=1 python -m pytest tests/explain/test_golden_demo.py
"""

from pathlib import Path

import pytest
from tests.explain.demo_cases import TOLD, told
from tests.explain.test_golden import compare
from tests.explain.told_cases import AUDIENCES, FORMATS, LANGUAGES

GOLDEN = Path(__file__).parent / "golden_demo"
PARTY = {"compensation": "buyer", "returns": "buyer"}
EVERY = [
    (name, "text", language, audience)
    for name, (policy, _, _) in TOLD.items()
    for language in LANGUAGES
    for audience in ("auditor", PARTY.get(policy, "merchant"))
]
MARKED = [
    (name, form, language, audience)
    for name in ("request-missed", "score-capped")
    for form in ("markdown", "html")
    for language in LANGUAGES
    for audience in AUDIENCES
]
DRAWN = ("request-pending", "request-missed", "return-closed", "refund-overdue", "not-known-whether-sent")
WHY_NOT = [
    ("out-of-stock-rounded", "compensation", "500.00 CNY"),
    ("no-compensation", "compensation", "100.00 CNY"),
    ("score-capped", "score", "100"),
    ("score-capped", "badge", "gold"),
    ("answered-too-late", "exempt", "exempt"),
    ("barred", "exempt", "exempt"),
    ("level-stays", "level", "lv1"),
    ("level-stays", "level", "lv3"),
    ("level-waits", "level", "lv1"),
    ("request-missed", "handling", "met"),
    ("request-pending", "sending", "pending"),
]
SUFFIX = FORMATS | {"svg": "svg"}


@pytest.mark.parametrize(("name", "form", "language", "audience"), EVERY + MARKED)
def test_explanation(name, form, language, audience):
    text = told(name).explain(language, audience=audience, format=form)
    compare(GOLDEN / f"{name}.{audience}.{language}.{FORMATS[form]}", text)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", ["text", "svg"])
@pytest.mark.parametrize("name", DRAWN)
def test_timeline(name, form, language):
    text = told(name).timeline(language, format=form)
    compare(GOLDEN / f"{name}.timeline.{language}.{SUFFIX[form]}", text)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "decision", "value"), WHY_NOT)
def test_why_not(name, decision, value, language):
    text = told(name).why_not(decision, value).text(language)
    compare(GOLDEN / f"{name}.why-not-{decision}-{value.replace(' ', '-')}.{language}.txt", text)


def test_no_file_is_left_over():
    named = {f"{name}.{audience}.{language}.{FORMATS[form]}" for name, form, language, audience in EVERY + MARKED}
    named |= {f"{name}.timeline.{language}.{end}" for name in DRAWN for language in LANGUAGES for end in ("txt", "svg")}
    named |= {
        f"{name}.why-not-{decision}-{value.replace(' ', '-')}.{language}.txt"
        for name, decision, value in WHY_NOT
        for language in LANGUAGES
    }
    assert {path.name for path in GOLDEN.iterdir()} == named
