"""Writes into documents what their commands print now: `python -m tests.docs.refresh docs/tutorial.md`.

Read the difference before you keep it.
"""

import sys
import tempfile
from pathlib import Path

from tests.docs.fences import player_for


def main(documents):
    for document in map(Path, documents):
        with tempfile.TemporaryDirectory() as scratch:
            player = player_for(document.name, Path(scratch) / "played", Path(scratch) / "commands")
            document.write_text(player.play(document.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
