"""The hand-written functions as rows: the floor of every section."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson

from dispute import plain, typed
from dispute.contender import Calendar, Contender, Section, as_is

if TYPE_CHECKING:
    from dispute.plain import Condition

ENGINE = "hand-written"


def prepare() -> list[Contender]:
    """One floor a section; over JSON also the unchecked function, which is slower for want of a typed decoder."""
    return [
        Contender(
            engine=ENGINE,
            form="typed facts",
            section=Section.TYPED,
            calendar=Calendar.ITSELF,
            inputs=typed.typed_facts,
            call=plain.rule_typed,
            outcome=as_is,
            floor=True,
        ),
        Contender(
            engine=ENGINE,
            form="msgspec, types checked",
            section=Section.JSON,
            calendar=Calendar.ITSELF,
            inputs=typed.json_bytes,
            call=plain.rule_json,
            outcome=as_is,
            floor=True,
        ),
        Contender(
            engine=ENGINE,
            form="orjson, unchecked",
            section=Section.JSON,
            calendar=Calendar.ITSELF,
            inputs=typed.json_bytes,
            call=lambda data: plain.rule_dict(orjson.loads(data)["facts"]),
            outcome=as_is,
        ),
        Contender(
            engine=ENGINE,
            form="dict with text, unchecked",
            section=Section.DICT,
            calendar=Calendar.ITSELF,
            inputs=lambda case: case["facts"],
            call=plain.rule_dict,
            outcome=as_is,
            floor=True,
        ),
        Contender(
            engine=ENGINE,
            form="orjson, every condition recorded",
            section=Section.EXPLAINED,
            calendar=Calendar.ITSELF,
            inputs=typed.json_bytes,
            call=lambda data: plain.rule_recorded(orjson.loads(data)["facts"]),
            outcome=_recorded_outcome,
            floor=True,
        ),
    ]


def _recorded_outcome(recorded: tuple[str, list[Condition]]) -> str:
    return recorded[0]
