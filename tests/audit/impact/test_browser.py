"""The page on impact in a real browser: it fits, runs without a fault, and asks for nothing."""

import pytest
from tests.audit.store import NAME, case, text
from tests.site.browser import MISSING, Browser, chromium

from rulings.audit.impact.report import Report
from rulings.audit.impact.running import Versions, compare_versions, question_of
from rulings.audit.replay.sources import open_source
from rulings.site.impact import impact_page

PATH = chromium()
WIDTHS = (375, 768, 1280)

pytestmark = pytest.mark.skipif(PATH is None, reason=MISSING)


def test_the_page_fits_and_asks_for_nothing(tmp_path, store):
    cases = [case(f"C-{n}", None if n % 9 == 0 else f"{n * 20}.00 CNY") for n in range(40)]
    (tmp_path / "cases.jsonl").write_text(text(*cases) + "{\n", encoding="utf-8")
    versions = Versions(store.policies, NAME, "2024-01-01", "2024-07-01")
    question = question_of(*versions.both(store.book), (), ("order.amount",))
    source = open_source(str(tmp_path / "cases.jsonl"), store.book, NAME)
    found = compare_versions(source, versions, question, store.book)
    pages = tmp_path / "pages"
    pages.mkdir()
    for language in ("en", "zh"):
        page = impact_page(Report(found, versions, question, store.book, source.form), language)
        # Laid out as a reader sees it who opens everything.
        (pages / f"{language}.html").write_text(page.replace("<details>", "<details open>"), encoding="utf-8")
    browser = Browser(PATH, pages, tmp_path / "profile")
    measured = browser.measure(["en.html", "zh.html"], WIDTHS)
    over = [one for one in measured if one.get("needs", 0) > one.get("room", 0) or "beyond" in one or "fault" in one]
    assert over == []
    assert browser.console == []
    assert {path for path, _ in browser.requests} == {"/en.html", "/zh.html"}
