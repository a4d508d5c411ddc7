"""What columns cost on millions of cases: beside a job by hand and case by case, and by rows, rules and JSON Lines.

Each job is a process of its own. The comparison comes first: where ours and the job by hand find other changed rows,
nothing is timed any more, and the run ends with 1.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from pathlib import Path
from typing import Any

from timing import product


def main() -> None:
    """Measure, print, and write what is asked for."""
    chosen = _options()
    product.require()
    if chosen.figures is not None:
        figures = json.loads(chosen.figures.read_text(encoding="utf-8"))
    elif chosen.folder is None:
        with tempfile.TemporaryDirectory() as name:
            figures = measured(Path(name), chosen)
    else:
        chosen.folder.mkdir(parents=True, exist_ok=True)
        figures = measured(chosen.folder, chosen)
    told(figures, chosen)


def measured(folder: Path, chosen: argparse.Namespace) -> dict[str, Any]:
    """Do everything, and give the figures."""
    from columns import comparison, data, growth, peers  # noqa: PLC0415 - needs the product

    rows = 300_000 if chosen.quick else chosen.rows
    in_memory, lines = (100_000, 100_000) if chosen.quick else (1_000_000, chosen.jsonl_rows)
    sizes = [size for size in (100_000, 1_000_000, 10_000_000) if size <= rows] + [50_000_000] * chosen.large
    policies = data.write_policies(folder)
    compared = comparison.compare(folder, policies, rows)
    if chosen.openfisca is not None:
        compared["jobs"]["openfisca"] = peers.openfisca(folder, compared, chosen.openfisca)
    return {
        "machine": f"CPython {platform.python_version()}, {os.cpu_count()} processors",
        "comparison": compared,
        "by_rows": growth.by_rows(folder, policies, sizes),
        "json_lines": growth.json_lines(folder, policies, lines),
        "by_rules": growth.by_rules(folder, in_memory, chosen.rules),
    }


def told(figures: dict[str, Any], chosen: argparse.Namespace) -> None:
    """Print the figures, and write them to where they are wanted."""
    from columns import page, plots  # noqa: PLC0415 - needs the product

    print(page.markdown(figures))
    if chosen.json is not None:
        chosen.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    if chosen.plots is not None:
        plots.draw(figures, chosen.plots)
    if chosen.page is not None:
        page.write(chosen.page, figures)


def _options() -> argparse.Namespace:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=10_000_000, help="of the comparison")
    options.add_argument("--quick", action="store_true", help="a check that everything runs and agrees")
    options.add_argument("--large", action="store_true", help="grow to fifty million rows")
    options.add_argument("--jsonl-rows", type=int, default=1_000_000)
    options.add_argument("--rules", type=int, nargs="+", choices=(20, 200, 2_000), default=(20, 200, 2_000))
    options.add_argument("--folder", type=Path, help="keep the cases there, and find them again")
    options.add_argument("--openfisca", metavar="PYTHON", help="one that has openfisca-core and pyarrow")
    options.add_argument("--json", type=Path, help="write the figures")
    options.add_argument("--figures", type=Path, help="measure nothing, and tell the figures of an earlier --json")
    options.add_argument("--plots", type=Path, metavar="FOLDER", help="draw the figures as SVG")
    options.add_argument("--page", type=Path, help="write the figures into docs/columns.md")
    return options.parse_args()


if __name__ == "__main__":
    sys.exit(main())
