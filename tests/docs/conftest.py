"""Documents, each played once in a folder of its own."""

from functools import cache

import pytest

from tests.docs.fences import ROOT, Player


@pytest.fixture
def player(tmp_path):
    folder = tmp_path / "played"
    folder.mkdir()
    return Player(folder, tmp_path / "commands")


@pytest.fixture(scope="session")
def played(tmp_path_factory):
    """Give the function that plays a document: its player, with all that the document wrote, and the text that came of it."""

    @cache
    def play(document):
        folder = tmp_path_factory.mktemp("played")
        player = Player(folder, tmp_path_factory.mktemp("commands") / "bin")
        if document == "README.md":
            # Its commands are run in the repository; nothing may be written there.
            for name in ("docs", "policies"):
                (folder / name).symlink_to(ROOT / name)
        return player, player.play((ROOT / document).read_text(encoding="utf-8"))

    return play
