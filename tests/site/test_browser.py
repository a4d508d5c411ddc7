"""The site in a real browser: nothing runs over the page, nothing fails, nothing is asked of anybody else."""

import pytest
from tests.site.browser import MISSING, Browser, chromium

from rulings.packaged import policies_folder
from rulings.site import read_catalogue, site_files, write_site

PATH = chromium()
WIDTHS = (375, 1280)
BROKEN = """<!DOCTYPE html><html lang="en"><head><title>x</title><link rel="icon" href="data:,"></head><body><main>
<h1>x</h1><div id="wide" style="width: 900px">wide</div><script src="nowhere.js"></script>
<img src="https://elsewhere.example/x.png" alt="">
<script>console.error("said so"); undefinedFunction();</script></main></body></html>"""

pytestmark = pytest.mark.skipif(PATH is None, reason=MISSING)


@pytest.fixture
def browser(tmp_path):
    return lambda folder: Browser(PATH, folder, tmp_path / "profile")


def faults(found):
    over = [one for one in found if one.get("needs", 0) > one.get("room", 0)]
    return over + [one for one in found if "beyond" in one or "fault" in one]


def checked(browser, pages, widths=WIDTHS):
    found = browser.measure(pages, widths)
    measured = sorted((one["page"], one["width"], one["room"]) for one in found if "needs" in one)
    assert measured == sorted((page, width, width) for page in pages for width in widths)
    assert faults(found) == []
    assert browser.console == []
    assert [(path, code) for path, code in browser.requests if code >= 400] == []
    assert {path.rpartition(".")[2] for path, _ in browser.requests} <= {"html", "css", "js"}


def test_pages_fit_and_run_without_a_fault(browser, folder, pages):
    checked(browser(folder), sorted(pages))


def test_pages_fit_at_widths_between(browser, folder):
    pages = [
        "en/market/kinds/2024-01-01.html",
        "zh/market/disputes/2024-01-01-examples.html",
        "en/stall/orders/2023-05-01.html",
    ]
    checked(browser(folder), pages, (320, 640, 767, 768, 900, 1087, 1088, 1920))


def test_the_packaged_policies_fit(browser, tmp_path):
    files = site_files(read_catalogue(policies_folder()))
    write_site(files, tmp_path / "site")
    pages = [path for path in files if path.endswith(".html")]
    checked(browser(tmp_path / "site"), pages)


def test_what_is_wrong_would_be_seen(browser, tmp_path):
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "broken.html").write_text(BROKEN, encoding="utf-8")
    watched = browser(tmp_path / "site")
    found = faults(watched.measure(["broken.html"], (375,)))
    assert [one["needs"] for one in found if "needs" in one] == [908]
    assert [one["beyond"] for one in found if "beyond" in one] == ["DIV."]
    assert [text for text in watched.console if "said so" in text]
    assert [text for text in watched.console if "undefinedFunction" in text]
    assert "asks for https://elsewhere.example/x.png" in [one.get("fault") for one in found]
    assert ("/nowhere.js", 404) in watched.requests


def test_the_search_finds(browser, folder):
    watched = browser(folder)
    asked = {"counterfeit": True, "level": True, "no such word": False}
    answers = watched.search("en/index.html", list(asked))
    for (question, known), (links, notes) in zip(asked.items(), answers, strict=True):
        assert bool(links) is known, question
        assert bool(notes) is not known, question
    ((links, _),) = watched.search("zh/index.html", ["豁免"])
    assert ["豁免", "market/kinds/2024-01-01.html#decision-left_out"] in links
    assert watched.console == []
