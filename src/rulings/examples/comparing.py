"""Compares a ruling with what an example expects, and says in a line or two why it came out otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rulings.errors import Faults
from rulings.examples.expectations import Expectation
from rulings.examples.files import Example
from rulings.examples.wanted import written
from rulings.explain.reasons import APPLIES, MAY_APPLY, OVERRIDDEN, Condition, DecisionReasons, Reason, reasons_of
from rulings.plain import plain_value
from rulings.ruling import Ruling

FAILED = "example-failed"
NO_RULE = "example-reaches-no-rule"
_MOST_RULES = 2


def compare(example: Example, ruling: Ruling, expectations: tuple[Expectation, ...], failures: Faults) -> None:
    """Add a failure for every expectation that is not met, and for an example that reaches no rule."""
    for one, actual in unmet(ruling, expectations):
        about = one.part if one.decision is None else f"{one.part} of {one.decision}"
        verb = "are" if one.part in ("rules", "needs") else "is"
        message = f"{example.id}: the {about} {verb} {written(actual)}"
        failures.add(FAILED, one.place, message, expected=written(one.wanted), help=_why(ruling, one))
    if not any(ruling[answer].rules for answer in ruling.version.policy.answers):
        message = f"{example.id}: no rule applies to this example, so it shows nothing"
        help_ = "give it facts to which a rule applies, or add a rule (or an `otherwise`) for such cases"
        failures.add(NO_RULE, example.place, message, help=help_)


def unmet(ruling: Ruling, expectations: tuple[Expectation, ...]) -> Iterator[tuple[Expectation, Any]]:
    """Give every expectation that is not met, with what came instead."""
    for one in expectations:
        actual = _actual(ruling, one)
        if actual != one.wanted:
            yield one, actual


def _actual(ruling: Ruling, one: Expectation) -> Any:  # noqa: ANN401 - plain data of any kind
    if one.decision is None:
        return ruling.status if one.part == "status" else list(ruling.needs)
    actual = ruling[one.decision].to_dict()[one.part]
    return sorted(actual) if one.part == "rules" else actual


def _why(ruling: Ruling, one: Expectation) -> str | None:
    """Give the reasons of the decision, or of the answers that stay undetermined."""
    if one.decision is not None:
        return "; ".join(_reasons(ruling, one.decision, one)) or None
    undecided = [answer for answer in ruling.version.policy.answers if not ruling.outcome(answer).decided]
    return "; ".join(f"{answer} needs {written(ruling[answer].needs)}" for answer in undecided) or None


def _reasons(ruling: Ruling, decision: str, one: Expectation) -> Iterator[str]:
    reasons = reasons_of(ruling.interpreter, decision)
    if reasons.applicable is not True:
        yield f"{decision} {_applies(reasons)}, for {_conditions(reasons.applies_conditions, decisive=False)}"
    for reason in reasons.in_state(APPLIES, MAY_APPLY)[:_MOST_RULES]:
        yield _state(reason)
    others = [reason for reason in reasons.reasons if reason.state not in (APPLIES, MAY_APPLY) and _wanted(reason, one)]
    for reason in others[:_MOST_RULES]:
        yield _state(reason)


def _applies(reasons: DecisionReasons) -> str:
    return "may not apply" if reasons.applicable is None else "does not apply"


def _wanted(reason: Reason, one: Expectation) -> bool:
    """Tell whether a rule is the one that was expected, or gives the value that was."""
    return reason.rule in one.wanted if one.part == "rules" else plain_value(reason.value) == one.wanted


def _state(reason: Reason) -> str:
    if reason.state == OVERRIDDEN:
        return f"{reason.rule} is overridden by {', '.join(reason.overridden_by)}"
    words = {APPLIES: "applies", MAY_APPLY: "may apply"}.get(reason.state, "does not apply")
    because = _conditions(reason.conditions, decisive=True)
    return f"{reason.rule} {words}, for {because}" if because else f"{reason.rule} {words}"


def _conditions(conditions: tuple[Condition, ...], *, decisive: bool) -> str:
    truths = {True: "holds", False: "does not hold", None: "is unknown"}
    chosen = [condition for condition in conditions if condition.decisive or not decisive]
    return " and ".join(f"`{condition.text}` {truths[condition.holds]}" for condition in chosen)
