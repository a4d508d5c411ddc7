"""Plain data as YAML text, in block form with quoted texts: what an author could have written."""

import json
from decimal import Decimal


def to_yaml(data, indent=0):
    margin = "  " * indent
    if isinstance(data, dict) and data:
        return "".join(
            f"{margin}{json.dumps(key, ensure_ascii=False)}:{_below(value, indent)}" for key, value in data.items()
        )
    if isinstance(data, list) and any(isinstance(item, dict) for item in data):
        return "".join(f"{margin}-{_below(item, indent)}" for item in data)
    return f"{margin}{_flow(data)}\n"


def _below(value, indent):
    is_block = (isinstance(value, dict) and value) or (
        isinstance(value, list) and any(isinstance(item, dict) for item in value)
    )
    return "\n" + to_yaml(value, indent + 1) if is_block else f" {_flow(value)}\n"


def _flow(value):
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return str(value) if isinstance(value, Decimal) else json.dumps(value, ensure_ascii=False)


def shuffled(data, random):
    """Give the same data with the keys of all mappings and the items of all lists in another order.

    The `levels` of tiers stay: theirs is the one order with a meaning.
    """
    if isinstance(data, dict):
        items = [(key, value if key == "levels" else shuffled(value, random)) for key, value in data.items()]
        random.shuffle(items)
        return dict(items)
    if isinstance(data, list):
        items = [shuffled(item, random) for item in data]
        random.shuffle(items)
        return items
    return data
