"""Other engines of columns at the same comparison, each by a Python of its own."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from columns.comparison import cases_of
from columns.processes import measure

MOST_ROWS = 1_000_000
"""It keeps all that it computes in memory: the comparison is told for at most so many rows."""


def openfisca(folder: Path, compared: dict[str, Any], python: str) -> dict[str, Any]:
    """Compare by openfisca-core, and give what it took. Ends with 1 where it finds another number of changes."""
    rows = min(compared["rows"], MOST_ROWS)
    cases, out = cases_of(folder, rows), folder / "openfisca.parquet"
    taken = measure("-m", "columns.openfisca_by_hand", cases, out, python=python)
    from columns import polars_by_hand  # noqa: PLC0415 - only where there is a peer to hold against it

    expected = list(polars_by_hand.compare(cases, folder / "expected.parquet"))
    if json.loads(taken.said) != expected:
        print(f"OTHER RESULTS: openfisca {taken.said.strip()}, by hand {expected} (rows, changed)", file=sys.stderr)
        sys.exit(1)
    return taken.data(rows)
