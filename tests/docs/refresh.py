"""Writes into documents what their commands print now: `python -m tests.docs.refresh docs/tutorial.md`, from the root.

The table of policies in the READMEs is brought up to date with the policies there are. Read the difference before you
keep it.
"""

import sys
import tempfile
from pathlib import Path

from tests.docs.fences import ROOT, player_for
from tests.docs.policies import with_rows


def main(documents):
    for document in documents:
        page = ROOT / document
        with tempfile.TemporaryDirectory() as scratch:
            player = player_for(document, Path(scratch) / "played", Path(scratch) / "commands")
            played = player.play(page.read_text(encoding="utf-8"))
            page.write_text(with_rows(document, played), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
