"""`rulings check`: every fault of the policies, with its place."""

from __future__ import annotations

from pathlib import Path

import click

from rulings.checking import Checked, check_paths
from rulings.cli.frame import Command
from rulings.cli.options import format_option, policies_or_default
from rulings.cli.output import JSON, as_data, coloured, counted, say, say_json, written


@click.command(
    cls=Command,
    short_help="Check policies, and prove that one rule applies to every case.",
    examples=(
        "rulings check",
        "rulings check policies/douyin/after-sales-dispute/2023-07-29.yaml",
        "rulings check policies --format json",
    ),
)
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(path_type=Path))
@format_option
@click.pass_context
def check(context: click.Context, paths: tuple[Path, ...], form: str) -> None:
    """Check policies: their form, their names and types, and that exactly one rule applies to every case.

    PATH is a folder of policies, or one file or folder inside it: the folder is read whole, and what concerns PATH is
    reported. Without PATH, ./policies is checked where there is one, else the policies that come with the package.
    """
    checked = check_paths(paths or (policies_or_default(None),))
    found = [fault for part in checked for fault in part.found]
    if form == JSON:
        say_json(as_data(found))
    else:
        for fault in found:
            say(written(fault) + "\n")
        say(summary(checked))
    context.exit(1 if any(part.faults for part in checked) else 0)


def summary(checked: list[Checked]) -> str:
    """Say in one line what was found and what was proved."""
    faults = [fault for part in checked for fault in part.faults]
    notes = [fault for part in checked for fault in part.notes]
    files = {fault.place.file for fault in faults if fault.place is not None}
    head = f"{counted(len(faults), 'fault')} in {counted(len(files), 'file')}" if faults else "no faults"
    parts = [counted(len(notes), "note")] if notes else []
    parts += _read(checked)
    said = coloured(head, "red" if faults else "green")
    return (said + (", " if faults else ": ") + ", ".join(parts)) if parts else said


def _read(checked: list[Checked]) -> list[str]:
    versions = [version for part in checked for version in part.versions]
    proofs = [proof for version in versions for proof in version.proofs.values()]
    proved = sum(proof.is_complete and proof.is_exclusive for proof in proofs)
    if not versions:
        return []
    policies = len({version.policy.id for version in versions})
    of_all = "" if proved == len(proofs) else f"{proved} of "
    return [
        counted(policies, "policy", "policies"),
        counted(len(versions), "version"),
        f"{of_all}{counted(len(proofs), 'decision')} proved",
    ]
