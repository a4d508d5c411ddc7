"""The frame of every command: whatever goes wrong becomes a message in the product's form and an exit code."""

from __future__ import annotations

import os
import sys
from typing import Any

import click

from rulings.cli.output import prepare_streams, refuse
from rulings.errors import Diagnostic, RulingsError, diagnostics_of

WRONG_USE = 2
INTERRUPTED = 130
TRACEBACK = "RULINGS_TRACEBACK"


class Command(click.Command):
    """A command with examples in its help, whose faults are data: what is refused ends it with 2."""

    def __init__(self, *args: Any, examples: tuple[str, ...] = (), **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        """Keep the examples."""
        super().__init__(*args, **kwargs)
        self.examples = examples

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples below the options."""
        super().format_epilog(ctx, formatter)
        with formatter.section("Examples"):
            for example in self.examples:
                formatter.write(" " * formatter.current_indent + example + "\n")

    def invoke(self, ctx: click.Context) -> object:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except RulingsError as error:
            refuse(diagnostics_of(error), summary=getattr(error, "summary", None), form=ctx.params.get("form"))
        except OSError as error:
            refuse([_of_system(error)], form=ctx.params.get("form"))
        return ctx.exit(WRONG_USE)


class Frame(click.Group):
    """The group of all commands."""

    command_class = Command

    def main(self, *args: Any, standalone_mode: bool = True, **kwargs: Any) -> Any:  # noqa: ANN401 - click's own form
        """Run a command line; standing alone, end the process with its exit code."""
        prepare_streams()
        kwargs["standalone_mode"] = False
        if not standalone_mode:
            return super().main(*args, **kwargs)
        try:
            code = super().main(*args, **kwargs)
        except click.ClickException as error:
            refuse([_of_wrong_use(error)])
            code = WRONG_USE
        except click.Abort:
            code = INTERRUPTED
        except SystemExit:  # click's answer to a pipe in which nobody reads the help any more
            code = 0
        except Exception as error:  # an author never meets a traceback
            if os.environ.get(TRACEBACK):
                raise
            refuse([_of_ourselves(error)])
            code = WRONG_USE
        sys.exit(code if isinstance(code, int) else 0)


def _of_ourselves(error: Exception) -> Diagnostic:
    message = f"this is a fault of rulings itself: {type(error).__name__}: {error}"
    return Diagnostic("internal", message, help=f"please report it; with {TRACEBACK}=1 the place of the fault is shown")


def _of_system(error: OSError) -> Diagnostic:
    about = f"{error.filename}: " if error.filename else ""
    return Diagnostic("system", f"{about}{error.strerror or error}")


def _of_wrong_use(error: click.ClickException) -> Diagnostic:
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "rulings"
    message = error.format_message()
    return Diagnostic("wrong-use", message[:1].lower() + message[1:].removesuffix("."), help=f"see `{command} --help`")
