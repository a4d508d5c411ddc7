"""rule-engine: a pure Python expression language.

One rule over flat names: over nested ones it took thirty times as long.
"""

from __future__ import annotations

import rule_engine

from dispute import prepared
from dispute.contender import Calendar, Contender, Section, as_is
from dispute.peers import expression

ENGINE = "rule-engine"


def prepare() -> list[Contender]:
    """Its rows over typed facts and dicts, which are the same to it; it cannot explain, and takes no JSON."""
    rule = rule_engine.Rule(expression.decision(both="and", either="or", negate="not"))
    return [
        Contender(
            engine=ENGINE,
            form="dict",
            section=section,
            calendar=Calendar.BEFOREHAND,
            inputs=prepared.flat,
            call=rule.evaluate,
            outcome=as_is,
        )
        for section in (Section.TYPED, Section.DICT)
    ]
