"""Small policies written by hand, with everything filled in that a test does not speak of."""

from tests.strategies.shop import CHOSEN_BY, DOCUMENT, POLICY, PROVISION, both


def policy(parameters=None, answers=None, **decisions):
    whole = {
        "policy": POLICY,
        "version": "2024-01-01",
        "title": both("rules"),
        "published": "2024-01-01",
        "in_force": {"from": "1900-01-01", "chosen_by": CHOSEN_BY},
        "sources": {"S1": {"document": DOCUMENT, "about": "shops"}},
        "decisions": decisions,
    }
    return whole | ({"parameters": parameters} if parameters else {}) | ({"answers": answers} if answers else {})


def condition(when, **own):
    texts = {"title": both("a condition"), "if_true": both("it holds"), "if_false": both("it does not hold")}
    return {"kind": "condition"} | texts | {"when": when, "cites": PROVISION} | own


def rules(*many):
    """Number the rules: r-1, r-2 and so on."""
    return [{"id": f"r-{number}", "cites": PROVISION} | rule for number, rule in enumerate(many, 1)]


def table(gives, *many, **own):
    typed = (
        {"type": "choice", "options": {option: both(option) for option in gives}}
        if isinstance(gives, tuple)
        else {"type": gives}
    )
    return {"kind": "table", "title": both("a table"), "gives": typed, "rules": rules(*many)} | own


def window(*many, counting=None, **own):
    facts = {"opens": "goods.sold_at", "asked_at": "claim.opened_at"}
    settings = {"timezone": "Asia/Shanghai"} | (counting or {})
    return {"kind": "window", "title": both("a window")} | facts | {"counting": settings, "rules": rules(*many)} | own
