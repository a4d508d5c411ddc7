"""Cases of the policies in `demo`, which have every newer kind of decision: told ones, and random ones."""

from functools import cache
from pathlib import Path

from hypothesis import strategies as st
from tests.explain.told_cases import nested

import rulings
from rulings.library.digests import used_facts

DEMO = Path(__file__).parent / "demo"
MADE = "2024-05-01T10:00:00+08:00"
REQUESTED = "2024-03-01T10:00:00+08:00"

_DAYS = [
    {"date": "2024-03-03", "orders": 41, "rating_rate": "12%"},
    {"date": "2024-03-04", "orders": 39, "rating_rate": "15%"},
]
_CASES = [
    {"number": f"R-{at}", "closed": at != 3, "lost": at % 2 == 0, "time": f"{at * 5} hours"} for at in range(1, 10)
]
_LEVEL = {
    "shop.level": "lv0",
    "shop.level_since": "2024-03-01T10:00:00+08:00",
    "shop.reviewed_at": "2024-04-01T10:00:00+08:00",
    "shop.orders": 390,
    "shop.complaint_rate": "0.05%",
    "shop.complaints": 0,
    "shop.days": _DAYS[1:],
}
_SCORE = {"shop.rating_points": "87.35", "shop.dispute_points": "60.5"}
_EXEMPTION = {
    "answer.after": "23 hours",
    "claim.settled": True,
    "claim.blocked_area": False,
    "goods.food": False,
}
_RETURN = {"return.requested_at": REQUESTED}

# By name: the policy, the facts, and the moment of evaluation.
TOLD = {
    "out-of-stock-at-the-cap": ("compensation", {"claim.reason": "out_of_stock", "order.price": "1999.99 CNY"}, None),
    "out-of-stock-rounded": ("compensation", {"claim.reason": "out_of_stock", "order.price": "333.33 CNY"}, None),
    "late-shipment": ("compensation", {"claim.reason": "late_shipment", "order.late_days": 17}, None),
    "no-compensation": ("compensation", {"claim.reason": "other"}, None),
    "price-unknown": ("compensation", {"claim.reason": "out_of_stock"}, None),
    "score-just-uncapped": ("service-score", _SCORE | {"refund.cases": _CASES[:7]}, None),
    "score-capped": ("service-score", _SCORE | {"refund.cases": [one | {"time": "7 hours"} for one in _CASES]}, None),
    "score-without-cases": ("service-score", _SCORE | {"refund.cases": []}, None),
    "score-with-a-gap": ("service-score", _SCORE | {"refund.cases": [{"number": "R-1", "closed": True}]}, None),
    "exempt": ("exemption", _EXEMPTION, None),
    "answered-too-late": ("exemption", _EXEMPTION | {"answer.after": "25 hours"}, None),
    "barred": ("exemption", _EXEMPTION | {"goods.food": True}, None),
    "no-ground": ("exemption", _EXEMPTION | {"claim.settled": False}, None),
    "not-clear-whether-exempt": ("exemption", {"answer.after": "23 hours", "claim.settled": True}, None),
    "level-stays": ("level", _LEVEL, None),
    "level-waits": ("level", _LEVEL | {"shop.reviewed_at": "2024-03-30T10:00:00+08:00"}, None),
    "level-up-at-once": (
        "level",
        _LEVEL | {"shop.reviewed_at": "2024-03-30T10:00:00+08:00", "shop.days": _DAYS},
        None,
    ),
    "level-down": ("level", _LEVEL | {"shop.level": "lv2", "shop.complaint_rate": "0.25%"}, None),
    "highest-level": ("level", _LEVEL | {"shop.level": "lv3"}, None),
    "removed": ("level", _LEVEL | {"shop.complaints": 100}, None),
    "request-pending": ("returns", _RETURN | {"return.handled": False}, "2024-03-02T10:00:00+08:00"),
    "request-missed": (
        "returns",
        _RETURN | {"return.handled": False, "return.sent": False, "order.cash_on_delivery": False},
        "2024-03-05T10:00:00+08:00",
    ),
    "return-closed": (
        "returns",
        _RETURN | {"return.handled": True, "return.handled_at": "2024-03-02T10:00:00+08:00", "return.sent": False},
        "2024-04-05T10:00:00+08:00",
    ),
    "refund-overdue": (
        "returns",
        _RETURN
        | {
            "return.handled": True,
            "return.handled_at": "2024-03-04T10:00:00+08:00",
            "return.sent": True,
            "return.sent_at": "2024-03-08T10:00:00+08:00",
            "refund.paid": False,
            "order.cash_on_delivery": True,
        },
        "2024-04-05T10:00:00+08:00",
    ),
    "not-known-whether-sent": (
        "returns",
        _RETURN | {"return.handled": True, "return.handled_at": "2024-03-02T10:00:00+08:00"},
        None,
    ),
}


@cache
def book():
    return rulings.PolicyBook.load(DEMO)


def ruled_at(policy, facts, at=None, *, case="C-2048"):
    data = {"id": case, "policy": f"demo/{policy}", "facts": nested({"claim.made_at": MADE} | facts)}
    return book().evaluate(data, at=at)


def told(name):
    policy, facts, at = TOLD[name]
    return ruled_at(policy, facts, at)


# Random cases

_MOMENTS = [
    f"2024-03-{day:02d}T{clock}+08:00" for day in (1, 2, 3, 4, 9, 12, 13, 31) for clock in ("00:00:00", "10:00:00")
]
_VALUES = {
    "boolean": st.booleans(),
    "integer": st.sampled_from([0, 1, 39, 40, 41, 90, 400, 4000]),
    "decimal": st.sampled_from(["0", "59.99", "60", "87.35", "100"]),
    "rate": st.sampled_from(["0%", "0.1%", "0.25%", "10%", "100%"]),
    "money": st.sampled_from(["0.00 CNY", "333.33 CNY", "1999.99 CNY"]),
    "span": st.sampled_from(["0 seconds", "5 hours", "24 hours", "100000 seconds"]),
    "date": st.sampled_from(["2024-03-03", "2024-03-04"]),
    "datetime": st.sampled_from(_MOMENTS),
    "text": st.sampled_from(["R-1", '<b>"&"</b>']),
}
POLICIES = sorted({policy for policy, _, _ in TOLD.values()})


def _values(fact):
    if fact.type.name == "list":
        record = st.fixed_dictionaries({}, optional={name: _values(field) for name, field in fact.fields.items()})
        return st.lists(record, max_size=4)
    if fact.path == "order.late_days":
        return st.sampled_from([0, 1, 17, 90])
    return st.sampled_from(sorted(fact.options)) if fact.options else _VALUES[fact.type.name]


@st.composite
def random_cases(draw):
    """A policy, facts of it of which some are missing, and a moment of evaluation or none."""
    name = draw(st.sampled_from(POLICIES))
    policy = book().version(f"demo/{name}").policy
    paths = sorted(used_facts(policy.decisions, policy.in_force) - {"claim.made_at"})
    facts = {
        path: draw(_values(policy.vocabulary.fact(path)))
        for path in paths
        if draw(st.sampled_from([True, True, False]))
    }
    return name, facts, draw(st.none() | st.sampled_from(_MOMENTS))
