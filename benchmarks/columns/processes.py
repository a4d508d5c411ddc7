"""One job in a process of its own: its time, the time of its processors, and its largest memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

BENCHMARKS = Path(__file__).parents[1]
LAUNCH = str(BENCHMARKS / "columns" / "launch.py")
OURS, JOBS = ("-m", "rulings"), ("-m", "columns.jobs")


class Measured(NamedTuple):
    """What a process took: seconds of the wall and of processors, and the most memory at a time in MB."""

    seconds: float
    cpu: float
    peak_mb: float
    said: str

    def data(self, rows: int) -> dict[str, Any]:
        """Give it as plain data."""
        return {
            "rows": rows,
            "seconds": round(self.seconds, 3),
            "cpu_seconds": round(self.cpu, 3),
            "peak_mb": round(self.peak_mb),
            "rows_per_second": round(rows / self.seconds),
        }


def measure(*arguments: object, python: str = sys.executable) -> Measured:
    """Run Python with these arguments, and wait for it. Raises SystemExit where it fails."""
    inherited = os.environ.get("PYTHONPATH", "")
    paths = os.pathsep.join([str(BENCHMARKS), *([inherited] if inherited else [])])
    command = [python, *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": paths}
    with tempfile.NamedTemporaryFile() as taken:
        launched = [sys.executable, LAUNCH, taken.name, *command]
        done = subprocess.run(launched, stdout=subprocess.PIPE, env=environment, check=False)  # noqa: S603 - our own jobs
        if done.returncode != 0:
            said = done.stdout.decode(errors="replace")[-2_000:]
            print(f"ended with {done.returncode}: {' '.join(command)}\n{said}", file=sys.stderr)
            sys.exit(1)
        seconds, cpu, kilobytes = json.loads(Path(taken.name).read_text(encoding="utf-8"))
    return Measured(seconds, cpu, kilobytes / 1_024, done.stdout.decode())
