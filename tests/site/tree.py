"""Pages read strictly: a tree of elements, in which everything that is opened is closed where it should be."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "br", "col", "input", "wbr"}
SHAPES = {"rect", "line", "path", "circle"}


@dataclass
class Element:
    name: str
    attributes: dict
    children: list = field(default_factory=list)

    @property
    def text(self):
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    @property
    def said(self):
        """The text as it is seen: elements stand apart, but for the pieces of a name or a formula.

        Drawings are left out: what they show is said beside them.
        """
        return re.sub(r" ([,.:;](?: |$))", r"\1", " ".join("".join(pieces(self)).split()))

    def all(self, *names):
        """Every element inside, those of some names or all of them."""
        for child in self.children:
            if isinstance(child, Element):
                if not names or child.name in names:
                    yield child
                yield from child.all(*names)

    def one(self, place):
        """The element of an id."""
        (found,) = (element for element in self.all() if element.attributes.get("id") == place)
        return found


def pieces(element):
    for child in element.children:
        if isinstance(child, str):
            yield child
        elif child.name == "code" or child.attributes.get("class") == "formula":
            yield f" {child.text} "
        elif child.name != "svg":
            yield " "
            yield from pieces(child)
            yield " "


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self.open = [self.root]

    def handle_starttag(self, tag, attrs):
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"an attribute of {tag} stands twice: {names}"
        assert tag not in SHAPES, f"{tag} is not closed at once"
        element = Element(tag, dict(attrs))
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag, attrs):
        assert tag in SHAPES, f"{tag} is closed at once"
        self.open[-1].children.append(Element(tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open[-1].name == tag, f"</{tag}> closes <{self.open[-1].name}>, line {self.getpos()[0]}"
        self.open.pop()

    def handle_data(self, data):
        self.open[-1].children.append(data)


def read(text):
    """The tree of a page. Fails where it is not well formed."""
    assert text.startswith("<!DOCTYPE html>\n")
    reader = _Reader()
    reader.feed(text)
    reader.close()
    assert reader.open == [reader.root], f"not closed: {[element.name for element in reader.open[1:]]}"
    return reader.root
