"""Cases near those that examples of the packaged policies give: facts taken away, exchanged, and moved by a step."""

import copy
import random
import re
from pathlib import Path

from rulings import PolicyBook
from rulings.examples import expected_cases

ROOT = Path(__file__).parents[3]
POLICIES = ROOT / "policies"
NUMBER = re.compile(r"(-?\d+)(\.\d+)?( CNY|%)")


class Packaged:
    """The packaged policies with the cases of their examples."""

    def __init__(self):
        self.book = PolicyBook.load(POLICIES)
        self.cases = [one for one, _ in expected_cases(POLICIES)]

    @staticmethod
    def names():
        folders = sorted(path for path in POLICIES.glob("*/*") if list(path.glob("*.yaml")))
        return [f"{path.parent.name}/{path.name}" for path in folders]

    def of(self, policy):
        return [one for one in self.cases if one["policy"] == policy]

    def some(self, policy, count, seed=0):
        """Cases of a policy, most of them changed, in random order."""
        chance = random.Random(f"{policy} {seed}")  # noqa: S311 - the same cases every time
        known = self.of(policy)
        return [changed(chance.choice(known), known, chance, number) for number in range(count)]


def changed(case, known, chance, number):
    """A case with a few of its facts unknown, as another case has them, or a step further."""
    case = copy.deepcopy(case)
    case["id"] = f"C-{number}" if chance.random() < 0.9 else None
    places = [(group, name) for group, facts in case["facts"].items() for name in facts]
    for group, name in chance.sample(places, min(len(places), chance.choice((0, 1, 1, 2, 4)))):
        way = chance.random()
        others = [one["facts"][group][name] for one in known if name in one["facts"].get(group, {})]
        if way < 0.45:
            del case["facts"][group][name]
        elif way < 0.8:
            case["facts"][group][name] = chance.choice(others)
        else:
            case["facts"][group][name] = stepped(case["facts"][group][name], chance)
    return case


def stepped(value, chance):
    """A value one step away, where it is clear what a step is; at times one that is no value of its type."""
    if chance.random() < 0.05:
        return {"no": "value"}
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + chance.choice((-1, 1))
    found = NUMBER.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return value
    return f"{int(found[1]) + chance.choice((-1, 1))}{found[2] or ''}{found[3]}"
