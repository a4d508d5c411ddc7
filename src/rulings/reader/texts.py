"""Texts in both languages, and names, as the files have them."""

from __future__ import annotations

from rulings.model import Bilingual
from rulings.reader.nodes import Mapping, Node, Scalar, Sequence


def bilingual(node: Node | None) -> Bilingual | None:
    """Read a text in both languages; None where the schema has found it faulty."""
    if not isinstance(node, Mapping):
        return None
    en, zh = node.get("en"), node.get("zh")
    if isinstance(en, Scalar) and isinstance(zh, Scalar) and isinstance(en.value, str) and isinstance(zh.value, str):
        return Bilingual(en.value, zh.value)
    return None


def names(node: Node | None) -> list[Scalar]:
    """Read one name or a list of them."""
    if isinstance(node, Scalar):
        return [node]
    if isinstance(node, Sequence):
        return [item for item in node.items if isinstance(item, Scalar)]
    return []
