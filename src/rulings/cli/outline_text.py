"""The outline of a version as text: labels in the reader's language, conditions as their author wrote them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rulings.cli.described import Data
from rulings.cli.labels import WORDS
from rulings.explain.text import width

_INDENT = "  "
_NAMED = ("moves", "then", "role")
_LISTED = ("overrides", "cites", "readings")
_PHRASES = ("rounding", "bounds", "scale")
_NONE = "–"


def outline_text(data: Data, language: str) -> str:
    """Write an outline for people, with the texts of one language."""
    return "\n".join(_Outline(language).lines(data)) + "\n"


class _Outline:
    def __init__(self, language: str) -> None:
        self.language = language
        self.colon = "：" if language == "zh" else ": "

    def say(self, word: str) -> str:
        """Give a label."""
        return WORDS[word].text(self.language) if word in WORDS else word.replace("_", " ")

    def labelled(self, word: str, said: str) -> str:
        return f"{self.say(word)}{self.colon}{said}"

    def heading(self, word: str) -> str:
        return f"{self.say(word)}{self.colon}".rstrip()

    def lines(self, data: Data) -> Iterator[str]:
        yield f"{data['policy']}@{data['version']}: {data['title'][self.language]}"
        yield self._in_force(data)
        yield self.labelled("answers", ", ".join(data["answers"]))
        yield from (self.labelled("chain", " → ".join(chain)) for chain in data["chains"])
        yield self.labelled("digest", data["digest"])
        for name, decision in data["decisions"].items():
            yield f"\n{name} ({decision['kind']}): {decision['title'][self.language]}"
            yield from _indented(self._decision(decision))

    def _in_force(self, data: Data) -> str:
        since, until = data["in_force"]["from"], data["in_force"]["until"]
        said = self.say("in_force_until" if until else "in_force").format(since=since, until=until)
        return said + self.say("chosen_by").format(fact=data["chosen_by"])

    def _decision(self, decision: Data) -> Iterator[str]:
        is_obligation = decision["kind"] == "obligation"
        for key, value in decision["detail"].items():
            yield from self._detail("starts_with" if is_obligation and key == "starts" else key, value, decision)
        if decision["applies_when"]:
            yield self.heading("applies_when")
            yield from _indented(iter(decision["applies_when"]))
        for rule in decision["rules"]:
            yield f"- {rule['id']}" + (f": {rule['title'][self.language]}" if rule["title"] else "")
            yield from _indented(self._rule(rule))

    def _detail(self, key: str, value: Any, decision: Data) -> Iterator[str]:  # noqa: ANN401 - plain data of any kind
        below = self._below(key, value, decision)
        if below is not None:
            yield self.heading(key)
            yield from _indented(below)
        elif key in _PHRASES:
            yield self.labelled(key, self._phrase(key, value))
        else:
            yield self.labelled(key, self._inline(value))

    def _below(self, key: str, value: Any, decision: Data) -> Iterator[str] | None:  # noqa: ANN401 - as above
        """What has lines of its own: tables, figures and reviews."""
        if key == "by_level":
            return self._by_level(value, decision["detail"]["levels"])
        if key == "parts":
            return self._parts(value)
        if key == "figures":
            return (f"{name}: {self._figure(figure)}" for name, figure in value.items())
        if key == "review":
            return (self.labelled(f"review_{name}", self._inline(inner)) for name, inner in value.items())
        return None

    def _phrase(self, key: str, value: Data) -> str:
        """Say what has two ends or two settings in one phrase, with those that there are."""
        said = [self.say(f"{key}_{name}").format(value=self._setting(name, inner)) for name, inner in value.items()]
        return ("，" if self.language == "zh" else ", ").join(said)

    def _setting(self, name: str, value: str) -> str:
        return self.say(value.replace(" ", "_")) if name == "mode" else value

    @staticmethod
    def _figure(figure: Data) -> str:
        counted = " ".join(f"{key} {value}" for key, value in figure.items() if key != "where")
        return counted + (f" where {', '.join(figure['where'])}" if "where" in figure else "")

    def _by_level(self, parameters: Data, levels: Data) -> Iterator[str]:
        """A table: what goes by level down, the levels across."""
        head = ["", *levels]
        rows = [
            [f"{one['title'][self.language]} ({name})", *(str(one["values"].get(level, _NONE)) for level in levels)]
            for name, one in parameters.items()
        ]
        return _table([head, *rows])

    def _parts(self, parts: Data) -> Iterator[str]:
        head = [self.say(word) for word in ("part", "weight", "points")]
        rows = [
            [f"{one['title'][self.language]} ({name})", one["weight"], one["points"]] for name, one in parts.items()
        ]
        return _table([head, *rows])

    def _rule(self, rule: Data) -> Iterator[str]:
        if rule["gives"] is not None:
            yield f"{self.say('gives')} {self._inline(rule['gives'])}"
        for key, value in rule["detail"].items():
            yield self._what_it_does(key, value)
        if rule["when"]:
            yield self.heading("when")
            yield from _indented(_conditions(rule["when"]))
        yield from (self.labelled(key, ", ".join(rule[key])) for key in _LISTED if rule[key])

    def _what_it_does(self, key: str, value: Any) -> str:  # noqa: ANN401 - plain data of any kind
        if value is True:
            return self.say(key)
        said = self.say(value) if key in _NAMED else self._inline(value)
        return f"{self.say(key)} {said}"

    def _inline(self, value: object) -> str:
        if isinstance(value, dict):
            if set(value) == {"en", "zh"}:
                return str(value[self.language])
            return "; ".join(f"{key} {self._inline(inner)}" for key, inner in value.items())
        if isinstance(value, list):
            return ", ".join(self._inline(item) for item in value)
        return str(value).lower() if isinstance(value, bool) else str(value)


def _conditions(items: list[Any]) -> Iterator[str]:
    for item in items:
        if isinstance(item, str):
            yield item
            continue
        for name, branches in item.items():
            yield f"{name}:"
            for branch in branches:
                first, *rest = _conditions(branch)
                yield f"{_INDENT}- {first}"
                yield from (f"{_INDENT * 2}{line}" for line in rest)


def _table(rows: list[list[str]]) -> Iterator[str]:
    """Columns of equal width, whatever the script."""
    widths = [max(width(row[at]) for row in rows) for at in range(len(rows[0]))]
    for row in rows:
        cells = (cell + " " * (wide - width(cell)) for cell, wide in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()


def _indented(lines: Iterator[str]) -> Iterator[str]:
    return (_INDENT + line for line in lines)
