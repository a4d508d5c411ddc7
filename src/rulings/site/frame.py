"""The frame of every page: head, ways around the site, the switch of languages, and the foot."""

from __future__ import annotations

from collections.abc import Sequence

from rulings.site.addresses import HOME, REGISTER, STYLE
from rulings.site.markup import NOTHING, Content, Html, element, joined
from rulings.site.sheet import LANG, OTHER, Sheet

_ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E"
    "%3Cpath fill='%23285f92' d='M2 2h12v3H2zM2 6.5h8v3H2zM2 11h10v3H2z'/%3E%3C/svg%3E"
)
Way = tuple[str, str]
"""A step on the way to a page: its path, and what it is called."""
Heading = tuple[str, str, tuple[tuple[str, str], ...]]
"""A heading of a page: its place, its words, and the headings below it."""


def page(  # noqa: PLR0913 - the parts of a page
    sheet: Sheet,
    title: str,
    content: Content,
    *,
    way: Sequence[Way] = (),
    contents: Sequence[Heading] = (),
    scripts: Sequence[str] = (),
) -> str:
    """Write a page whole."""
    body = element(
        "body",
        element("a", sheet.say("skip"), href="#content", class_="skip"),
        _header(sheet, way, title),
        element(
            "div",
            _contents(sheet, contents),
            element("main", content, id="content", tabindex=-1),
            class_="page" if contents else "page plain",
        ),
        _footer(sheet),
    )
    html = element("html", "\n", _head(sheet, title, scripts), "\n", body, "\n", lang=LANG[sheet.language])
    return f"<!DOCTYPE html>\n{html}\n"


def _head(sheet: Sheet, title: str, scripts: Sequence[str]) -> Html:
    other = OTHER[sheet.language]
    name = sheet.say("site")
    return element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", title if title == name else f"{title} · {name}"),
        element("link", rel="stylesheet", href=sheet.asset(STYLE)),
        element("link", rel="icon", href=_ICON),
        element("link", rel="alternate", hreflang=LANG[other], href=sheet.translation()),
        [element("script", src=path, defer=True) for path in scripts],
    )


def _header(sheet: Sheet, way: Sequence[Way], title: str) -> Html:
    here = element("li", element("span", title, aria_current="page")) if way else NOTHING
    steps = [element("li", sheet.to(path, name)) for path, name in way]
    crumbs = element("nav", element("ol", steps, here), class_="way", aria_label=sheet.say("way")) if way else NOTHING
    return element(
        "header",
        element("p", sheet.to(HOME, sheet.say("site")), class_="site"),
        element(
            "nav",
            sheet.to(REGISTER, sheet.say("register")),
            _switch(sheet),
            class_="around",
            aria_label=sheet.say("around"),
        ),
        crumbs,
        class_="top",
    )


def _switch(sheet: Sheet) -> Html:
    """Link to the same page in the other language, in that language."""
    other = OTHER[sheet.language]
    name = sheet.say("other_language")
    return element("a", name, href=sheet.translation(), hreflang=LANG[other], lang=LANG[other], class_="switch")


def _contents(sheet: Sheet, headings: Sequence[Heading]) -> Html:
    """Write the table of contents; where the page is wide it stands open beside it."""
    if not headings:
        return NOTHING
    items = [element("li", element("a", said, href=f"#{place}"), _below(below)) for place, said, below in headings]
    details = element("details", element("summary", sheet.say("contents")), element("ul", items))
    return element("nav", details, class_="contents", aria_label=sheet.say("contents"))


def _below(headings: Sequence[tuple[str, str]]) -> Html:
    items = [element("li", element("a", said, href=f"#{place}")) for place, said in headings]
    return element("ul", items) if items else NOTHING


def _footer(sheet: Sheet) -> Html:
    return element("footer", element("p", sheet.say("foot")))


def section(place: str, title: str, *content: Content) -> Html:
    """Write a section of a page, which its table of contents leads to."""
    return element(
        "section", element("h2", title, id=f"{place}-title"), *content, id=place, aria_labelledby=f"{place}-title"
    )


def sections(*parts: Html | None) -> Html:
    """Join the sections that there are."""
    return joined(part for part in parts if part)
