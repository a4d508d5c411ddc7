"""zen-engine (GoRules): a compiled expression, and a decision model of two tables, with and without its trace.

The model is asked through an engine with a static loader: a decision made by `create_decision` took ten times as
long.
"""

from __future__ import annotations

from typing import Any

import zen

from dispute import prepared, typed
from dispute.contender import Calendar, Contender, Section, as_is
from dispute.peers import expression, zen_model

ENGINE = "zen-engine"
_KEY = "dispute"
_TRACE: zen.DecisionEvaluateOptions = {"trace": True}


def prepare() -> list[Contender]:
    """Its rows in every section."""
    compiled = zen.compile_expression(expression.decision(both="and", either="or", negate="not"))
    engine = zen.ZenEngine({"loader": {"type": "static", "content": {_KEY: zen_model.decision()}}})
    return [*_expressions(compiled), *_models(engine)]


def _expressions(compiled: zen.Expression) -> list[Contender]:
    return [
        Contender(
            engine=ENGINE,
            form="compiled expression, dict",
            section=Section.TYPED,
            calendar=Calendar.BEFOREHAND,
            inputs=prepared.flat,
            call=compiled.evaluate,
            outcome=as_is,
        ),
        Contender(
            engine=ENGINE,
            form="compiled expression, dict made from typed facts",
            section=Section.TYPED,
            calendar=Calendar.PYTHON,
            inputs=typed.typed_facts,
            call=lambda facts: compiled.evaluate(prepared.from_typed(facts)),
            outcome=as_is,
        ),
        Contender(
            engine=ENGINE,
            form="compiled expression, JSON text",
            section=Section.JSON,
            calendar=Calendar.BEFOREHAND,
            inputs=prepared.flat_json,
            call=compiled.evaluate,
            outcome=as_is,
        ),
        Contender(
            engine=ENGINE,
            form="compiled expression, dict",
            section=Section.DICT,
            calendar=Calendar.BEFOREHAND,
            inputs=prepared.flat,
            call=compiled.evaluate,
            outcome=as_is,
        ),
    ]


def _models(engine: zen.ZenEngine) -> list[Contender]:
    return [
        Contender(
            engine=ENGINE,
            form="decision model, dict",
            section=Section.TYPED,
            calendar=Calendar.BEFOREHAND,
            inputs=prepared.flat,
            call=lambda facts: engine.evaluate(_KEY, facts),
            outcome=_model_outcome,
        ),
        Contender(
            engine=ENGINE,
            form="decision model with its trace, dict",
            section=Section.EXPLAINED,
            calendar=Calendar.BEFOREHAND,
            inputs=prepared.flat,
            call=lambda facts: engine.evaluate(_KEY, facts, _TRACE),
            outcome=_model_outcome,
        ),
    ]


def _model_outcome(response: dict[str, Any]) -> str:
    return str(response["result"]["outcome"])
