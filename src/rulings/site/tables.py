"""Tables that fit a narrow page: as cards, one a row, or scrolling inside a box of their own.

A table that is laid out as cards is no longer a table to a screen reader, so that every part of it says what it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rulings.site.markup import Attribute, Content, Html, element

Cell = tuple[str, Content]
"""What a cell is called on a card, and what it holds."""


def cards(caption: Content, heads: Sequence[str], bodies: Iterable[Html], look: str) -> Html:
    """Write a table whose rows become cards where the page is narrow."""
    cells = [element("th", head, scope="col", role="columnheader") for head in heads]
    head = element("thead", element("tr", cells, role="row"), role="rowgroup")
    return element("table", element("caption", caption), head, bodies, class_=f"cards {look}", role="table")


def body(rows: Iterable[Content]) -> Html:
    """Write the rows of a table of cards."""
    return element("tbody", rows, role="rowgroup")


def group(title: Content, columns: int, rows: Iterable[Html]) -> Html:
    """Write rows that belong together, under a heading of their own."""
    head = element("th", title, scope="rowgroup", colspan=columns, role="rowheader")
    return body([element("tr", head, role="row", class_="group"), *rows])


def card(name: Content, cells: Iterable[Cell], place: str | None = None) -> Html:
    """Write one row: what it is about, and its cells."""
    first = element("th", name, scope="row", role="rowheader")
    rest = [element("td", content, data_head=head, role="cell") for head, content in cells]
    return element("tr", first, rest, id=place, role="row")


def scrolling(caption: Content, heads: Sequence[Content], rows: Iterable[Html], look: str | None = None) -> Html:
    """Write a table that scrolls inside its own box where it is wider than the page."""
    head = element("thead", element("tr", [element("th", head, scope="col") for head in heads]))
    return boxed(element("table", element("caption", caption), head, element("tbody", rows), class_=look), caption)


def boxed(table: Html, caption: Content) -> Html:
    """Put a table into a box that scrolls, by keys too."""
    return element("div", table, class_="scroll", tabindex=0, role="region", aria_label=_plain(caption))


def row(name: Content, cells: Iterable[Content], **attributes: Attribute) -> Html:
    """Write one row of a scrolling table."""
    first = element("th", name, scope="row")
    return element("tr", first, [element("td", cell) for cell in cells], **attributes)


def _plain(content: Content) -> str | None:
    return content if isinstance(content, str) and not isinstance(content, Html) else None
