"""HTML built from plain functions: whatever is not HTML already is escaped on its way in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape


class Html(str):
    """A text that is HTML already."""

    __slots__ = ()


Content = str | None | Iterable["Content"]
"""What can stand inside an element: texts, which are escaped, HTML, which is not, nothing, or several of these."""
Attribute = str | int | bool | None
NOTHING = Html("")

_VOID = frozenset({"br", "col", "input", "link", "meta", "wbr"})
# Behind these a line ends, so that the source can be read and compared.
_BLOCKS = frozenset(
    {
        "article",
        "dd",
        "div",
        "dl",
        "dt",
        "figure",
        "h1",
        "h2",
        "h3",
        "head",
        "li",
        "ol",
        "p",
        "section",
        "table",
        "tr",
        "ul",
    }
)
# Of SVG: shapes are closed at once, which HTML allows inside `svg` alone.
_SHAPES = frozenset({"circle", "line", "path", "rect"})


def element(name: str, /, *content: Content, **attributes: Attribute) -> Html:
    """Write an element. In attributes `_` stands for a hyphen, and behind the name it keeps Python's words apart.

    An attribute that is None or false is left out, one that is true stands without a value.
    """
    written = "".join(_attribute(key, value) for key, value in attributes.items())
    if name in _VOID:
        return Html(f"<{name}{written}>")
    if name in _SHAPES and not content:
        return Html(f"<{name}{written}/>")
    end = "\n" if name in _BLOCKS else ""
    return Html(f"<{name}{written}>{joined(*content)}</{name}>{end}")


def _attribute(key: str, value: Attribute) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escape(str(value), quote=True)}"'


def joined(*content: Content) -> Html:
    """Write several contents one after the other."""
    return Html("".join(_written(item) for item in content))


def _written(item: Content) -> str:
    if item is None:
        return ""
    if isinstance(item, Html):
        return item
    if isinstance(item, str):
        return escape(item, quote=True)
    return joined(*item)


def separated(items: Iterable[Content], mark: Content) -> list[Content]:
    """Put a mark between contents."""
    found: list[Content] = []
    for item in items:
        found += [mark, item] if found else [item]
    return found


def code(text: str, **attributes: Attribute) -> Html:
    """Write an identifier, which no browser is to translate, and which breaks between its words where it must."""
    return element("code", separated(re.split(r"(?<=[_.])", text), element("wbr")), translate="no", **attributes)
