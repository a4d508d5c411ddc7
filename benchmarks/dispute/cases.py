"""The cases: seeded, so that every run gets the same ones; a third of them lie on a boundary.

A case is plain data, as a service would send it: `{"id", "policy", "facts": {group: {name: value}}}`, moments as RFC
3339 text (most with +08:00, some with Z), money as text such as `12.30 CNY`.
"""

from __future__ import annotations

import calendar
import copy
from datetime import UTC, date, datetime, time, timedelta, timezone
from random import Random
from typing import TYPE_CHECKING

from dispute import oracle

if TYPE_CHECKING:
    from dispute.oracle import Case, Facts

COUNT = 20_000
SEED = 20_240_101
POLICY = "bench/dispute"
_SHANGHAI = timezone(timedelta(hours=8))
_FIRST_DAY = date(2024, 1, 2)
_DAYS = 730
_SECOND = timedelta(seconds=1)
_DAY_SECONDS = 86_400
_DAYS_OPEN = {"general": 15, "three_guarantees": 90, "six_months": 181}


def make(count: int = COUNT, seed: int = SEED) -> list[Case]:
    """Cases whose facts are all known; every third lies on a boundary of its window."""
    random = Random(seed)
    return [_case(random, number) for number in range(count)]


def with_unknowns(cases: list[Case], seed: int = SEED) -> list[Case]:
    """The same cases with a fifth of the facts left out, except the moment that chooses the version."""
    random = Random(seed)
    thinned = copy.deepcopy(cases)
    for case in thinned:
        for group, values in case["facts"].items():
            for name in list(values):
                if _happens(random, percent=20) and (group, name) != ("claim", "opened_at"):
                    del values[name]
    return thinned


def mixed(count: int = COUNT, seed: int = SEED) -> list[Case]:
    """The same cases, every other one with unknown facts."""
    known = make(count, seed)
    pairs = enumerate(zip(known, with_unknowns(known, seed), strict=True))
    return [pair[number % 2] for number, pair in pairs]


def _case(random: Random, number: int) -> Case:
    facts = _facts_without_times(random)
    boundary = number % 3 == 0
    completed = _boundary_start(random) if boundary else _any_moment(random)
    window = oracle.window_of(facts)
    if boundary:
        opened = oracle.closed_from(completed, window) + random.choice((-2, -1, 0, 1)) * _SECOND
    else:
        opened = completed + _elapsed(random, window)
    facts["order"]["completed_at"] = _text(random, completed)
    facts["claim"]["opened_at"] = _text(random, opened)
    return {"id": f"C-{number}", "policy": POLICY, "facts": facts}


def _facts_without_times(random: Random) -> Facts:
    def flag() -> bool:
        return _happens(random, percent=50)

    return {
        "order": {"amount": _money(_fen(random))},
        "claim": {"reason": random.choice(oracle.REASONS)},
        "goods": {"durable": flag(), "three_guarantees": flag()},
        "evidence": {"buyer_valid": flag(), "merchant_valid": flag()},
        "agreement": {"refund_agreed": flag(), "freight_agreed": flag()},
        "shipping": {"received": flag(), "track_blank": flag()},
    }


def _fen(random: Random) -> int:
    """An amount in fen: one in eight within one fen of the small amount, the others below 500 yuan."""
    if _happens(random, percent=12):
        return random.choice((1_999, 2_000, 2_001))
    return random.randrange(0, 4_000) if _happens(random, percent=40) else random.randrange(4_000, 50_000)


def _money(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d} CNY"


def _any_moment(random: Random) -> datetime:
    day = _FIRST_DAY + timedelta(days=random.randrange(_DAYS))
    return datetime.combine(day, time(), tzinfo=_SHANGHAI) + timedelta(seconds=random.randrange(_DAY_SECONDS))


def _boundary_start(random: Random) -> datetime:
    """The end of a month half of the time; the first or last second of a day half of the time."""
    moment = _any_moment(random)
    if _happens(random, percent=50):
        last = calendar.monthrange(moment.year, moment.month)[1]
        moment = moment.replace(day=last - random.randrange(3) % last)
    if _happens(random, percent=50):
        start = moment.replace(hour=0, minute=0, second=0)
        moment = start if _happens(random, percent=50) else start + timedelta(days=1) - _SECOND
    return moment


def _elapsed(random: Random, window: str) -> timedelta:
    """Most claims come in time, a quarter late, one in fifty before the order is completed."""
    open_seconds = _DAYS_OPEN[window] * _DAY_SECONDS
    if _happens(random, percent=2):
        return -timedelta(seconds=random.randrange(1, _DAY_SECONDS))
    if _happens(random, percent=75):
        return timedelta(seconds=random.randrange(open_seconds))
    return timedelta(seconds=random.randrange(open_seconds, 2 * open_seconds))


def _happens(random: Random, *, percent: int) -> bool:
    return random.randrange(100) < percent


def _text(random: Random, moment: datetime) -> str:
    if _happens(random, percent=15):
        return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return moment.astimezone(_SHANGHAI).isoformat()
