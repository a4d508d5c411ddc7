"""What the product promises of its speed, each goal met or not met by a run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dispute.contender import Section

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timing.results import Results, Row

JSON_MICROSECONDS = 2.0
DICT_MICROSECONDS = 3.0
EXPLAINED_MICROSECONDS = 10.0
TIMES_FLOOR = 2.0
SHARE_OF_ZEN_TRACE = 1 / 3
_INPUTS = {Section.TYPED: "typed facts", Section.JSON: "JSON bytes", Section.DICT: "dict"}
NOT_MEASURED = "not measured"


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal, and whether it was met; None where it could not be measured."""

    section: str
    says: str
    met: bool | None
    found: str

    def __str__(self) -> str:
        """One line for the report."""
        verdict = NOT_MEASURED if self.met is None else "met" if self.met else "NOT MET"
        return f"({self.section}) {self.says}: **{verdict}** ({self.found})"


def goals(results: Results) -> list[Goal]:
    """All goals, judged by the results."""
    return [*_typed(results), *_json(results), *_dict(results), *_explained(results)]


def _typed(results: Results) -> Iterator[Goal]:
    yield _within_floor(results)
    yield _ahead(results, Section.TYPED, same_work=True)
    yield _ahead(results, Section.TYPED)


def _json(results: Results) -> Iterator[Goal]:
    yield _at_most(results, Section.JSON, JSON_MICROSECONDS, "evaluate_json(bytes)")
    yield _ahead(results, Section.JSON, engine="datalogic-py", same_work=True)
    yield _ahead(results, Section.JSON, engine="datalogic-py")


def _dict(results: Results) -> Iterator[Goal]:
    yield _at_most(results, Section.DICT, DICT_MICROSECONDS, "evaluate(dict)")
    yield _ahead(results, Section.DICT, engine="datalogic-py", same_work=True)
    yield _ahead(results, Section.DICT, engine="datalogic-py")


def _explained(results: Results) -> Iterator[Goal]:
    yield _at_most(results, Section.EXPLAINED, EXPLAINED_MICROSECONDS, "with the full explanation as data")
    ours, zen = results.ours(Section.EXPLAINED), results.fastest_peer(Section.EXPLAINED, engine="zen-engine")
    says = "a third of zen's trace at most"
    if ours is None or zen is None:
        yield Goal("c", says, None, _missing(ours, "zen-engine"))
    else:
        ratio = ours.microseconds / zen.microseconds
        yield Goal("c", says, ratio <= SHARE_OF_ZEN_TRACE, f"{ratio:.2f} of {zen.microseconds:.1f} µs")


def _within_floor(results: Results) -> Goal:
    says = f"typed facts: at most {TIMES_FLOOR:g} x hand-written"
    ours = results.ours(Section.TYPED)
    if ours is None:
        return Goal("a", says, None, _missing(ours, ""))
    least, middle, greatest = ours.ratios
    return Goal("a", says, middle <= TIMES_FLOOR, f"{middle:.2f} x, between {least:.2f} and {greatest:.2f}")


def _at_most(results: Results, section: Section, limit: float, what: str) -> Goal:
    """A limit in microseconds; beside it the floor, since a slow machine lets not even hand-written code keep it."""
    says = f"{what} at most {limit:g} µs"
    ours, floor = results.ours(section), results.floor(section)
    if ours is None or floor is None:
        return Goal(section[0], says, None, _missing(ours, "hand-written"))
    found = f"{ours.microseconds:.2f} µs; hand-written here {floor.microseconds:.2f} µs"
    return Goal(section[0], says, ours.microseconds <= limit, found)


def _ahead(results: Results, section: Section, *, engine: str = "", same_work: bool = False) -> Goal:
    work = "doing the same work" if same_work else "even with its calendar work done beforehand"
    says = f"{_INPUTS[section]}: ahead of {engine or 'every peer'}, {work}"
    ours, peer = results.ours(section), results.fastest_peer(section, engine=engine, same_work=same_work)
    if ours is None or peer is None:
        return Goal(section[0], says, None, _missing(ours, engine or "a peer"))
    found = f"{ours.microseconds:.2f} µs against {peer.microseconds:.2f} µs, {peer.contender.label}"
    return Goal(section[0], says, ours.microseconds < peer.microseconds, found)


def _missing(ours: Row | None, other: str) -> str:
    return "rulings did not run" if ours is None else f"{other} did not run"
