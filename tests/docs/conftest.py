"""A folder in which a document is played."""

import pytest

from tests.docs.fences import Player


@pytest.fixture
def player(tmp_path):
    folder = tmp_path / "played"
    folder.mkdir()
    return Player(folder, tmp_path / "commands")
