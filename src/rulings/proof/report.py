"""Verdicts of proofs as diagnostics that an author can read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from rulings.algebra import Value
from rulings.errors import NOTE, Diagnostic, Place
from rulings.model import EXEMPTION, Decision, Policy
from rulings.proof.verdict import WITNESS, Proof, Verdict
from rulings.values import format_moment

_WITHOUT_OTHERWISE = ("window", "obligation")


def report(policy: Policy, proofs: Mapping[str, Proof]) -> Iterator[Diagnostic]:
    """Give a fault for every gap, contradiction and dead rule, and a note for what could not be proved."""
    for name, proof in sorted(proofs.items()):
        decision = policy.decisions[name]
        for verdict in proof.verdicts:
            yield _fault(decision, verdict) if verdict.status == WITNESS else _note(decision, verdict)


def _place(decision: Decision, verdict: Verdict) -> Place:
    return (
        decision.rules[verdict.rules[-1]].place
        if verdict.rules and verdict.rules[-1] in decision.rules
        else decision.place
    )


def _quoted(rules: tuple[str, ...]) -> str:
    return " and ".join(f'"{rule}"' for rule in rules)


def _fault(decision: Decision, verdict: Verdict) -> Diagnostic:
    place = _place(decision, verdict)
    case = tuple(f"{path} is {written(value)}" for path, value in verdict.case) or ("any",)
    name = decision.name
    if verdict.about == "gap":
        message = f'decision "{name}": no rule applies to some cases, such as this one'
        help_ = "add a rule for these cases" + (
            ", or an `otherwise`" if decision.kind not in _WITHOUT_OTHERWISE else ""
        )
        return Diagnostic("gap", message, place, help=help_, case=case)
    if verdict.about == "conflict":
        pair = _quoted(verdict.rules)
        message = f'decision "{name}": the rules {pair} contradict each other on some cases, such as this one'
        help_ = "let one override the other, or narrow their conditions"
        return Diagnostic("conflict", message, place, help=help_, case=case)
    if verdict.about == "constant":
        never = "never true" if verdict.rules == ("holds",) else "always true"
        return Diagnostic(
            "constant-condition", f'the condition "{name}" is {never}', place, help="check its lines, or take it away"
        )
    if decision.kind == EXEMPTION and decision.rules[verdict.rules[0]].detail["role"] == "requirement":
        message = f'decision "{name}": the requirement {_quoted(verdict.rules)} is always met'
        return Diagnostic("dead-rule", message, place, help="check its conditions, or take it away")
    message = f'decision "{name}": the rule {_quoted(verdict.rules)} never applies'
    return Diagnostic("dead-rule", message, place, help="check its conditions and what overrides it, or take it away")


def _note(decision: Decision, verdict: Verdict) -> Diagnostic:
    what = (
        "that some rule applies to every case"
        if verdict.about == "gap"
        else f"that {_quoted(verdict.rules)} never contradict each other"
    )
    message = f'decision "{decision.name}": it could not be proved {what}'
    beyond = "formulas, and conditions about several facts at once, can be beyond this proof"
    help_ = f"a case on which it fails is refused with an error; {beyond}"
    return Diagnostic("unproved", message, _place(decision, verdict), help=help_, severity=NOTE)


def written(value: Value) -> str:
    """Write a value of a case as an author would."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return "[]"  # of lists only the one without records stands in a case that is shown
    return format_moment(value) if isinstance(value, datetime) else str(value)
