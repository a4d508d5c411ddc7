"""How commands speak: UTF-8 whatever the locale, colours on terminals only, JSON, and pipes that may end early."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Sequence
from typing import TextIO

import click

from rulings.errors import ERROR, Diagnostic

JSON = "json"


def prepare_streams() -> None:
    """Let Chinese be printed on any locale; what UTF-8 cannot carry is escaped."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def say(text: str = "", *, error: bool = False) -> None:
    """Print a text. Where nobody reads any more it is dropped, and the exit code stays what it would have been."""
    stream = sys.stderr if error else sys.stdout
    try:
        stream.write(text + "\n")
        stream.flush()
    except BrokenPipeError:
        _forget(stream)


def _forget(stream: TextIO) -> None:
    """Lead a stream whose reader is gone into nothing, so that the interpreter can flush it at the end."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, stream.fileno())
    os.close(nothing)


def say_json(data: object) -> None:
    """Print data as JSON, Chinese unescaped."""
    say(json.dumps(data, ensure_ascii=False, indent=2))


def coloured(text: str, colour: str, *, error: bool = False) -> str:
    """Colour a text where it goes to a terminal and NO_COLOR is not set."""
    stream = sys.stderr if error else sys.stdout
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" or not stream.isatty():
        return text
    return click.style(text, fg=colour, bold=True)


def written(fault: Diagnostic, *, error: bool = False) -> str:
    """Write a diagnostic, its severity and code in colour where there are colours."""
    head = f"{fault.severity}[{fault.code}]"
    return str(fault).replace(head, coloured(head, "red" if fault.severity == ERROR else "yellow", error=error), 1)


def as_data(faults: Sequence[Diagnostic]) -> dict[str, object]:
    """Give diagnostics as data, faults and notes apart."""
    return {
        "faults": [fault.to_dict() for fault in faults if fault.severity == ERROR],
        "notes": [fault.to_dict() for fault in faults if fault.severity != ERROR],
    }


def refuse(faults: Sequence[Diagnostic], *, summary: str | None = None, form: str | None = None) -> None:
    """Say why a command does not do its work: as data on standard output, or as text where errors go."""
    if form == JSON:
        say_json(as_data(faults))
        return
    for fault in faults:
        say(written(fault, error=True), error=True)
    if summary is not None:
        say(summary, error=True)


def counted(number: int, word: str, plural: str | None = None) -> str:
    """Write a number with its word: "1 fault", "2 faults"."""
    return f"{number} {word if number == 1 else plural or word + 's'}"
