"""Before anything is timed, every contender's answer to every case is compared with the oracle's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dispute import oracle

if TYPE_CHECKING:
    from collections.abc import Callable

    from dispute.contender import Contender
    from dispute.oracle import Case


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A case to which a contender gave another answer than the oracle."""

    contender: str
    case: str
    expected: str
    given: str

    def __str__(self) -> str:
        """One line for the report."""
        return f"{self.contender}: case {self.case}: expected {self.expected}, got {self.given}"


class Cases:
    """The cases in both variants, with the right answers, and each kind of input made once."""

    def __init__(self, known: list[Case], with_unknowns: list[Case]) -> None:
        """Work out the right answers."""
        self._cases = {False: known, True: with_unknowns}
        self._answers = {False: [oracle.outcome(case) for case in known], True: []}
        self._inputs: dict[tuple[Callable[[Case], Any], bool], list[Any]] = {}

    def inputs(self, contender: Contender) -> list[Any]:
        """What the contender is given for each case."""
        key = (contender.inputs, contender.unknowns)
        if key not in self._inputs:
            self._inputs[key] = [contender.inputs(case) for case in self._cases[contender.unknowns]]
        return self._inputs[key]

    def disagreements(self, contender: Contender) -> list[Disagreement]:
        """Every case that the contender answers wrongly, or fails on."""
        triples = zip(self._cases[contender.unknowns], self._expected(contender), self._given(contender), strict=True)
        return [
            Disagreement(contender.label, case["id"], expected, given)
            for case, expected, given in triples
            if given != expected
        ]

    def _expected(self, contender: Contender) -> list[str]:
        if contender.unknowns and not self._answers[True]:
            self._answers[True] = [oracle.outcome_or_undetermined(case) for case in self._cases[True]]
        return self._answers[contender.unknowns]

    def _given(self, contender: Contender) -> list[str]:
        try:
            inputs = self.inputs(contender)
        except Exception as error:  # noqa: BLE001 - a contender that fails is reported, and the run fails
            return [_failure(error)] * len(self._cases[contender.unknowns])
        return [_answer(contender, given) for given in inputs]


def _answer(contender: Contender, given: Any) -> str:  # noqa: ANN401 - each engine takes inputs of its own
    try:
        return contender.outcome(contender.call(given))
    except Exception as error:  # noqa: BLE001 - a contender that fails is reported, and the run fails
        return _failure(error)


def _failure(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
