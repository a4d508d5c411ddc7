"""What a ruling says of decisions that did not come as an example expects: the lines of its explanation that matter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rulings.examples.comparing import unmet
from rulings.examples.gathering import Ruled
from rulings.explain.decisions import Decisions
from rulings.explain.lenient import lenient
from rulings.explain.matter import Matter
from rulings.explain.story import Bullets, Node, Story
from rulings.explain.text import to_text
from rulings.explain.voice import AUDITOR, Voice
from rulings.ruling import Ruling


def told(one: Ruled) -> str:
    """Explain, as to an auditor, the decisions of an example of which something came otherwise; "" for none."""
    if one.ruling is None or not one.ruling.chosen:
        return ""
    names = dict.fromkeys(expectation.decision for expectation, _ in unmet(one.ruling, one.expectations))
    nodes = tuple(_nodes(one.ruling, [name for name in names if name is not None]))
    return to_text(Story("en", nodes)).rstrip("\n") if nodes else ""


def _nodes(ruling: Ruling, names: Iterable[str]) -> Iterator[Node]:
    policy = ruling.version.policy
    voice = Voice("en", AUDITOR, policy.in_force.timezone)
    explanation = ruling.explain_data()
    interpreter = lenient(ruling.interpreter)
    matter = Matter(explanation, interpreter, ruling.case, ruling.at, ruling.decided, (), ruling.facts)
    decisions = Decisions(matter, voice)
    for name in names:
        explained = matter.explained(name)
        for node in decisions.nodes(explained) if explained is not None else ():
            kept = _without_obstacles(node, voice)
            if not isinstance(kept, Bullets) or kept.items:
                yield kept


def _without_obstacles(node: Node, voice: Voice) -> Node:
    """Leave out the list of all rules that do not apply: of those that were expected, the failure itself tells why."""
    if not isinstance(node, Bullets):
        return node
    obstacles = (voice.say("stood_in_the_way"),)
    return Bullets(tuple(item for item in node.items if item.line != obstacles))
