"""Arithmetic that the other engine vouches for.

Its rules cannot give numbers, only compare them. So every step of a formula is calculated here, on whole numerators and
denominators, and its rules check the step: that the numbers fulfil the equation by which the operation is defined. A
step that is not confirmed gives no number.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final

from rulings.second_opinion.asking import Properties, Steps, fired, minus, of, plus, sign, times
from rulings.second_opinion.encoding import fitting
from rulings.second_opinion.reasons import NOT_TRANSLATED, TOO_LARGE, WORKER_GARBLED, NotCarried, Untranslatable
from rulings.second_opinion.rulesets import ruleset_text

Number = Fraction | NotCarried
_DEFINED: Final[dict[str, tuple[dict[str, Any], dict[str, Any]]]] = {
    # The numerator and the denominator of the result, each times the factor by which it was reduced.
    "add": (plus(times(of("a"), of("d")), times(of("c"), of("b"))), times(of("b"), of("d"))),
    "sub": (minus(times(of("a"), of("d")), times(of("c"), of("b"))), times(of("b"), of("d"))),
    "mul": (times(of("a"), of("c")), times(of("b"), of("d"))),
    "div": (times(of("a"), of("d")), times(of("b"), of("c"))),
}
_REDUCED: Final = {"reduced_over": {"p": times(of("n"), of("g"))}, "reduced_under": {"q": times(of("m"), of("g"))}}
_STEPS: Final = {
    operation: ruleset_text({"over": {"p": over}, "under": {"q": under}, **_REDUCED})
    for operation, (over, under) in _DEFINED.items()
}
_SUMS: Final = frozenset({"add", "sub"})
_CONFIRMED: Final = frozenset({"over", "under", "reduced_over", "reduced_under"})


def calculated(operation: str, numbers: list[Fraction]) -> Steps[Number]:
    """Calculate "add", "sub", "mul", "div", "min" or "max", from left to right."""
    result: Number = numbers[0]
    for number in numbers[1:]:
        if isinstance(result, NotCarried):
            return result
        result = yield from (_chosen if operation in {"min", "max"} else _step)(operation, result, number)
    return result


def _chosen(operation: str, left: Fraction, right: Fraction) -> Steps[Number]:
    order = yield from sign(left, right)
    if isinstance(order, NotCarried):
        return order
    return left if (order <= 0) is (operation == "min") else right


def _step(operation: str, left: Fraction, right: Fraction) -> Steps[Number]:
    """Calculate p/q from a/b and c/d, reduce it by g to n/m, and have both confirmed."""
    (a, b), (c, d) = left.as_integer_ratio(), right.as_integer_ratio()
    if operation == "div":
        if c == 0:
            return NotCarried(NOT_TRANSLATED)
        if c < 0:  # both signs turned, so that denominators stay positive: a/b ÷ c/d = -a/b ÷ -c/d
            a, c = -a, -c
    p, q = {
        "add": (a * d + c * b, b * d),
        "sub": (a * d - c * b, b * d),
        "mul": (a * c, b * d),
        "div": (a * d, b * c),
    }[operation]
    result = Fraction(p, q)
    n, m = result.as_integer_ratio()
    numbers = {"a": a, "b": b, "c": c, "d": d, "p": p, "q": q, "n": n, "m": m, "g": q // m}
    confirmed = yield from _confirmed(_STEPS[operation], numbers, (a * d, c * b) if operation in _SUMS else ())
    if isinstance(confirmed, NotCarried):
        return confirmed
    return result if confirmed >= _CONFIRMED else NotCarried(WORKER_GARBLED)


def _confirmed(ruleset: str, numbers: dict[str, int], between: tuple[int, ...]) -> Steps[frozenset[str] | NotCarried]:
    """Ask which equations hold. What is calculated on the way must fit as well."""
    try:
        properties: Properties = {name: fitting(number) for name, number in numbers.items()}
        for number in between:
            fitting(number)
    except Untranslatable:
        return NotCarried(TOO_LARGE)
    return (yield from fired(ruleset, properties))


_TWO_W: Final = plus(of("w"), of("w"))
_ROUNDED: Final = ruleset_text({
    # The number is u steps of w, so twice that is v; k is the whole number of steps, and t twice k steps.
    "u": {"u": times(of("a"), of("d"))},
    "w": {"w": times(of("b"), of("c"))},
    "v": {"v": plus(of("u"), of("u"))},
    "t": {"t": times(of("k"), _TWO_W)},
    "not_above": {"$lte": {"t": of("v")}},
    "not_below": {"$gte": {"t": of("v")}},
    "less_than_a_step_below": {"$gt": {"t": minus(of("v"), _TWO_W)}},
    "less_than_a_step_above": {"$lt": {"t": plus(of("v"), _TWO_W)}},
    "half_above_at_most": {"$lte": {"t": plus(of("v"), of("w"))}},
    "half_below_at_most": {"$gte": {"t": minus(of("v"), of("w"))}},
    "half_below_exactly": {"t": minus(of("v"), of("w"))},
    "half_above_exactly": {"t": plus(of("v"), of("w"))},
    "even": {"k": plus(of("h"), of("h"))},
})  # fmt: skip
_NUMBERS: Final = frozenset("uwvt")
_WITHIN: Final = {
    "down": frozenset({"not_above", "less_than_a_step_below"}),
    "up": frozenset({"not_below", "less_than_a_step_above"}),
    "half up": frozenset({"half_above_at_most", "half_below_at_most"}),
    "half even": frozenset({"half_above_at_most", "half_below_at_most"}),
}
_TIES: Final = frozenset({"half_below_exactly", "half_above_exactly"})


def rounded(number: Fraction, step: Fraction, mode: str) -> Steps[Number]:
    """Round to a multiple of a positive step; without its sign, for half up and up go away from zero."""
    (a, b), (c, d) = abs(number).as_integer_ratio(), step.as_integer_ratio()
    u, w = a * d, b * c
    k = _steps(u, w, mode)
    numbers = {"a": a, "b": b, "c": c, "d": d, "u": u, "w": w, "v": 2 * u, "k": k, "t": 2 * k * w, "h": k // 2}
    answer = yield from _confirmed(_ROUNDED, numbers, (2 * u + 2 * w,))
    if isinstance(answer, NotCarried):
        return answer
    if not answer >= _NUMBERS | _WITHIN[mode] or not _breaks_ties_well(answer, mode):
        return NotCarried(WORKER_GARBLED)
    return (yield from calculated("mul", [Fraction(-k if number < 0 else k), step]))


def _breaks_ties_well(answer: frozenset[str], mode: str) -> bool:
    if mode == "half up":
        return "half_below_exactly" not in answer
    return mode != "half even" or not answer & _TIES or "even" in answer


def _steps(u: int, w: int, mode: str) -> int:
    if mode == "down":
        return u // w
    if mode == "up":
        return -(-u // w)
    nearest, rest = divmod(2 * u + w, 2 * w)
    return nearest - 1 if mode == "half even" and rest == 0 and nearest % 2 == 1 else nearest
