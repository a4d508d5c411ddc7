"""Makes checked cases of rows, whatever form they have, with the faults that a single call would give."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from rulings.audit.replay.columns import Cases
from rulings.audit.replay.rows import Row, Table
from rulings.book import PolicyBook
from rulings.cases.json_text import NotJson, read_json
from rulings.cases.limits import LONGEST_ID
from rulings.engine.facts import TypedCase

Decode = Callable[[Row], TypedCase]


def decoder(form: Table | str, book: PolicyBook) -> Decode:
    """Give the function that decodes rows. It raises CaseFaults."""
    if not isinstance(form, Table):
        return lambda row: book.decode_json(row.data)  # type: ignore[arg-type]  # JSON, by the form
    cases = Cases(form, book)
    return lambda row: book.decode(cases.case(row.data))  # type: ignore[arg-type]  # cells, by the form


def id_of(row: Row, form: Table | str) -> str | None:
    """Give the id in a row that could not be ruled on, so that a person finds it; None where there is none to see."""
    if isinstance(form, Table):
        found = dict(zip(form.columns, row.data, strict=False)).get("id")
        return None if found in (None, "") else str(found)[:LONGEST_ID]
    return _id_in_json(row.data)


def _id_in_json(data: Any) -> str | None:  # noqa: ANN401 - bytes, or nothing where the line was too long
    try:
        read = read_json(data)
    except NotJson:
        return None
    found = read.get("id") if isinstance(read, Mapping) else None
    return found[:LONGEST_ID] if isinstance(found, str) else None
