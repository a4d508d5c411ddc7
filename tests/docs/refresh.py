"""Writes into documents what their commands print now: `python -m tests.docs.refresh docs/tutorial.md`, from the root.

Read the difference before you keep it.
"""

import sys
import tempfile
from pathlib import Path

from tests.docs.fences import ROOT, player_for


def main(documents):
    for document in documents:
        page = ROOT / document
        with tempfile.TemporaryDirectory() as scratch:
            player = player_for(document, Path(scratch) / "played", Path(scratch) / "commands")
            page.write_text(player.play(page.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
