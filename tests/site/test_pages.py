"""Every page: well formed, escaped, linked, in both languages, with headings and tables that can be read aloud."""

import posixpath
import re
from itertools import pairwise
from urllib.parse import unquote, urlsplit

import pytest
from tests.site.tree import read

from rulings.site.addresses import LANGUAGES

BLOCKS = {"div", "dl", "figure", "h1", "h2", "h3", "ol", "p", "section", "table", "ul"}


@pytest.fixture(scope="module")
def trees(pages):
    return {path: read(text) for path, text in pages.items()}


def links(tree):
    for element in tree.all():
        for name in ("href", "src"):
            if name in element.attributes:
                yield element.name, element.attributes[name]


def target(path, link):
    parts = urlsplit(link)
    if not parts.path:
        return path, unquote(parts.fragment)
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(parts.path))), unquote(parts.fragment)


def test_there_are_pages_of_every_sort(pages):
    for language in LANGUAGES:
        for path in (
            "index.html",
            "provisions.html",
            "market/provisions.html",
            "market/facts.html",
            "market/disputes/2022-01-01.html",
            "market/disputes/2022-01-01+1.html",
            "market/disputes/2022-01-01+1-examples.html",
            "market/disputes/2024-01-01.html",
            "market/kinds/2024-01-01-examples.html",
            "stall/orders/2023-05-01.html",
        ):
            assert f"{language}/{path}" in pages


def test_both_languages_have_the_same_pages(pages):
    of = {language: {path[3:] for path in pages if path.startswith(f"{language}/")} for language in LANGUAGES}
    assert of["en"] == of["zh"]


def test_pages_are_well_formed(trees):
    for path, tree in trees.items():
        ids = [element.attributes["id"] for element in tree.all() if "id" in element.attributes]
        assert len(ids) == len(set(ids)), path
        for name in ("html", "head", "title", "body", "main", "h1"):
            assert len([one for one in tree.all(name) if name != "title" or one in list(head_of(tree))]) == 1, (
                path,
                name,
            )


def head_of(tree):
    (head,) = tree.all("head")
    return head.all("title")


def test_paragraphs_hold_no_blocks(trees):
    """A browser would close the paragraph before them, and the page would not be what it says."""
    for path, tree in trees.items():
        for paragraph in tree.all("p"):
            assert {inner.name for inner in paragraph.all()} & BLOCKS == set(), (path, paragraph.text)


def test_links_inside_links_do_not_exist(trees):
    for path, tree in trees.items():
        for anchor in tree.all("a"):
            assert list(anchor.all("a")) == [], path
            assert anchor.text.strip(), path


def test_every_link_leads_somewhere(trees, files):
    places = {path: {element.attributes.get("id") for element in tree.all()} | {""} for path, tree in trees.items()}
    for path, tree in trees.items():
        for name, link in links(tree):
            if link.startswith("data:"):
                assert name == "link"
                continue
            assert not urlsplit(link).scheme, (path, link)
            assert not urlsplit(link).netloc, (path, link)
            to, place = target(path, link)
            assert to in files, (path, link)
            assert place in places.get(to, {""}), (path, link)


def test_every_page_can_be_reached(trees, pages):
    seen, ahead = {"index.html"}, ["index.html"]
    for path in ahead:
        found = {target(path, link)[0] for name, link in links(trees[path]) if name == "a"} - seen
        seen |= found
        ahead += sorted(found)
    assert seen == set(pages)


def test_every_page_leads_to_itself_in_the_other_language(trees):
    for path, tree in trees.items():
        if "/" in path:
            (switch,) = (one for one in tree.all("a") if one.attributes.get("class") == "switch")
            other = {"en": "zh", "zh": "en"}[path[:2]]
            assert target(path, switch.attributes["href"])[0] == other + path[2:]
            assert next(tree.all("html")).attributes["lang"][:2] == path[:2]


def test_headings_leave_no_level_out(trees):
    for path, tree in trees.items():
        levels = [int(one.name[1]) for one in tree.all("h1", "h2", "h3", "h4", "h5", "h6")]
        assert levels[0] == 1, path
        assert all(below - above <= 1 for above, below in pairwise(levels)), path


def test_tables_say_what_their_heads_are_for(trees):
    for path, tree in trees.items():
        for table in tree.all("table"):
            assert next(table.all("caption")).text.strip(), path
            for head in table.all("th"):
                assert head.attributes.get("scope") in {"row", "col", "rowgroup", "colgroup"}, (path, head.text)
            if "cards" in table.attributes.get("class", ""):
                assert all("role" in one.attributes for one in table.all("tr", "th", "td", "thead", "tbody")), path


def test_tables_that_scroll_can_be_scrolled_by_keys(trees):
    for path, tree in trees.items():
        for box in tree.all("div"):
            if box.attributes.get("class") == "scroll":
                assert box.attributes["tabindex"] == "0", path
                assert box.attributes["aria-label"], path


def test_drawings_have_titles(trees):
    for path, tree in trees.items():
        for drawing in tree.all("svg"):
            if drawing.attributes.get("role") == "img":
                assert drawing.children[0].name == "title", path
                assert drawing.children[0].text.strip(), path
        assert list(tree.all("img")) == []


def test_nothing_but_our_own_files_is_asked_for_or_run(pages, trees):
    for path, tree in trees.items():
        for element in tree.all():
            assert "style" not in element.attributes, path
            assert not any(name.startswith("on") for name in element.attributes), path
        for script in tree.all("script"):
            assert set(script.attributes) == {"src", "defer"}, path
            assert script.text == "", path
        assert list(tree.all("style", "iframe", "object", "embed", "base")) == []
    styles = {path for path, text in pages.items() if re.search(r"@import|url\(", text)}
    assert styles == set()


def test_what_policies_say_is_text(trees):
    english = trees["en/market/disputes/2024-01-01.html"]
    assert "Disputes <i>& more</i>" in english.text
    assert 'The reason of the claim is counterfeit goods <script>alert("1")</script>' in english.text
    assert 'Days are "calendar" days & nothing else.' in english.text
    examples = trees["en/market/disputes/2024-01-01-examples.html"]
    assert '<img src=x onerror="alert(1)">' in examples.text


def test_the_stylesheet_asks_for_nothing(files):
    assert re.findall(r"@import|@font-face|url\(|https?:", files["style.css"]) == []
    assert re.findall(r"https?:|innerHTML|eval|fetch", files["search.js"]) == []
