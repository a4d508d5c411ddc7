"""cel-expr-python: Google's CEL in C++, one typed expression; with an activation made beforehand, and from a dict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cel_expr_python import cel

from dispute import cases, prepared, typed
from dispute.contender import Calendar, Contender, Section
from dispute.peers import expression

if TYPE_CHECKING:
    from dispute.oracle import Case

ENGINE = "cel-expr-python"
_TYPES = {bool: cel.Type.BOOL, int: cel.Type.INT, str: cel.Type.STRING}


def prepare() -> list[Contender]:
    """Its rows over typed facts and dicts; it cannot explain, and takes no JSON."""
    environment = cel.NewEnv(variables=_variables())
    compiled = environment.compile(expression.decision(both="&&", either="||", negate="!"))

    def activation(case: Case) -> cel.Activation:
        return environment.Activation(prepared.flat(case))

    return [
        Contender(
            engine=ENGINE,
            form="activation made beforehand",
            section=Section.TYPED,
            calendar=Calendar.BEFOREHAND,
            inputs=activation,
            call=compiled.eval,
            outcome=_plain_value,
        ),
        Contender(
            engine=ENGINE,
            form="dict made from typed facts",
            section=Section.TYPED,
            calendar=Calendar.PYTHON,
            inputs=typed.typed_facts,
            call=lambda facts: compiled.eval(data=prepared.from_typed(facts)),
            outcome=_plain_value,
        ),
        Contender(
            engine=ENGINE,
            form="dict",
            section=Section.DICT,
            calendar=Calendar.BEFOREHAND,
            inputs=prepared.flat,
            call=lambda facts: compiled.eval(data=facts),
            outcome=_plain_value,
        ),
    ]


def _variables() -> dict[str, cel.Type]:
    (case,) = cases.make(1)
    return {name: _TYPES[type(value)] for name, value in prepared.flat(case).items()}


def _plain_value(value: cel.Value) -> str:
    return str(value.plain_value())
