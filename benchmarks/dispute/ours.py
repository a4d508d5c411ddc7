"""Our own product as a contender: typed facts, JSON bytes, a dict, and the full explanation as data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from dispute import cases, oracle, typed
from dispute.contender import Calendar, Contender, Section
from rulings import PolicyBook

if TYPE_CHECKING:
    from collections.abc import Callable

    from dispute.oracle import Case
    from rulings import Ruling

ENGINE = "rulings"
POLICIES = Path(__file__).with_name("policies")


def load() -> PolicyBook:
    """The policy of the benchmark, loaded and checked."""
    return PolicyBook.load(POLICIES)


def prepare() -> list[Contender]:
    """Its rows in every section; those over unknown facts have a line of their own."""
    book = load()
    book.versions(cases.POLICY)
    rows = [
        _row("typed facts", Section.TYPED, book.decode, book.rule),
        _row("JSON bytes", Section.JSON, typed.json_bytes, book.evaluate_json),
        _row("dict", Section.DICT, _same, book.evaluate),
        _explained(book),
    ]
    unknown = [
        _row("typed facts, a fifth unknown", Section.TYPED, book.decode, book.rule, unknowns=True),
        _row("JSON bytes, a fifth unknown", Section.JSON, typed.json_bytes, book.evaluate_json, unknowns=True),
    ]
    return [*rows, *unknown]


def outcome_of(ruling: Ruling) -> str:
    """The outcome of a decided ruling, in the oracle's words."""
    return str(ruling["outcome"].value) if ruling.status == "decided" else oracle.UNDETERMINED


def _row(
    form: str,
    section: Section,
    inputs: Callable[[Case], Any],
    call: Callable[[Any], Ruling],
    *,
    unknowns: bool = False,
) -> Contender:
    return Contender(
        engine=ENGINE,
        form=form,
        section=section,
        calendar=Calendar.ITSELF,
        inputs=inputs,
        call=call,
        outcome=outcome_of,
        unknowns=unknowns,
    )


def _explained(book: PolicyBook) -> Contender:
    def explained(data: bytes) -> tuple[Ruling, Any]:
        ruling = book.evaluate_json(data)
        return ruling, ruling.explain_data()

    return Contender(
        engine=ENGINE,
        form="JSON bytes, full explanation as data",
        section=Section.EXPLAINED,
        calendar=Calendar.ITSELF,
        inputs=typed.json_bytes,
        call=explained,
        outcome=lambda pair: outcome_of(pair[0]),
    )


def _same(case: Case) -> Case:
    return case
