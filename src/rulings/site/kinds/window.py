"""Windows, drawn as bars in time that begin with the event from which they are counted."""

from __future__ import annotations

from fractions import Fraction

from rulings.model import Rule
from rulings.site.counting import counted, nominal
from rulings.site.drawing import Bar, Lane, figure, lanes
from rulings.site.markup import Content, joined
from rulings.site.shown import Drawn, Shown
from rulings.values import Span

_BEYOND = Fraction(5, 2)


def _figure(shown: Shown) -> Content:
    detail = shown.decision.detail
    most = _scale(shown.rules)
    stop = shown.sheet.voice.stop
    opens = shown.sheet.labelled("counted_from", shown.term(detail["opens"]))
    asked = shown.sheet.labelled("asked_at", shown.term(detail["asked_at"]))
    caption = [opens, stop, " ", asked, stop]
    endless = any(rule.detail["lasts"] is None for rule in shown.rules)
    last = max(shown.rules, key=lambda rule: nominal(rule.detail["lasts"])).detail["lasts"]
    later = shown.sheet.say("later") if endless or last is None else last.text(shown.sheet.language)
    ends = (shown.sheet.say("the_event"), later)
    drawn = lanes([_lane(shown, rule, most) for rule in shown.rules], ends=ends)
    spans = [rule.detail[key] for rule in shown.rules for key in ("opens_after", "lasts")]
    return joined(figure(caption, drawn), counted(shown.counting, spans, shown.sheet))


def _scale(rules: tuple[Rule, ...]) -> Fraction:
    """Give what the width stands for: the longest window, or well beyond the latest opening where there is no end."""
    lasting = [Fraction(nominal(rule.detail["lasts"])) for rule in rules]
    opening = [_BEYOND * nominal(rule.detail["opens_after"]) for rule in rules]
    return max(*lasting, *opening, Fraction(1))


def _lane(shown: Shown, rule: Rule, most: Fraction) -> Lane:
    after, lasts = rule.detail["opens_after"], rule.detail["lasts"]
    opens, ends = nominal(after) / most, Fraction(1) if lasts is None else nominal(lasts) / most
    bars = [Bar("wait", Fraction(0), opens)] if after is not None else []
    bars.append(Bar("open", opens, ends, goes_on=lasts is None))
    said = _said(shown, after, lasts)
    return Lane(shown.sheet.rule(shown.decision.name, rule.id), tuple(bars), said, f"{rule.id}: {said}")


def _said(shown: Shown, after: Span | None, lasts: Span | None) -> str:
    """Say in short when a window opens and when it ends."""
    language = shown.sheet.language
    parts = [] if after is None else [shown.sheet.say("opens_after", span=after.text(language))]
    parts.append(shown.sheet.say("no_end") if lasts is None else lasts.text(language))
    return shown.sheet.comma.join(parts)


def _gives(shown: Shown, rule: Rule) -> Content:
    return _said(shown, rule.detail["opens_after"], rule.detail["lasts"])


WINDOW = Drawn(_figure, _gives)
