"""What kinds remember of a decision and its rules, as plain data that can be shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from rulings.algebra import Closing, Const, Expr, Figure
from rulings.algebra.ranges import Range
from rulings.cli.referred import referred
from rulings.explain.duties import period_of
from rulings.kinds.levels import Parameter
from rulings.kinds.measure import Named, Rounding
from rulings.kinds.moves import AT_ANY_TIME, DOWN, STAY, UP
from rulings.kinds.score import Part
from rulings.model import AMOUNT, EXEMPTION, OBLIGATION, SCORE, TIERS, Bilingual, Decision, Rule
from rulings.plain import plain_value
from rulings.values import Counting
from rulings.values.rounding import as_type

Data = dict[str, Any]


def both(text: Bilingual | None) -> Data | None:
    """Give a text in both languages."""
    return None if text is None else {"en": text.en, "zh": text.zh}


def counting(settings: Counting) -> Data:
    """Give the settings by which a period is counted."""
    return {name: getattr(settings, name) for name in Counting.__dataclass_fields__}


def described(decision: Decision) -> Data | None:
    """Describe a decision by its kind; None for a kind that only remembers what is plain anyway."""
    describe = _DECISIONS.get(decision.kind)
    return None if describe is None else {key: value for key, value in describe(decision).items() if value is not None}


def described_rule(decision: Decision, rule: Rule) -> Data | None:
    """Describe what a rule does; None for a kind that only remembers what is plain anyway."""
    describe = _RULES.get(decision.kind)
    return None if describe is None else {key: value for key, value in describe(decision, rule).items() if value}


# Amounts and scores


def _amount(decision: Decision) -> Data:
    detail = decision.detail
    figures: Mapping[str, Named] = detail["figures"]
    return {
        "gives": str(decision.type),
        "rounding": _rounding(detail["rounding"], decision.type.name),
        "bounds": _range(detail["bounds"], decision.type.name, ("at_least", "at_most")),
        "figures": {name: _figure(one) for name, one in sorted(figures.items())} or None,
    }


def _rounding(rounding: Rounding, kind: str) -> Data:
    step: Any = rounding.step.value
    return {"to": plain_value(as_type(step, kind)), "mode": rounding.mode}


def _range(limits: Range, kind: str, keys: tuple[str, str]) -> Data | None:
    ends = zip(keys, (limits.low, limits.high), strict=True)
    return {key: plain_value(as_type(end, kind)) for key, end in ends if end is not None} or None


def _figure(named: Named) -> Data:
    figure: Figure = named.figure
    counted = figure.records.path if figure.of is None else referred(figure.of)
    said: Data = {"count of" if figure.of is None else "sum of": counted}
    return said | ({"where": [line.text for line in named.lines]} if named.lines else {})


def _formula(_decision: Decision, rule: Rule) -> Data:
    zero: Expr | None = rule.detail["zero"]
    return {"formula": rule.detail["formula"], "divisor_zero": None if zero is None else referred(zero)}


def _score(decision: Decision) -> Data:
    parts: Mapping[str, Part] = decision.detail["parts"]
    return {
        "scale": _range(decision.detail["scale"], "decimal", ("from", "to")),
        "rounding": _rounding(decision.detail["rounding"], "decimal"),
        "parts": {
            name: {"title": both(part.title), "weight": str(part.weight), "points": referred(part.points)}
            for name, part in sorted(parts.items(), key=lambda item: (-item[1].weight, item[0]))
        },
    }


def _caps(_decision: Decision, rule: Rule) -> Data:
    return {"at_most": {part: plain_value(cap.value) for part, cap in sorted(rule.detail["at_most"].items())}}


# Exemptions


def _exemption(decision: Decision) -> Data:
    return {"from": both(decision.detail["from"])}


def _role(_decision: Decision, rule: Rule) -> Data:
    return {"role": rule.detail["role"]}


# Levels


def _tiers(decision: Decision) -> Data:
    detail = decision.detail
    levels: tuple[str, ...] = detail["levels"]
    titles = {level: both(decision.value_titles.get(level)) for level in levels}
    outside = {name: both(text) for name, text in decision.value_titles.items() if name not in levels}
    parameters: Mapping[str, Parameter] = detail["by_level"]
    return {
        "levels": titles,
        "outside": {name: text for name, text in outside.items() if name != "not_applicable"} or None,
        "current": referred(detail["current"]) if "current" in detail else None,
        "measure": referred(detail["measure"]) if "measure" in detail else None,
        "starts": _starts(detail.get("starts", {})),
        "by_level": {name: _parameter(one, levels) for name, one in parameters.items()} or None,
        "review": _review(*detail["review"]) if "review" in detail else None,
    }


def _starts(starts: Mapping[str, tuple[Const, object]]) -> Data | None:
    return {level: plain_value(const.value) for level, (const, _) in starts.items()} or None


def _parameter(parameter: Parameter, levels: tuple[str, ...]) -> Data:
    values = {level: plain_value(parameter.values[level].value) for level in levels if level in parameter.values}
    return {"title": both(parameter.title), "values": values}


def _review(asked: Expr, due: Closing) -> Data:
    said = {"since": referred(due.opened), "after": str(due.span), "asked_at": referred(asked)}
    return said | {"counting": counting(due.counting)}


def _move(decision: Decision, rule: Rule) -> Data:
    follows = rule.detail.get("follows")
    if follows is None:
        return {}
    said: Data = {"to": follows} if isinstance(follows, str) else {"moves": _way(decision.detail["levels"], follows)}
    return said | {AT_ANY_TIME: rule.detail[AT_ANY_TIME]}


def _way(levels: tuple[str, ...], follows: Mapping[str, str]) -> str:
    return UP if follows[levels[0]] != levels[0] else DOWN if follows[levels[-1]] != levels[-1] else STAY


# Obligations


def _obligation(decision: Decision) -> Data:
    detail = decision.detail
    periods = [period for row in decision.choose.rows if (period := period_of(row)) is not None]
    return {
        "party": detail["party"],
        "duty": both(detail["duty"]),
        "starts": referred(detail["start"]) if detail["follows"] is None else None,
        "follows": detail["follows"],
        "done": referred(detail["done"]),
        "done_at": referred(detail["done_at"]),
        "counting": counting(periods[0].counting) if periods else None,
    }


def _missed(_decision: Decision, rule: Rule) -> Data:
    detail = rule.detail
    return {"within": str(detail["within"]), "if_missed": both(detail["happens"]), "then": detail["then"]}


_DECISIONS: dict[str, Callable[[Decision], Data]] = {
    AMOUNT: _amount,
    SCORE: _score,
    EXEMPTION: _exemption,
    TIERS: _tiers,
    OBLIGATION: _obligation,
}
_RULES: dict[str, Callable[[Decision, Rule], Data]] = {
    AMOUNT: _formula,
    SCORE: _caps,
    EXEMPTION: _role,
    TIERS: _move,
    OBLIGATION: _missed,
}
