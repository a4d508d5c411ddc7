"""Our own product, for the benchmarks of it alone: loaded where it is installed, else a plain message and the end."""

from __future__ import annotations

import sys
from importlib.util import find_spec


def require() -> None:
    """End with 1, and say why, where `rulings` is not installed."""
    if find_spec("rulings") is None:
        print("rulings: not installed; nothing can be measured. Install it, or set PYTHONPATH to its src folder.")
        sys.exit(1)


def verdict(*, met: bool) -> str:
    """How a goal is reported."""
    return "met" if met else "NOT MET"
