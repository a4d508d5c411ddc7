"""What a part comes to, as plain data: counts that add up to those of the whole, whoever counted them."""

from __future__ import annotations

from collections import Counter
from dataclasses import astuple
from typing import Any

from rulings.audit.cluster.job import InputFile
from rulings.audit.impact.comparison import Comparison, Moved, RuleUse, Transition
from rulings.audit.impact.running import Impact
from rulings.audit.replay.decoding import id_of
from rulings.audit.replay.judging import SHOWN
from rulings.audit.replay.lines import fault_row
from rulings.audit.replay.rows import Form, Row
from rulings.audit.replay.tally import Tally

Plain = dict[str, Any]


def plain_counts(impact: Impact, file: InputFile, form: Form) -> Plain:
    """Give the counts of rows of a file. Of examples the place and the id are kept: the file has their facts."""
    one = impact.comparison
    return {
        "tally": impact.tally.to_list(),
        "cases": one.cases,
        "changed": one.changed,
        "undetermined": one.undetermined,
        "transitions": _counted(one.transitions),
        "rules": _counted(one.rules),
        "money": [[name, *astuple(moved)] for name, moved in sorted(one.money.items())],
        "stakes": [[fact, *of, amount] for (fact, of), amount in sorted(one.stakes.items())],
        "examples": [
            [*of, [[file.path, row.number, id_of(row, form)] for row in rows]]
            for of, rows in sorted(one.examples.items())
        ],
        "first_faults": [{"file": file.path, **fault_row(*faulty)} for faulty in impact.first_faults],
    }


def _counted(counter: Counter[Any]) -> list[list[Any]]:
    return [[*key, number] for key, number in sorted(counter.items())]


class Sum:
    """Adds up the counts of parts, in their order."""

    def __init__(self, most_examples: int) -> None:
        """Start with nothing."""
        self.tally = Tally()
        self.comparison = Comparison(most_examples=most_examples)
        self.first_faults: tuple[Plain, ...] = ()
        self._most = most_examples

    def add(self, counts: Plain) -> None:
        """Add a part."""
        self.tally += Tally.from_list(counts["tally"])
        self.comparison += _comparison(counts, self._most)
        self.first_faults = (*self.first_faults, *counts["first_faults"])[:SHOWN]


def _comparison(counts: Plain, most_examples: int) -> Comparison:
    examples = {Transition(*of): tuple(_placed(*place) for place in places) for *of, places in counts["examples"]}
    return Comparison(
        counts["cases"],
        counts["changed"],
        counts["undetermined"],
        Counter({Transition(*of): number for *of, number in counts["transitions"]}),
        Counter({RuleUse(*use): number for *use, number in counts["rules"]}),
        {name: Moved(*sums) for name, *sums in counts["money"]},
        {(fact, Transition(*of)): amount for fact, *of, amount in counts["stakes"]},
        examples,
        most_examples,
    )


def _placed(file: str, number: int, case: str | None) -> Row:
    """Give a row of which only the place is known: where its cells would be stand its file and its id."""
    return Row(number, (file, case), number - 1, number, 0)
