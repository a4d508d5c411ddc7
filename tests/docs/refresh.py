"""Writes into documents what their commands print now: `python -m tests.docs.refresh docs/tutorial.md`. Read the difference before you keep it."""

import sys
import tempfile
from pathlib import Path

from tests.docs.fences import Player


def main(documents):
    for document in map(Path, documents):
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch) / "played"
            folder.mkdir()
            text = document.read_text(encoding="utf-8")
            document.write_text(Player(folder, Path(scratch) / "commands").play(text), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
