"""One job in a process of its own: its time, the time of its processors, and its largest memory."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

BENCHMARKS = Path(__file__).parents[1]
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
    start = perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": paths}) as child:  # noqa: S603 - our own jobs
        assert child.stdout is not None
        said = child.stdout.read().decode()
        # Unlike RUSAGE_CHILDREN this tells of one child, so that the order of the jobs does not matter.
        _, status, usage = os.wait4(child.pid, 0)
        seconds = perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        print(f"ended with {child.returncode}: {' '.join(command)}\n{said[-2_000:]}", file=sys.stderr)
        sys.exit(1)
    return Measured(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1_024, said)
