"""`rulings explain`: why a case was ruled as it was, and why not otherwise."""

from __future__ import annotations

from pathlib import Path

import click

from rulings.algebra import Value
from rulings.book import PolicyBook
from rulings.cli.frame import Command
from rulings.cli.options import (
    at_option,
    case_argument,
    language_option,
    policies_option,
    policies_or_default,
    read_case,
    version_option,
)
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
@case_argument
@policies_option
@version_option
@at_option
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
def explain(  # noqa: PLR0913 - the options of the command
    case: Path,
    policies: Path | None,
    version: str | None,
    at: str | None,
    language: str,
    audience: str,
    why_not: str | None,
    form: str,
) -> None:
    """Explain the ruling on a case: a JSON file, or `-` for standard input.

    The reasons are derived from the rules that the case met. With --why-not, say which conditions stand between the case
    and a result that it did not come to, and by how much.
    """
    book = PolicyBook.load(policies_or_default(policies))
    ruling = book.evaluate_json(read_case(case), version=version, at=at)
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
    """Read DECISION=VALUE by the types of the policy. Raises UnknownResult, or PolicyFaults for a value of another type."""
    name, sign, text = asked.partition("=")
    decisions = ruling.version.policy.decisions
    if not sign or name not in decisions:
        near = nearest(name, decisions)
        hint = f', did you mean "{near}"?' if near else f" of {', '.join(decisions)}"
        message = (
            f'"{asked}" is not DECISION=VALUE: there is no decision "{name}"{hint}'
            if sign
            else f'"{asked}" is not DECISION=VALUE'
        )
        raise UnknownResult(message)
    kind = decisions[name].type
    if kind.name == "shares":
        message = f"{name} gives shares, about which --why-not cannot be asked"
        raise UnknownResult(message)
    faults = Faults()
    node = read_yaml(text.encode("utf-8"), "--why-not", faults)
    const = None if node is None else read_literal(node, kind, faults)
    if const is None:
        summary = f"{name} cannot come to {text}"
        raise PolicyFaults(summary, faults.found)
    return name, const.value
