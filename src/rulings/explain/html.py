"""Stories as a page of HTML that stands alone: nothing from elsewhere, readable on a screen, on paper and aloud."""

from __future__ import annotations

from html import escape

from rulings.explain.story import (
    Bullets,
    Code,
    Drawing,
    Heading,
    Item,
    Line,
    Node,
    Pairs,
    Paragraph,
    Story,
    Strong,
    Table,
)

_LANG = {"en": "en-GB", "zh": "zh-CN"}
_STYLE = """
body { margin: 0 auto; max-width: 48rem; padding: 1.5rem; color: #1a1a1a; background: #fff; line-height: 1.6;
  font-family: system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
h1 { font-size: 1.5rem; line-height: 1.3; }
h2 { font-size: 1.15rem; margin-top: 2rem; border-bottom: 1px solid #ddd; }
ul { padding-left: 1.25rem; }
code { font-size: .9em; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; }
dt { font-weight: 600; }
dd { margin: 0; overflow-wrap: anywhere; }
svg { display: block; max-width: 100%; height: auto; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; }
td code { overflow-wrap: normal; white-space: nowrap; }
th, td { text-align: left; vertical-align: top; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid #ddd; }
""".strip()


def to_html(story: Story) -> str:
    """Write a story as a page."""
    lang = _LANG[story.language]
    head = [
        "<!DOCTYPE html>",
        f'<html lang="{lang}">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{_text(story.title)}</title>",
        f"<style>\n{_STYLE}\n</style>",
        "</head>",
        "<body>",
        "<main>",
    ]
    body = [line for node in story.nodes for line in _lines(node)]
    return "\n".join([*head, *body, "</main>", "</body>", "</html>"]) + "\n"


def _lines(node: Node) -> list[str]:
    match node:
        case Heading(line=line, level=level):
            return [f"<h{level}>{joined(line)}</h{level}>"]
        case Paragraph(line=line):
            return [f"<p>{joined(line)}</p>"]
        case Bullets(items=items):
            return _list(items)
        case Pairs(rows=rows):
            return ["<dl>", *(f"<dt>{_text(name)}</dt><dd>{joined(line)}</dd>" for name, line in rows), "</dl>"]
        case Table(head=head, rows=rows):
            return _table(head, rows)
        case Drawing(svg=svg):
            return [svg]


def _list(items: tuple[Item, ...]) -> list[str]:
    return ["<ul>", *(line for item in items for line in _item(item)), "</ul>"]


def _item(item: Item) -> list[str]:
    if not item.below:
        return [f"<li>{joined(item.line)}</li>"]
    return [f"<li>{joined(item.line)}", *_list(item.below), "</li>"]


def _table(head: tuple[str, ...], rows: tuple[tuple[Line, ...], ...]) -> list[str]:
    cells = "".join(f'<th scope="col">{_text(cell)}</th>' for cell in head)
    written = [f"<tr>{''.join(f'<td>{joined(cell)}</td>' for cell in row)}</tr>" for row in rows]
    opening = ['<div class="scroll" tabindex="0">', "<table>", f"<thead><tr>{cells}</tr></thead>", "<tbody>"]
    return [*opening, *written, "</tbody>", "</table>", "</div>"]


def joined(line: Line) -> str:
    """Write the parts of a line, each marked as what it is."""
    return "".join(_part(part) for part in line)


def _part(part: str) -> str:
    if isinstance(part, Code):
        return f'<code translate="no">{_text(part)}</code>'
    return f"<strong>{_text(part)}</strong>" if isinstance(part, Strong) else _text(part)


def _text(text: str) -> str:
    return escape(str(text), quote=True)
