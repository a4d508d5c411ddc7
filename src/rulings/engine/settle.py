"""What follows from the guards of a decision's rows, each true, false or unknown.

The one place where "exactly one" is decided.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from msgspec import Struct

from rulings.algebra import OTHERWISE, UNLESS_APPLICABLE, Choose, Row, Value
from rulings.errors import RuleConflict, RuleGap
from rulings.values import Truth, all_of, any_of, negate

DECIDED = "decided"
UNDETERMINED = "undetermined"


class Outcome(Struct, frozen=True, gc=False):
    """What a decision came to. Where it is undetermined, `value` is None and `rules` are those that may still apply.

    `perhaps` are rules of which it is not known whether they apply beside those that do: they give the same value, and
    yet what goes with it, such as the end of a period, may be another.
    """

    decided: bool
    value: Value
    rules: tuple[str, ...]
    perhaps: tuple[str, ...] = ()

    @property
    def behind(self) -> tuple[str, ...]:
        """The rules that apply or may apply: what they agree on, beside the value, is known."""
        return self.rules + self.perhaps if self.perhaps else self.rules

    @property
    def status(self) -> str:
        """Give "decided" or "undetermined"."""
        return DECIDED if self.decided else UNDETERMINED


@dataclass(frozen=True, slots=True)
class Proved:
    """What is proved of a decision for all cases.

    `complete`: some row applies, also where facts are unknown. `overlapping`: the only pairs of rows that may apply
    together; None where any may. `sound`: deciding never ends in a gap or a contradiction.
    """

    complete: bool = False
    overlapping: frozenset[frozenset[str]] | None = None
    sound: bool = False

    def may_join(self, row: Row, sure: Sequence[Row]) -> bool:
        """Tell whether a row may apply beside those that surely do."""
        pairs = self.overlapping
        return pairs is None or all(frozenset((row.id, other.id)) in pairs for other in sure)


NOTHING_PROVED = Proved()


def gate_of(choose: Choose) -> Row | None:
    """Give the row that keeps a decision from applying, if it has one."""
    return next((row for row in choose.rows if row.id == UNLESS_APPLICABLE), None)


def effective(choose: Choose, guards: Sequence[Truth]) -> list[Truth]:
    """Tell for each row whether it applies: its guard holds, and none of the rows that beat it."""
    by_id = {row.id: guard for row, guard in zip(choose.rows, guards, strict=True)}
    return [
        all_of((guard, negate(any_of(by_id[other] for other in row.beaten_by)))) if row.beaten_by else guard
        for row, guard in zip(choose.rows, guards, strict=True)
    ]


def settle(
    decision: str, choose: Choose, guards: Sequence[Truth], value_of: Callable[[Row], Value], proved: Proved
) -> Outcome:
    """Decide from the guards of all rows; see `weigh`."""
    truths = effective(choose, guards)
    sure = [row for row, truth in zip(choose.rows, truths, strict=True) if truth is True]
    possible = [row for row, truth in zip(choose.rows, truths, strict=True) if truth is None]
    return weigh(decision, sure, possible, choose.otherwise, value_of, proved, covered=is_covered(guards))


def is_covered(guards: Iterable[Truth]) -> bool:
    """Tell whether some row surely applies, whichever it is: one whose guard holds, or a row that beats it.

    Overrides make no circles: of the rows whose guards hold there is always one that none of the others beats.
    """
    return any(guard is True for guard in guards)


def weigh(  # noqa: PLR0913, PLR0917 - all that a decision depends on
    decision: str,
    sure: list[Row],
    possible: list[Row],
    otherwise: Row | None,
    value_of: Callable[[Row], Value],
    proved: Proved,
    *,
    covered: bool,
) -> Outcome:
    """Decide from the rows that surely apply and those that may.

    Decided where every row that could still apply gives the same known value. `covered` says that one of the rows
    surely does (`is_covered`): then there is no gap, and no `otherwise`. Raises RuleConflict where rows that do apply
    give different values, RuleGap where none can and there is no `otherwise`.
    """
    if sure:
        return _with_a_sure_row(decision, sure, [row for row in possible if proved.may_join(row, sure)], value_of)
    if otherwise is not None and not covered:
        possible = [*possible, otherwise]
    elif not possible:
        raise gap(decision)
    same = _common_value(possible, value_of)
    # A single certain `otherwise` needs no proof; several possible rows leave a gap open unless none is known to
    # exist.
    if same is not None and (covered or proved.complete or otherwise is not None):
        return Outcome(decided=True, value=same, rules=_ids(possible))
    return Outcome(decided=False, value=None, rules=_ids(possible))


def _with_a_sure_row(decision: str, sure: list[Row], possible: list[Row], value_of: Callable[[Row], Value]) -> Outcome:
    if len(sure) > 1:
        values = [value_of(row) for row in sure]
        if len({value for value in values if value is not None}) > 1:
            raise conflict(decision, _ids(sure), [str(value) for value in values])
    same = _common_value(sure + possible, value_of)
    if same is None:
        return Outcome(decided=False, value=None, rules=_ids(sure + possible))
    return Outcome(decided=True, value=same, rules=_ids(sure), perhaps=_ids(possible))


def _common_value(rows: list[Row], value_of: Callable[[Row], Value]) -> Value:
    first = value_of(rows[0])
    if first is None or any(value_of(row) != first for row in rows[1:]):
        return None
    return first


def _ids(rows: list[Row]) -> tuple[str, ...]:
    """The pseudo row of a decision that does not apply is no rule."""
    return tuple(sorted(row.id for row in rows if row.id != UNLESS_APPLICABLE))


UNDECIDED = Outcome(decided=False, value=None, rules=())
"""The outcome of a decision of which nothing at all is known."""


def conflict(decision: str, rules: tuple[str, ...], values: list[str]) -> RuleConflict:
    """Say that rules contradict each other."""
    listed = " and ".join(f'"{rule}"' for rule in rules)
    message = (
        f'decision "{decision}": the rules {listed} apply to this case with different results ({", ".join(values)}). '
    )
    return RuleConflict(decision, rules, message + "Let one override the other, or narrow their conditions.")


def gap(decision: str) -> RuleGap:
    """Say that no rule applies."""
    message = f'decision "{decision}": no rule applies to this case. Add a rule for it, or an `{OTHERWISE}`.'
    return RuleGap(decision, (), message)
