"""The files that these commands read: receipts, keys, checkpoints and proofs; `-` is standard input."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

import click

from rulings.errors import UnreadableReceipt
from rulings.receipt import Receipt

ledger_argument = click.argument("where", metavar="LEDGER")
kept_option = click.option(
    "--checkpoint",
    "kept",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A checkpoint that was kept outside the ledger. Can be given several times.",
)
public_key_option = click.option(
    "--key", "key", type=click.Path(path_type=Path), metavar="FILE", help="The public key of the checkpoints (PEM)."
)


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """Open a file, or standard input for `-`."""
    if str(path) == "-":
        yield sys.stdin.buffer
    else:
        with path.open("rb") as file:
            yield file


def read_file(path: Path) -> bytes:
    """Read a file whole, or standard input for `-`."""
    with opened(path) as file:
        return file.read()


def read_receipt(path: Path) -> Receipt:
    """Read the one receipt of a file. Raises UnreadableReceipt."""
    return Receipt.read(read_file(path))


def receipts_of(path: Path) -> Iterator[Receipt]:
    """Read the receipts of a file, one a line, or one over all lines. Raises UnreadableReceipt, which says the line."""
    with opened(path) as file:
        for number, line in enumerate(file, start=1):
            if number == 1 and line.rstrip() == b"{":
                yield _read(line + file.read(), f"{path}")
            elif line.strip():
                yield _read(line, f"{path}:{number}")


def _read(data: bytes, where: str) -> Receipt:
    try:
        return Receipt.read(data)
    except UnreadableReceipt as error:
        faults = [replace(fault, path=f"{where}: {fault.path or 'receipt'}") for fault in error.diagnostics]
        raise UnreadableReceipt(error.summary, faults) from None
