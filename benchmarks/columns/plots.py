"""The figures drawn as SVG; the same figures give the same bytes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TITLES = {
    "scan": "plain scan by Polars (the limit)",
    "by_hand": "Polars job by hand",
    "ours": "rulings impact, 2 threads",
    "ours_nothing_written": "the same, nothing written",
    "ours_1_thread": "the same, 1 thread",
    "openfisca": "openfisca-core, by hand",
    "compiled_2_processes": "compiled per-row loop, 2 processes",
    "single_2_processes": "--engine single, 2 processes",
}


def draw(figures: dict[str, Any], folder: Path) -> list[Path]:
    """Write the plots into a folder, and give their files."""
    import matplotlib as mpl  # noqa: PLC0415 - only where plots are asked for

    mpl.use("svg")
    mpl.rcParams |= {"svg.hashsalt": "rulings", "font.size": 10, "axes.grid": True, "grid.alpha": 0.3}
    folder.mkdir(parents=True, exist_ok=True)
    drawn = {"rows": _by_rows, "rules": _by_rules, "comparison": _comparison}
    return [_saved(folder / f"columns-{name}.svg", draws(figures)) for name, draws in drawn.items()]


def _figure(width: float, height: float, count: int = 1) -> tuple[Figure, list[Axes]]:
    from matplotlib import pyplot as plt  # noqa: PLC0415 - the same

    figure, axes = plt.subplots(1, count, figsize=(width, height), squeeze=False, layout="constrained")
    return figure, list(axes[0])


def _saved(path: Path, figure: Figure) -> Path:
    # A date would make other bytes of the same figures.
    figure.savefig(path, format="svg", metadata={"Date": None, "Creator": None})
    return path


def _by_rows(figures: dict[str, Any]) -> Figure:
    figure, (time, memory) = _figure(9, 3.6, 2)
    rows = [one["rows"] for one in figures["by_rows"]]
    time.plot(rows, [one["seconds"] for one in figures["by_rows"]], "o-")
    time.set(xscale="log", yscale="log", xlabel="rows", ylabel="seconds", title="Time")
    memory.plot(rows, [one["peak_mb"] for one in figures["by_rows"]], "o-")
    memory.set(xscale="log", xlabel="rows", ylabel="MB", title="Largest memory")
    memory.set_ylim(bottom=0)
    return figure


def _by_rules(figures: dict[str, Any]) -> Figure:
    figure, (axes,) = _figure(6, 4)
    some = figures["by_rules"]
    rules = [one["rules"] for one in some]
    for known, style, title in (("known", "-", "all known"), ("fifth_unknown", "--", "a fifth unknown")):
        for way in ("batches_65536", "batches_262144", "per_row"):
            name = "compiled, row by row" if way == "per_row" else f"columns, {way.replace('_', ' of ')}"
            seconds = [one[known][way]["seconds_per_million"] for one in some]
            axes.plot(rules, seconds, f"o{style}", label=f"{name}, {title}")
    axes.axhline(1, color="grey", linewidth=1)
    axes.set(xscale="log", yscale="log", xlabel="rules", ylabel="seconds per million rows, one thread")
    axes.legend(fontsize=7)
    return figure


def _comparison(figures: dict[str, Any]) -> Figure:
    figure, (axes,) = _figure(8, 3.6)
    jobs = figures["comparison"]["jobs"]
    names = [name for name in reversed(TITLES) if name in jobs]
    speeds = [jobs[name]["rows_per_second"] for name in names]
    bars = axes.barh([TITLES[name] for name in names], speeds)
    axes.bar_label(bars, [f"{speed:,}" for speed in speeds], padding=3)
    axes.set(xscale="log", xlabel="rows a second")
    axes.margins(x=0.15)
    return figure
