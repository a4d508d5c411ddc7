"""Documents, each played once in a folder of its own."""

from functools import cache

import pytest
from tests.docs.fences import ROOT, Player, player_for


@pytest.fixture
def player(tmp_path):
    folder = tmp_path / "played"
    folder.mkdir()
    return Player(folder, tmp_path / "commands")


@pytest.fixture(scope="session")
def played(tmp_path_factory):
    """Give the function that plays a document: it gives the player, and the text that came of it."""

    @cache
    def play(document):
        folder, commands = (tmp_path_factory.mktemp(name) for name in ("played", "commands"))
        player = player_for(document, folder, commands / "bin")
        return player, player.play((ROOT / document).read_text(encoding="utf-8"))

    return play
