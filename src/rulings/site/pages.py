"""All files of the site, by their paths: the same bytes for the same policies, on every machine."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources

from rulings.site import addresses
from rulings.site.catalogue import Catalogue
from rulings.site.examples_page import ExamplesPage
from rulings.site.home import home_page
from rulings.site.markup import Html, element
from rulings.site.phrases import PHRASES
from rulings.site.register import register_of_platform, whole_register
from rulings.site.search import search_index
from rulings.site.sheet import LANG, PolicySheet, Sheet
from rulings.site.version_page import VersionPage
from rulings.site.vocabulary_page import vocabulary_page


def site_files(catalogue: Catalogue) -> dict[str, bytes]:
    """Give every file of the site by its path."""
    texts = {addresses.HOME: _choice()}
    for language in addresses.LANGUAGES:
        texts |= {f"{language}/{path}": text for path, text in _pages(catalogue, language)}
    files = {path: text.encode("utf-8") for path, text in texts.items()}
    for name in (addresses.STYLE, addresses.SEARCH):
        files[name] = resources.files("rulings.site").joinpath(name).read_bytes()
    return dict(sorted(files.items()))


def _pages(catalogue: Catalogue, language: str) -> Iterator[tuple[str, str]]:
    def sheet(path: str) -> Sheet:
        return Sheet(catalogue, language, path)

    yield addresses.HOME, home_page(sheet(addresses.HOME))
    yield addresses.REGISTER, whole_register(sheet(addresses.REGISTER))
    yield addresses.SEARCH_INDEX, search_index(sheet(addresses.HOME))
    for platform in catalogue.platforms:
        path = addresses.provisions_page(platform)
        yield path, register_of_platform(sheet(path), platform)
        path = addresses.facts_page(platform)
        yield path, vocabulary_page(sheet(path), platform)
    for edition in catalogue.every:
        path = addresses.version_page(edition.policy)
        yield path, VersionPage(PolicySheet(catalogue, language, path, edition)).write()
        if edition.examples:
            path = addresses.examples_page(edition.policy)
            yield path, ExamplesPage(PolicySheet(catalogue, language, path, edition)).write()


def _choice() -> str:
    """Write the page that lets a reader choose a language."""
    site = PHRASES["site"]
    links = [_language(language) for language in addresses.LANGUAGES]
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", f"{site.en} · {site.zh}"),
        element("link", rel="stylesheet", href=addresses.STYLE),
        element("link", rel="icon", href="data:,"),
    )
    main = element(
        "main", element("h1", f"{site.en} · ", element("span", site.zh, lang=LANG["zh"])), links, class_="choice"
    )
    return f"<!DOCTYPE html>\n{element('html', head, element('body', main), lang='en')}\n"


def _language(language: str) -> Html:
    name, intro = PHRASES["own_language"].text(language), PHRASES["intro"].text(language)
    link = element("a", name, href=f"{language}/{addresses.HOME}", hreflang=LANG[language])
    return element("section", element("h2", link), element("p", intro), lang=LANG[language])
