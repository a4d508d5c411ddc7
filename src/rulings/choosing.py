"""Chooses the version for a case by the case's own date, and rules under it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from operator import attrgetter
from typing import TypeAlias

from rulings.engine.facts import Memory, TypedCase, attribute
from rulings.errors import NoLongerInForce, NotYetInForce
from rulings.explain.explanation import Explainer
from rulings.ruling import Ruling

Ruler: TypeAlias = Callable[[TypedCase, datetime | None], Ruling]
"""Rules on a checked case, at a moment of evaluation where there is one."""


def ruler(explainers: tuple[Explainer, ...]) -> Ruler:
    """Make the function that rules on a checked case of one policy. The versions are given oldest first."""
    newest = explainers[-1]
    chosen_by = newest.version.policy.in_force.chosen_by
    read = attrgetter(".".join(map(attribute, chosen_by.split("."))))
    first, last = newest.version.surely_in_force
    is_moment = newest.version.policy.vocabulary.fact(chosen_by).type.name == "datetime"
    begins, ends = newest.version.instants if is_moment else newest.version.days
    answer = newest.answer
    nothing_decided: Memory = [None] * newest.memory_size

    def rule(case: TypedCase, at: datetime | None = None) -> Ruling:
        facts = case.facts
        moment = read(facts)
        # Most cases lie in years of which every day belongs to the newest version.
        if moment is not None and (first <= moment.year <= last or begins <= moment < ends):
            memory = nothing_decided.copy()
            memory[-1] = at
            return Ruling(newest, case, memory, answer(facts, memory), at)
        return _rule_by_date(explainers, case, at)

    return rule


def rule_under(explainer: Explainer, case: TypedCase, at: datetime | None = None) -> Ruling:
    """Rule on a checked case under one version, whatever its date."""
    memory: Memory = [None] * explainer.memory_size
    memory[-1] = at
    return Ruling(explainer, case, memory, explainer.answer(case.facts, memory), at)


def _rule_by_date(explainers: tuple[Explainer, ...], case: TypedCase, at: datetime | None) -> Ruling:
    known = False
    for explainer in explainers:
        version = explainer.version
        moment = version.fact(case.facts, version.policy.in_force.chosen_by)
        if isinstance(moment, date):
            known = True
            if version.is_in_force(moment):
                return rule_under(explainer, case, at)
    return _none_in_force(explainers, case) if known else _no_date(explainers[-1], case, at)


def _no_date(newest: Explainer, case: TypedCase, at: datetime | None) -> Ruling:
    """Without the date that chooses the version nothing is ruled; that date is what the ruling needs."""
    return Ruling(newest, case, [None] * newest.memory_size, decided=False, at=at, chosen=False)


def _none_in_force(explainers: tuple[Explainer, ...], case: TypedCase) -> Ruling:
    versions = [explainer.version for explainer in explainers]
    first = versions[0]
    chosen_by = first.policy.in_force.chosen_by
    day = first.day_of(_given_date(explainers, case))
    where = f"{chosen_by} is {day}"
    if day < first.policy.in_force.since:
        begins = first.policy.in_force.since
        message = f"{first.policy.id} is not yet in force: {where}, and its first version begins on {begins}"
        raise NotYetInForce(message)
    last = [version for version in versions if version.ends is not None and version.ends < day][-1]
    message = (
        f"{first.policy.id} is no longer in force: {where}, and its version {last.policy.version} ended on {last.ends}"
    )
    raise NoLongerInForce(message)


def _given_date(explainers: tuple[Explainer, ...], case: TypedCase) -> date:
    paths = (explainer.version.policy.in_force.chosen_by for explainer in explainers)
    dates = (explainers[0].version.fact(case.facts, path) for path in paths)
    return next(moment for moment in dates if isinstance(moment, date))
