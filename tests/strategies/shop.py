"""A small made-up platform with facts of every type, which the random policies and cases speak of."""

from decimal import Decimal
from functools import cache

from tests.strategies.yaml_text import to_yaml

from rulings.algebra.types import BY_NAME, LIST, Type, choice
from rulings.errors import Faults
from rulings.library import read_version
from rulings.model import Policy, Register, Vocabulary
from rulings.reader.strict_yaml import read_yaml
from rulings.reader.vocabulary import read_register, read_vocabulary
from rulings.ready import make_ready
from rulings.version import Version

FILE = "shop/rules/2024-01-01.yaml"
POLICY = "shop/rules"
CHOSEN_BY = "claim.day"
PARTIES = ("buyer", "merchant", "platform")
PROVISION = "SH-1"
DOCUMENT = "shop.txt"


def both(text):
    return {"en": text, "zh": text}


# Names that are words of Python are meant: generated code must live with them.
FACTS = {
    "goods.flag": {"type": "boolean"},
    "goods.class": {"type": "boolean"},
    "return.if": {"type": "boolean"},
    "goods.colour": {"type": "choice", "options": ("red", "green", "blue")},
    "goods.tint": {"type": "choice", "options": ("green", "blue", "grey")},
    "goods.size": {"type": "choice", "options": ("small", "large")},
    "goods.count": {"type": "integer", "minimum": 2, "maximum": 5},
    "claim.number": {"type": "integer"},
    "goods.weight": {"type": "decimal", "minimum": Decimal("0.5"), "maximum": Decimal("2.255")},
    "claim.score": {"type": "rate"},
    "claim.share": {"type": "rate", "minimum": "0%", "maximum": "100%"},
    "goods.price": {"type": "money", "minimum": "0.00 CNY"},
    "return.freight": {"type": "money"},
    "claim.wait": {"type": "span"},
    "return.wait": {"type": "span", "minimum": "1 minute", "maximum": "48 hours"},
    "claim.day": {"type": "date"},
    "return.day": {"type": "date"},
    "goods.sold_at": {"type": "datetime"},
    "claim.opened_at": {"type": "datetime"},
    "return.from": {"type": "datetime"},
    "claim.word": {"type": "text"},
    "goods.lots": {
        "type": "list",
        "of": "lot",
        "fields": {
            "sound": {"type": "boolean"},
            "grade": {"type": "integer", "minimum": 0, "maximum": 6},
            "class": {"type": "choice", "options": ("red", "green", "blue")},
        },
    },
    "claim.visits": {
        "type": "list",
        "of": "visit",
        "fields": {
            "good": {"type": "boolean"},
            "number": {"type": "integer"},
            "fee": {"type": "money", "minimum": "0.00 CNY"},
            "score": {"type": "rate"},
            "weight": {"type": "decimal", "minimum": Decimal("0.5")},
            "wait": {"type": "span"},
            "day": {"type": "date"},
            "from": {"type": "datetime"},
            "word": {"type": "text"},
        },
    },
}
AT = "at"
"""Under this name cases have their moment of evaluation, beside their facts."""
LISTS = {given["of"]: path for path, given in FACTS.items() if given["type"] == "list"}
"""The lists, by what one of their records is called."""
SMALL = (
    "goods.flag",
    "goods.class",
    "return.if",
    "goods.colour",
    "goods.tint",
    "goods.size",
    "goods.count",
    "goods.lots",
)
"""The facts with few values, of which every combination can be tried."""
TIMED = ("goods.flag", "return.if", "goods.sold_at", "claim.opened_at", "return.from")
"""Facts with which obligations can be written, and little else: two that are done or not, and moments."""


def type_of(fact):
    if fact["type"] == "choice":
        return choice(*fact["options"])
    return LIST if fact["type"] == "list" else BY_NAME[fact["type"]]


TYPES: dict[str, Type] = {path: type_of(fact) for path, fact in FACTS.items()}
FIELDS: dict[str, dict[str, Type]] = {
    of: {f"{of}.{name}": type_of(field) for name, field in FACTS[path]["fields"].items()} for of, path in LISTS.items()
}
"""The fields of the records of every list."""

LITERALS = {
    "integer": (0, 3, 4, 6),
    "decimal": (Decimal("0.5"), Decimal("1.50"), Decimal("2.25"), 1),
    "rate": ("0%", "50%", "99.9%", "100%"),
    "money": ("0.00 CNY", "1 CNY", "12.30 CNY", "12.31 CNY"),
    "span": ("0 seconds", "3 minutes", "180 seconds", "48 hours"),
    "date": ("2024-02-29", "2024-03-01", "1900-01-01"),
    "datetime": (
        "2024-02-29T10:00:00+08:00",
        "2024-03-01T00:00:00+08:00",
        "2024-02-29T16:00:00Z",
        "2024-03-01T00:00:01+08:00",
    ),
    "text": ("x", "…", 'a "b" \\n', "真"),
    "boolean": (True, False),
}
"""What policies say."""

