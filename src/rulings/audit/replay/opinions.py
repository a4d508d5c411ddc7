"""Second opinions on the rulings of a part, counted by decision; what has none is counted by its reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rulings.audit.replay.tally import Tally
from rulings.ruling import Ruling
from rulings.second_opinion import SecondOpinion
from rulings.second_opinion.opinion import AGREES, DIFFERS, NONE, Opinion

OPINION, NO_OPINION = "second opinion", "no second opinion"
Written = tuple[dict[str, Any], Ruling | None]
"""A row that is to be written, and the ruling in it where there is one."""


def second_opinion(asked: bool) -> SecondOpinion | None:  # noqa: FBT001 - whether it is asked for is all there is to say
    """Prepare the other engine where it is asked for. Raises NoSecondEngine."""
    return SecondOpinion() if asked else None


def with_opinions(rows: Sequence[Written], second: SecondOpinion, tally: Tally) -> list[dict[str, Any]]:
    """Give rows with the second opinion on each, and count the decisions."""
    opinions = second.on_many(ruling for _, ruling in rows if ruling is not None)
    return [{**row, "second_opinion": None if ruling is None else _told(next(opinions), tally)} for row, ruling in rows]


def _told(opinion: Opinion, tally: Tally) -> dict[str, Any]:
    """Count an opinion, and give it with those decisions on which the engines do not agree."""
    for verdict in opinion.verdicts.values():
        tally.count(OPINION, verdict.stance)
        if verdict.stance == NONE:
            tally.count(NO_OPINION, str(verdict.reason))
    open_ = {name: verdict for name, verdict in sorted(opinion.verdicts.items()) if verdict.stance != AGREES}
    return {"stance": opinion.stance, "decisions": {name: verdict.to_dict() for name, verdict in open_.items()}}


def is_contradicted(tally: Tally) -> bool:
    """Tell whether the other engine came to something else on any decision."""
    return bool(tally.of(OPINION).get(DIFFERS))
