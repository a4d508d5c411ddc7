"""`rulings schema`: the JSON Schemas as files."""

from __future__ import annotations

from pathlib import Path

import click

from rulings.cli.frame import Command
from rulings.cli.options import format_option, policies_option, policies_or_default
from rulings.cli.output import JSON, as_data, coloured, counted, say, say_json, written
from rulings.library.schemas import all_schemas, not_fresh, write_schemas
from rulings.reader.fragments import Schema


@click.command(
    cls=Command,
    short_help="Write the JSON Schemas.",
    examples=(
        "rulings schema",
        "rulings schema --check",
        "rulings schema --policies policies --output schemas",
    ),
)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    default=Path("schemas"),
    metavar="DIR",
    help="The folder to write to.  [default: ./schemas]",
)
@click.option(
    "--check", "only_check", is_flag=True, help="Write nothing; end with 1 where a file is not what would be written."
)
@policies_option
@format_option
@click.pass_context
def schema(context: click.Context, output: Path, policies: Path | None, form: str, *, only_check: bool) -> None:
    """Write the JSON Schemas: the language's, those of data, and for each platform those of its policies and cases.

    With the schema of a platform an editor completes the conditions of a policy and marks a misspelt fact.
    """
    schemas = all_schemas(policies_or_default(policies))
    if only_check:
        context.exit(_check(schemas, output, form))
    changed = write_schemas(schemas, output)
    if form == JSON:
        say_json({"folder": str(output), "schemas": sorted(schemas), "written": changed})
        return
    for name in changed:
        say(str(output / name))
    say(f"{counted(len(schemas), 'schema')} in {output}, {len(changed)} of them written now")


def _check(schemas: dict[str, Schema], folder: Path, form: str) -> int:
    faults = list(not_fresh(schemas, folder))
    if form == JSON:
        say_json(as_data(faults))
        return 1 if faults else 0
    for fault in faults:
        say(written(fault))
    say(
        coloured(counted(len(faults), "fault"), "red")
        if faults
        else f"{counted(len(schemas), 'schema')} in {folder}, all fresh"
    )
    return 1 if faults else 0