VALUES = {
    "integer": (-1, 0, 1, 2, 3, 4, 5, 6, 7),
    "decimal": ("0.5", "0.51", "1.49", "1.5", "1.500", "2.25", "2.255", "1"),
    "rate": ("0%", "0.000001%", "49.99%", "50%", "99.89%", "99.9%", "100%", "100.000001%"),
    "money": ("0.00 CNY", "0.01 CNY", "1.00 CNY", "12.29 CNY", "12.30 CNY", "12.31 CNY", "12.32 CNY", "-0.01 CNY"),
    "span": (
        "0 seconds",
        "1 second",
        "60 seconds",
        "3 minutes",
        "179 seconds",
        "181 seconds",
        "48 hours",
        "172801 seconds",
    ),
    "date": ("2024-02-28", "2024-02-29", "2024-03-01", "1900-01-01", "2023-12-31"),
    "datetime": (
        "2024-02-29T10:00:00+08:00",
        "2024-02-29T09:59:59+08:00",
        "2024-02-29T15:59:59Z",
        "2024-02-29T16:00:00Z",
        "2024-03-01T00:00:01+08:00",
        "2024-01-31T23:59:59.999999+08:00",
        "1991-12-31T12:00:00+08:00",
    ),
    "text": ("x", "…", "X", 'a "b" \\n', ""),
    "boolean": (True, False),
}
"""What cases say: on the lines that policies draw, and on both sides of them."""

WHOLE_LISTS = {
    "goods.lots": (
        [],
        [{"sound": True, "grade": 3, "class": "red"}],
        [{"sound": False, "grade": 4, "class": "blue"}],
        [{"sound": True, "grade": 6, "class": "green"}, {"sound": False, "grade": 0, "class": "red"}],
    ),
    "claim.visits": (
        [],
        [
            {
                "good": True,
                "number": 3,
                "fee": "12.30 CNY",
                "score": "50%",
                "weight": "1.5",
                "wait": "3 minutes",
                "day": "2024-02-29",
                "from": "2024-02-29T16:00:00Z",
                "word": "x",
            }
        ],
    ),
}
"""Some lists that are known to the last field."""


def described(path, given):
    """Give what a vocabulary says of a fact, or of a field of records."""
    fact = dict(given) | {"title": both(path)}
    if given["type"] == "boolean":
        fact |= {"if_true": both(f"{path} holds"), "if_false": both(f"{path} does not hold")}
    if given["type"] == "choice":
        fact["options"] = {option: both(option) for option in given["options"]}
    if given["type"] == "list":
        fields = {name: described(f"{given['of']} {name}", field) for name, field in given["fields"].items()}
        fact |= {"each": both(given["of"]), "fields": fields}
    return fact


def vocabulary_data():
    facts = {path: described(path, given) for path, given in FACTS.items()}
    groups = {path.partition(".")[0]: both("group") for path in FACTS}
    return {
        "platform": "shop",
        "title": both("shop"),
        "parties": dict.fromkeys(PARTIES, both("party")),
        "groups": groups,
        "facts": facts,
    }


def register_data():
    provision = {"document": "S1", "states": both("something")}
    return {
        "documents": {"S1": {"file": DOCUMENT, "about": both("shops")}},
        "provisions": {PROVISION: provision, "SH-2": provision},
    }


def node_of(data, file=FILE):
    faults = Faults()
    node = read_yaml(to_yaml(data).encode(), file, faults)
    assert node is not None, list(map(str, faults.found))
    assert not faults.errors, list(map(str, faults.errors))
    return node


@cache
def vocabulary() -> Vocabulary:
    faults = Faults()
    read = read_vocabulary(node_of(vocabulary_data(), "shop/facts.yaml"), faults)
    assert read is not None
    assert not faults.errors, list(map(str, faults.errors))
    return read


@cache
def register() -> Register:
    return read_register(node_of(register_data(), "provisions.yaml"), Faults())


def read_text(text) -> tuple[Policy | None, Faults]:
    """Read a policy by the real reader."""
    faults = Faults()
    node = read_yaml(text.encode(), FILE, faults)
    return (None if node is None else read_version(node, FILE, vocabulary(), register(), faults)), faults


def policy_of(data) -> Policy:
    text = to_yaml(data)
    policy, faults = read_text(text)
    assert policy is not None, "\n\n".join([*map(str, faults.errors), text])
    return policy


def version_of(data) -> Version:
    return make_ready(policy_of(data))
