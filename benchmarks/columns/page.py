"""The figures as tables of Markdown, written between two markers of a page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from columns.plots import TITLES
from columns.table_speed import BATCHES

BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
MOST_TIMES_BY_HAND, LEAST_TIMES_PER_ROW, MOST_SECONDS = 1.5, 10, 1.0


def write(page: Path, figures: dict[str, Any]) -> None:
    """Put the figures into the page. Raises ValueError where it lacks the markers."""
    before, begin, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        message = f"{page.name} lacks {BEGIN} or {END}"
        raise ValueError(message)
    page.write_text(f"{before}{BEGIN}\n{markdown(figures)}{END}{after}", encoding="utf-8")


def markdown(figures: dict[str, Any]) -> str:
    """Give all figures."""
    parts = [_comparison(figures["comparison"]), _by_rows(figures["by_rows"]), _by_rules(figures["by_rules"])]
    told = figures["json_lines"]
    lines = (
        f"JSON Lines, {told['rows']:,} cases of {told['mb']:,} MB, compared by 2 threads: {told['seconds']:.1f} s, "
        f"{told['mb_per_second']} MB and {told['rows_per_second']:,} rows a second, {told['peak_mb']:,} MB at most."
    )
    return f"{figures['machine']}.\n\n" + "\n\n".join([*parts, lines, _goals(figures)]) + "\n"


def goals(figures: dict[str, Any]) -> list[tuple[str, str, bool]]:
    """Give the goals: what is asked, what came out, and whether it is met."""
    compared, largest = figures["comparison"], figures["by_rules"][-1]
    seconds = min(largest["known"][f"batches_{size}"]["seconds_per_million"] for size in BATCHES)
    by_hand, per_row = compared["times_by_hand"], compared["times_per_row"]
    return [
        (f"at most {MOST_TIMES_BY_HAND} x the job by hand", f"{by_hand} x", by_hand <= MOST_TIMES_BY_HAND),
        (f"at least {LEAST_TIMES_PER_ROW} x the best per-row form", f"{per_row} x", per_row >= LEAST_TIMES_PER_ROW),
        (f"{largest['rules']:,} rules below 1 s a million rows", f"{seconds:.2f} s", seconds < MOST_SECONDS),
    ]


def _goals(figures: dict[str, Any]) -> str:
    rows = [(goal, came, "met" if met else "missed") for goal, came, met in goals(figures)]
    return _table(("goal", "came out", ""), rows)


def _comparison(compared: dict[str, Any]) -> str:
    jobs, base = compared["jobs"], compared["jobs"]["by_hand"]
    rows = []
    for name in filter(jobs.__contains__, TITLES):
        one = jobs[name]
        ratio = base["rows_per_second"] / one["rows_per_second"]
        numbers = (f"{one['rows']:,}", f"{one['seconds']:.2f}", f"{one['cpu_seconds']:.2f}")
        rows.append((TITLES[name], *numbers, f"{one['rows_per_second']:,}", f"{one['peak_mb']:,}", f"{ratio:.2f}"))
    head = ("one process each", "rows", "s", "CPU s", "rows/s", "MB", "x time of by hand, a row")
    changed = f"{compared['changed']:,} of {compared['rows']:,} rows change, the same ones by ours and by hand."
    return f"{_table(head, rows)}\n\n{changed}"


def _by_rows(some: list[dict[str, Any]]) -> str:
    rows = [
        (f"{one['rows']:,}", f"{one['seconds']:.2f}", f"{one['rows_per_second']:,}", f"{one['peak_mb']:,}")
        for one in some
    ]
    return _table(("rows", "s", "rows/s", "MB at most"), rows)


def _by_rules(some: list[dict[str, Any]]) -> str:
    rows = []
    for one in some:
        for known, title in (("known", "none"), ("fifth_unknown", "a fifth")):
            found = one[known]
            columns = [_seconds(found[f"batches_{size}"]) for size in BATCHES]
            size = f"{found['rows']:,}"
            rows.append((f"{one['rules']:,}", title, size, *columns, f"{found['per_row']['seconds_per_million']:.1f}"))
    head = ("rules", "unknown", "rows", *(f"columns, batches of {size:,}" for size in BATCHES), "compiled, row by row")
    return f"Seconds per million rows in memory, one thread; in brackets a second pass.\n\n{_table(head, rows)}"


def _seconds(told: dict[str, Any]) -> str:
    return f"{told['seconds_per_million']:.2f} ({told['again_seconds_per_million']:.2f})"


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    rule = ("---", *("---:" for _ in head[1:]))
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, rule, *rows))
