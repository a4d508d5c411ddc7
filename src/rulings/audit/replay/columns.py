"""The columns of a table as facts: checked once for the whole input, then made into cases row by row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from rulings.audit.replay.rows import Table, UnreadableInput
from rulings.book import PolicyBook
from rulings.cases.json_text import NotJson, read_json
from rulings.cases.limits import LONGEST_NUMBER
from rulings.errors import Diagnostic, nearest
from rulings.model import Vocabulary

ID, POLICY = "id", "policy"
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)")
_BOOLEANS = {"true": True, "false": False}


def check_columns(table: Table, book: PolicyBook) -> None:
    """Check the names of columns, and that each row will know its policy. Raises UnreadableInput."""
    found = list(_faults(table, book))
    if found:
        raise UnreadableInput(found)


def _faults(table: Table, book: PolicyBook) -> Iterator[Diagnostic]:
    if POLICY not in table.columns and table.policy is None:
        message = "no column says by which policy the rows are ruled on"
        yield Diagnostic("no-policy", message, help="name it with --policy, or in a column `policy`")
        return
    known = {ID, POLICY, *_facts_of(table, book)}
    for place, name in enumerate(table.columns):
        if name in table.columns[:place]:
            yield Diagnostic("duplicate-column", f'two columns are called "{name}"')
        elif name not in known:
            message = f'no fact is called "{name}"'
            expected = "id, policy, or the path of a fact, such as order.completed_at"
            yield Diagnostic("unknown-column", message, expected=expected, near=nearest(name, known))


def _facts_of(table: Table, book: PolicyBook) -> set[str]:
    """Give the facts that columns can be of: of the policy's platform, or of all where rows name their policies."""
    policies = book.policies if POLICY in table.columns or table.policy is None else (table.policy,)
    return {path for policy in policies for path in vocabulary_of(book, policy).facts}


def vocabulary_of(book: PolicyBook, policy: str) -> Vocabulary:
    """Give the facts of a policy's platform. Raises UnknownPolicy."""
    return book.versions(policy)[0].policy.vocabulary


class Cases:
    """Makes cases, as Python data, of the rows of a table."""

    def __init__(self, table: Table, book: PolicyBook) -> None:
        """Start with the columns, and the facts of all policies."""
        self._table = table
        self._kinds: Mapping[str, Mapping[str, str]] = {
            policy: {path: fact.type.name for path, fact in vocabulary_of(book, policy).facts.items()}
            for policy in book.policies
        }

    def case(self, cells: tuple[object, ...]) -> dict[str, Any]:
        """Give a row as a case. What a cell cannot be is left as it is, so that checking the case says so."""
        given = {
            name: cell for name, cell in zip(self._table.columns, cells, strict=True) if cell is not None and cell != ""
        }
        policy = given.pop(POLICY, self._table.policy)
        identity = given.pop(ID, None)
        kinds = self._kinds.get(str(policy), {})
        facts: dict[str, dict[str, object]] = {}
        for path, cell in given.items():
            group, _, name = path.partition(".")
            value = as_fact(cell, kinds.get(path)) if self._table.texts and isinstance(cell, str) else cell
            facts.setdefault(group, {})[name] = value
        return {ID: identity, POLICY: policy, "facts": facts}


def as_fact(text: str, kind: str | None) -> object:
    """Read the text of a cell as JSON would have it: booleans, integers and lists; the rest are texts in cases too."""
    if kind == "boolean":
        return _BOOLEANS.get(text.lower(), text)
    if kind == "integer" and len(text) <= LONGEST_NUMBER and _INTEGER.fullmatch(text):
        return int(text)
    if kind == "list":
        try:
            return read_json(text)
        except NotJson:
            return text
    return text
