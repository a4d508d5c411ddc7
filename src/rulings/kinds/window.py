"""The kind `window`: may this still be asked for, from when, until when, and by how much."""

from __future__ import annotations

from rulings.algebra import DATETIME, NOT_APPLICABLE, SPAN, Closing, Compare, Const, Expr, FactRef, If, Interval, choice
from rulings.kinds.base import Effect, build, decision_schema, rule_schema
from rulings.kinds.period import COUNTING, read_counting, read_period
from rulings.model import Bilingual, Decision
from rulings.reader.fragments import FACT, Schema, text
from rulings.reader.nodes import Mapping
from rulings.reader.scope import Scope, Signature
from rulings.values import Counting, Span, Unit, is_inclusive

OPEN, NOT_YET_OPEN, EXPIRED = "open", "not_yet_open", "expired"
VALUES = choice(OPEN, NOT_YET_OPEN, EXPIRED)
VALUE_TITLES = {
    OPEN: Bilingual("still open", "尚在期限内"),
    NOT_YET_OPEN: Bilingual("not open yet", "尚未到可提出的时间"),
    EXPIRED: Bilingual("expired", "已过期限"),
    NOT_APPLICABLE: Bilingual("does not apply", "不适用"),
}
FIELDS = {"opens_at": DATETIME, "last_moment": DATETIME}


class _Window:
    name = "window"
    fields: tuple[str, ...] = tuple(FIELDS)

    def schema(self) -> Schema:
        fact = text("a datetime fact, such as order.completed_at", FACT)
        span = text("a span such as 15 days, or a parameter such as $general_window")
        rule = rule_schema({"opens_after": span, "lasts": span}, ())
        rule["anyOf"] = [{"required": ["lasts"]}, {"required": ["opens_after"]}]
        own: Schema = {"opens": fact, "asked_at": fact, "counting": COUNTING}
        return decision_schema(self.name, own, rule, ("opens", "asked_at", "counting"), otherwise=False)

    def signature(self, node: Mapping, scope: Scope) -> Signature | None:
        del scope
        signature = Signature(VALUES, FIELDS)
        return signature.where_it_may_not_apply() if "applies_when" in node.entries else signature

    def read(self, name: str, node: Mapping, signature: Signature, scope: Scope) -> Decision | None:
        opens = scope.fact(node.get("opens"), ("datetime",))
        asked = scope.fact(node.get("asked_at"), ("datetime",))
        counting = read_counting(node.get("counting"), scope)

        def effect(rule: Mapping, scope: Scope) -> Effect | None:
            after, lasts = read_period(rule, "opens_after", scope), read_period(rule, "lasts", scope)
            if opens is None or asked is None or counting is None or (after is None and lasts is None):
                return None
            _refuse_never_open(rule, after, lasts, scope)
            return window_effect(opens, asked, after, lasts, counting)

        detail = {"opens": opens, "asked_at": asked, "counting": counting}
        return build(name, self.name, node, signature, scope, effect, value_titles=VALUE_TITLES, detail=detail)


_SECONDS = {Unit.SECONDS: 1, Unit.MINUTES: 60, Unit.HOURS: 3600}
_DAYS = {Unit.DAYS: 1, Unit.WEEKS: 7}
_MONTHS = {Unit.MONTHS: 1, Unit.YEARS: 12}
_WORKING_DAYS = {Unit.WORKING_DAYS: 1}


def _refuse_never_open(rule: Mapping, after: Span | None, lasts: Span | None, scope: Scope) -> None:
    node = rule.get("lasts")
    if after is None or lasts is None or node is None:
        return
    for scale in (_SECONDS, _DAYS, _MONTHS, _WORKING_DAYS):
        if (
            after.unit in scale
            and lasts.unit in scale
            and scale[lasts.unit] * lasts.count <= scale[after.unit] * after.count
        ):
            message = f"the window ends {lasts} after the event, but opens only {after} after it"
            scope.faults.add(
                "never-open", node.place, message, help="both spans are counted from the same event: let it last longer"
            )


def window_effect(opens: FactRef, asked: FactRef, after: Span | None, lasts: Span | None, counting: Counting) -> Effect:
    """Lower one rule of a window: its value, when it opens and ends, and how far the question is from the line."""
    opens_at: Expr = opens if after is None else Closing(opens, after, counting)
    last_moment: Expr = Const(None, DATETIME)
    value: Expr = Const(OPEN, VALUES)
    margin: Expr = Const(None, SPAN)
    if lasts is not None:
        last_moment = Closing(opens, lasts, counting)
        in_time = Compare("le" if is_inclusive(lasts, counting) else "lt", asked, last_moment)
        value = If(in_time, value, Const(EXPIRED, VALUES), VALUES)
        margin = Interval(asked, last_moment)
    too_early = Compare("lt", asked, opens_at)
    return Effect(
        value=If(too_early, Const(NOT_YET_OPEN, VALUES), value, VALUES),
        fields=(("last_moment", last_moment), ("opens_at", opens_at)),
        margin=If(too_early, Interval(asked, opens_at), margin, SPAN),
        detail={"opens_after": after, "lasts": lasts},
    )


WINDOW = _Window()
