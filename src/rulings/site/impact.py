"""A page on what another version would change: it stands alone, asks for nothing, and needs no script."""

from __future__ import annotations

from importlib import resources

from rulings.audit.impact.comparison import NEW, OLD, Moved, Transition
from rulings.audit.impact.report import Example, Report, money_data
from rulings.audit.replay.tally import FAULT
from rulings.site.addresses import STYLE
from rulings.site.flows import Flow, drawn_flows
from rulings.site.frame import section
from rulings.site.impact_words import VALUES, WORDS
from rulings.site.markup import NOTHING, Html, code, element
from rulings.site.sheet import LANG
from rulings.site.tables import row, scrolling
from rulings.values import Money

_OWN_STYLE = "impact.css"
_MONEY = ("old", "new", "gained", "lost", "moved")


def impact_page(report: Report, language: str) -> str:
    """Write the page in "en" or "zh"."""
    return _Page(report, language).write()


class _Page:
    """The page while it is written."""

    def __init__(self, report: Report, language: str) -> None:
        self._report = report
        self._language = language
        self._names = {"old": report.versions.old, "new": report.versions.new, "policy": report.versions.policy}

    def _say(self, key: str, **parts: object) -> str:
        return WORDS[key].text(self._language).format(**{**self._names, **parts})

    def write(self) -> str:
        """Write it whole."""
        title = self._say("title")
        head = element(
            "head",
            element("meta", charset="utf-8"),
            element("meta", name="viewport", content="width=device-width, initial-scale=1"),
            element("meta", name="color-scheme", content="light dark"),
            element("title", title),
            element("link", rel="icon", href="data:,"),
            element("style", Html("\n".join(_style(name) for name in (STYLE, _OWN_STYLE)))),
        )
        decisions = [self._decision(name) for name in self._report.question.decisions]
        main = element("main", element("h1", title), self._lead(), self._sums(), decisions, self._faults())
        body = element(
            "body",
            element("div", main, class_="page plain"),
            element("footer", element("p", self._say("foot"))),
        )
        return f"<!DOCTYPE html>\n{element('html', head, body, lang=LANG[self._language])}\n"

    def _lead(self) -> Html:
        title = self._report.policies[1].title.text(self._language)
        return element("p", self._say("lead", title=title, cases=self._report.comparison.cases), class_="lead")

    def _sums(self) -> Html:
        data = self._report.to_sums()
        pairs = [(element("dt", self._say(name)), element("dd", f"{number:,}")) for name, number in data.items()]
        return element("dl", pairs, class_="pairs")

    def _decision(self, name: str) -> Html:
        title = self._report.decision(name).title.text(self._language)
        return section(
            f"decision-{name}",
            title,
            self._flows(name, title),
            self._transitions(name),
            self._rules(name),
            self._money(name),
            [self._examples(one) for one, _ in self._report.comparison.of(name)],
        )

    def _value(self, one: Transition, value: str) -> str:
        """Give a value in words, where the policies or we have words for it."""
        for policy in reversed(self._report.policies):
            decision = policy.decisions.get(one.decision)
            if decision is not None and value in decision.value_titles:
                return decision.value_titles[value].text(self._language)
        return VALUES[value].text(self._language) if value in VALUES else value

    def _pair(self, one: Transition) -> tuple[str, str]:
        return self._value(one, one.old), self._value(one, one.new)

    def _flows(self, name: str, title: str) -> Html:
        flows = []
        for one, number in self._report.comparison.of(name):
            old, new = self._pair(one)
            flows.append(Flow(old, new, number, _look(one), f"{old} → {new}: {number:,}"))
        said = self._say("drawing", title=title)
        return element("figure", element("figcaption", said), drawn_flows(flows, said)) if flows else NOTHING

    def _transitions(self, name: str) -> Html:
        found = list(self._report.comparison.of(name))
        total = max(1, self._report.comparison.cases)
        facts = [fact for fact in self._report.question.facts if any(self._report.stakes(one) for one, _ in found)]
        rows = []
        for one, number in found:
            old, new = self._pair(one)
            stakes = self._report.stakes(one)
            sums = [str(Money(stakes[fact])) if fact in stakes else "" for fact in facts]
            rows.append(row(old, [new, f"{number:,}", _percent(number, total), *sums], class_=_look(one)))
        heads = [self._say(key) for key in ("old", "new", "cases", "of_cases")]
        return scrolling(self._say("transitions"), [*heads, *map(code, facts)], rows, "impact")

    def _rules(self, name: str) -> Html:
        rows = [
            row(code(rule), [version, f"{cases:,}", f"{changed:,}"])
            for side, version in ((OLD, self._names["old"]), (NEW, self._names["new"]))
            for rule, cases, changed in self._report.uses(name, side)
            if changed
        ]
        heads = [self._say(key) for key in ("rule", "version", "cases", "changed")]
        return scrolling(self._say("rules"), heads, rows, "impact") if rows else NOTHING

    def _money(self, name: str) -> Html:
        rows = [self._moved(key, moved) for key, moved in self._report.money(name).items()]
        heads = [self._say(key) for key in ("of", *_MONEY, "moved_cases", "unknown")]
        return scrolling(self._say("money"), heads, rows, "impact") if rows else NOTHING

    def _moved(self, key: str, moved: Moved) -> Html:
        data = money_data(moved)
        return row(code(key), [*(data[one] for one in _MONEY), f"{moved.cases:,}", f"{moved.unknown:,}"])

    def _examples(self, one: Transition) -> Html:
        old, new = self._pair(one)
        shown = [self._example(example) for example in self._report.examples(one)]
        if not shown:
            return NOTHING
        return element("details", element("summary", self._say("examples", old=old, new=new)), shown)

    def _example(self, example: Example) -> Html:
        name = self._say("example", row=example.row, case=example.case or self._say("no_id"))
        sides = [
            element("section", element("h4", self._say(side)), element("pre", ruling.explain(self._language)))
            for side, ruling in (("old", example.old), ("new", example.new))
        ]
        return element("article", element("h3", name), element("div", sides, class_="sides"))

    def _faults(self) -> Html:
        faults = self._report.impact.tally.of(FAULT)
        rows = [row(code(name), [f"{number:,}"]) for name, number in faults.items()]
        if not rows:
            return NOTHING
        heads = [self._say("fault"), self._say("cases")]
        return section("faults", self._say("faults"), scrolling(self._say("faults"), heads, rows, "impact"))


def _look(one: Transition) -> str:
    return "changed" if one.is_changed else "open" if one.is_undetermined or one.is_of_one else "same"


def _percent(number: int, total: int) -> str:
    """Write a share with one decimal, rounded down: what is not all never reads as all."""
    tenths = number * 1000 // total
    return f"{tenths // 10}.{tenths % 10}%"


def _style(name: str) -> str:
    return resources.files("rulings.site").joinpath(name).read_text(encoding="utf-8")
