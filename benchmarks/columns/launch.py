"""Runs one command and writes what it took: seconds of the wall and of processors, and kilobytes at most.

A small process of its own, for a process begins with the largest memory of the one that started it.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from pathlib import Path
from time import perf_counter

if __name__ == "__main__":
    start = perf_counter()
    code = subprocess.run(sys.argv[2:], check=False).returncode  # noqa: S603 - a job of the benchmark
    seconds, usage = perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    taken = [seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss]
    Path(sys.argv[1]).write_text(json.dumps(taken), encoding="utf-8")
    sys.exit(code)
