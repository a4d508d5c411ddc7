"""`rulings explain`: why a case was ruled as it was, and why not otherwise."""

from __future__ import annotations

from collections.abc import Iterable

import click

from rulings.algebra import Value
from rulings.algebra.types import SHARES
from rulings.cli.frame import Command
from rulings.cli.options import language_option, rules_on_a_case
from rulings.cli.output import JSON, say, say_json
from rulings.errors import Faults, PolicyFaults, RulingsError, nearest
from rulings.reader.literals import read_literal
from rulings.reader.strict_yaml import read_yaml
from rulings.ruling import Ruling

FORMATS = ("text", "markdown", "html", JSON)


class UnknownResult(RulingsError):
    """A decision or value asked about that the policy does not have."""


@click.command(
    cls=Command,
    short_help="Explain the ruling on a case, or why it is not another.",
    examples=(
        "rulings explain case.json --lang zh --for buyer",
        "rulings explain case.json --format markdown",
        "rulings explain case.json --why-not outcome=return_and_refund",
    ),
)
@rules_on_a_case
@language_option
@click.option(
    "--for",
    "audience",
    type=click.Choice(["buyer", "merchant", "auditor"]),
    default="auditor",
    show_default=True,
    help="Who reads it.",
)
@click.option(
    "--why-not", metavar="DECISION=VALUE", default=None, help="Say what stands between the case and this result."
)
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="text", show_default=True, help="For people, or as data."
)
def explain(ruling: Ruling, language: str, audience: str, why_not: str | None, form: str) -> None:
    """Explain the ruling on a case: a JSON file, or `-` for standard input.

    The reasons are derived from the rules that the case met. With --why-not, say which conditions stand between
    the case and a result that it did not come to, and by how much.
    """
    if why_not is not None:
        _say_why_not(ruling, why_not, language, form)
    elif form == JSON:
        say_json(ruling.explain(language, audience=audience, format="data"))
    else:
        say(str(ruling.explain(language, audience=audience, format=form)).rstrip("\n"))


def _say_why_not(ruling: Ruling, asked: str, language: str, form: str) -> None:
    if form not in ("text", JSON):
        message = "--why-not is given as text or json only"
        raise click.UsageError(message)
    name, value = wanted_result(ruling, asked)
    answer = ruling.why_not(name, value)
    if form == JSON:
        say_json(answer.to_dict())
    else:
        say(answer.text(language).rstrip("\n"))


def wanted_result(ruling: Ruling, asked: str) -> tuple[str, Value]:
    """Read DECISION=VALUE by the types of the policy. Raises UnknownResult, or PolicyFaults for a wrong value."""
    name, sign, text = asked.partition("=")
    decisions = ruling.version.policy.decisions
    if not sign or name not in decisions:
        raise _unknown(asked, name if sign else None, decisions)
    kind = decisions[name].type
    if kind == SHARES:
        message = f"{name} gives shares, about which --why-not cannot be asked"
        raise UnknownResult(message)
    faults = Faults()
    node = read_yaml(text.encode("utf-8"), "--why-not", faults)
    const = None if node is None else read_literal(node, kind, faults)
    if const is None:
        summary = f"{name} cannot come to {text}"
        raise PolicyFaults(summary, faults.found)
    return name, const.value


def _unknown(asked: str, name: str | None, known: Iterable[str]) -> UnknownResult:
    if name is None:
        return UnknownResult(f'"{asked}" is not DECISION=VALUE')
    near = nearest(name, known)
    hint = f'; did you mean "{near}"?' if near else f"; there are {', '.join(known)}"
    return UnknownResult(f'there is no decision "{name}"{hint}')
