"""Second opinions on the rulings of a replay, asked for a part of the rows at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rulings.audit.replay.tally import SECOND, Tally
from rulings.ruling import Ruling

if TYPE_CHECKING:
    from rulings.second_opinion import Opinion, SecondOpinion


class Adviser:
    """Gives second opinions on rulings and counts them, where they are asked for.

    Raises NoSecondEngine where they are, and the other engine is not installed.
    """

    def __init__(self, *, wanted: bool) -> None:
        """Prepare; the other engine starts with the first ruling."""
        self._second: SecondOpinion | None = None
        if wanted:
            from rulings.second_opinion import SecondOpinion  # noqa: PLC0415 - only where it is asked for

            self._second = SecondOpinion()

    def on(self, rulings: Sequence[Ruling], tally: Tally) -> list[dict[str, Any]]:
        """Give what a row says of each ruling, and count decisions: agreed, differed, or none with the reason."""
        if self._second is None:
            return [{} for _ in rulings]
        opinions = list(self._second.on_many(rulings))
        for opinion in opinions:
            for verdict in opinion.verdicts.values():
                tally.count(SECOND, verdict.stance if verdict.reason is None else f"{verdict.stance}: {verdict.reason}")
        return [{"second_opinion": said_of(opinion)} for opinion in opinions]

    def close(self) -> None:
        """Let the other engine's process end."""
        if self._second is not None:
            self._second.close()


def said_of(opinion: Opinion) -> dict[str, Any]:
    """Give an opinion as plain data, with the decisions alone that it does not agree on."""
    others = {name: one.to_dict() for name, one in sorted(opinion.verdicts.items()) if one.stance != "agrees"}
    return {"stance": opinion.stance, **({"decisions": others} if others else {})}
