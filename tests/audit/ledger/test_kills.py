"""A writer that is killed at any moment loses nothing that it acknowledged, and leaves nothing half-written behind.

100 kills at random moments on each database in an ordinary run, 1,500 with the profile `deep`; and one before every
statement, before the commit, and between the commit and its acknowledgement.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
ROUNDS = 1_500 if os.environ.get("RULINGS_HYPOTHESIS") == "deep" else 100


def played(*arguments):
    command = [sys.executable, "-m", "tests.audit.ledger.killed", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=1_800)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_writers_killed_at_random_moments(store):
    counts = played("random", store.address, str(ROUNDS), "1")
    assert counts["kills"] == ROUNDS
    assert counts["acknowledged"] > ROUNDS
    # Kills that came before the first acknowledgement, and some that came behind one.
    assert 0 < counts["before_any"] < ROUNDS


def test_writers_killed_at_every_step(store):
    counts = played("steps", store.address)
    # At least: reading the head, looking for seals, the entries, their nodes, the new head, the commit, and behind it.
    assert counts["kills"] >= 7
    # Of all that died, only the last, which died behind the commit, had appended anything.
    assert counts["there_without_acknowledgement"] == 1
    assert counts["size"] == 3 * (counts["kills"] + 1)
