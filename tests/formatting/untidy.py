"""Writes plain data as YAML in any layout that the reader takes: what hurried authors and their editors could leave."""

import json
import re
from decimal import Decimal

WORDS = ("why", "see the register", "an old line: 3", "{not: a mapping}", "中文说明", "'", "- x", "#", "")
_PLAIN = re.compile(r"[A-Za-z$][A-Za-z0-9_.$ /-]*\Z")
_CONSTANTS = {"null", "true", "false"}


class Untidy:
    """One text; every choice is drawn from `random`. `comments` are those that stand in it."""

    def __init__(self, random, *, ends=("\n",)):
        self.random = random
        self.ends = ends
        self.comments = []
        self.below_text = False

    def chance(self, percent):
        return self.random.randrange(100) < percent

    def text(self, data):
        """Write a mapping as a whole file."""
        start = self.random.choice(
            ["", "", "# yaml-language-server: $schema=x.json\n", "\n\n", "---\n", "--- # begin\n"]
        )
        if "#" in start:
            self.comments.append(start[start.index("#") :].strip())
        whole = start + self.lines_between(0)
        whole += self.flow(data, 0) + self.end() if self.chance(5) else self.group(data, 0)
        whole += self.lines_between(0)
        if self.chance(10):
            whole = whole.rstrip("\n")
        return whole.replace("\n", self.random.choice(self.ends))

    # what stands between

    def comment(self):
        words = self.random.choice(WORDS)
        text = f"# {words}".strip()
        self.comments.append(text)
        return text

    def end(self):
        """The end of a line, perhaps with a comment, which may go on below in the same column."""
        spaces = " " * self.random.choice([0, 0, 0, 1, 3])
        if not self.chance(15):
            return spaces + "\n"
        return " " * self.random.randint(1, 12) + self.comment() + "\n"

    def lines_between(self, column):
        """Write blank lines and comments; right below a block of text only what is no part of it."""
        lines = ""
        while self.chance(20):
            if self.chance(50):
                lines += "\n" if self.below_text or self.chance(50) else "   \n"
                continue
            at = 0 if self.below_text else self.random.choice([column, column, 0, column + 2, column + 7])
            lines += " " * at + self.comment() + "\n"
            self.below_text = False
        return lines

    # values

    def group(self, data, column):
        """Write a mapping or a list in block form."""
        if isinstance(data, dict):
            items = list(data.items())
            self.random.shuffle(items)
            return "".join(self.lines_between(column) + self.pair(key, value, column) for key, value in items)
        return "".join(self.lines_between(column) + self.item(value, column) for value in data)

    def pair(self, key, value, column):
        written = self.key(key)
        if self.chance(3):
            return " " * column + "? " + written + self.end() + " " * column + ":" + self.below(value, column)
        return " " * column + written + self.random.choice(["", "", "", " "]) + ":" + self.below(value, column)

    def item(self, value, column):
        if isinstance(value, dict) and value and self.chance(60):
            gap = self.random.choice([1, 1, 1, 3])
            inner = self.group(value, column + 1 + gap)
            if inner.lstrip().startswith(("#", "?")) or inner.startswith("\n"):
                return " " * column + "-" + self.end() + inner
            return " " * column + "-" + " " * gap + inner.lstrip(" ")
        return " " * column + "-" + self.below(value, column, in_list=True)

    def below(self, value, column, *, in_list=False):
        """Write what stands behind a colon or a dash, on the same line or below."""
        if isinstance(value, dict | list) and value and self.chance(60):
            # A list may stand as deep as its key, where it is not itself in a list.
            steps = [0, 1, 2, 2, 4] if isinstance(value, list) and not in_list else [1, 2, 2, 4]
            return self.end() + self.group(value, column + self.random.choice(steps))
        if isinstance(value, dict | list):
            start = self.end() + " " * (column + 1) if self.chance(5) else " " * self.random.choice([1, 1, 1, 2, 6])
            return start + self.flow(value, column) + self.end()
        if isinstance(value, str) and self.chance(25):
            block = self.block_text(value, column)
            if block is not None:
                return block
        start = self.end() + " " * (column + 1) if self.chance(5) else " " * self.random.choice([1, 1, 1, 2, 6])
        return start + self.scalar(value, column) + self.end()

    def flow(self, value, column):
        """Write a value in brackets, perhaps over several lines."""
        if isinstance(value, dict):
            items = list(value.items())
            self.random.shuffle(items)
            parts = [
                self.key(key) + ":" + " " * self.random.choice([1, 1, 2]) + self.flow(inner, column)
                for key, inner in items
            ]
            return "{" + self.joined(parts, column) + "}"
        if isinstance(value, list):
            return "[" + self.joined([self.flow(inner, column) for inner in value], column) + "]"
        return self.scalar(value, column)

    def joined(self, parts, column):
        if not parts:
            return self.space(column)
        text = self.space(column)
        for number, part in enumerate(parts):
            last = number == len(parts) - 1
            comma = "," if not last or self.chance(10) else ""
            text += part + (self.space(column) if self.chance(5) else "") + comma + self.space(column)
        return text

    def space(self, column):
        if not self.chance(8):
            return self.random.choice(["", " ", " ", "  "])
        return self.end() + self.lines_between(column + 3) + " " * (column + self.random.randint(1, 5))

    def key(self, key):
        self.below_text = False
        return key if not self.chance(10) else self.random.choice(["'%s'", '"%s"']) % key

    def scalar(self, value, column):
        if value is None:
            return "null"
        if not isinstance(value, str):
            return str(value) if isinstance(value, Decimal) else json.dumps(value)
        style = self.random.randrange(3)
        if style == 0 and _PLAIN.match(value) and value == value.strip() and value not in _CONSTANTS:
            return self.broken(value, column)
        if style == 1 and "\n" not in value:
            return "'" + self.broken(value.replace("'", "''"), column) + "'"
        return json.dumps(value, ensure_ascii=False)

    def broken(self, text, column):
        """Break a text where a single space stands; YAML makes a space of it again."""
        words = re.split(r"(?<=\S) (?=[A-Za-z])", text)
        if not self.chance(15):
            return text
        return "".join(
            word + ("" if number == len(words) - 1 else self.random.choice([" ", "\n" + " " * (column + 3)]))
            for number, word in enumerate(words)
        )

    def block_text(self, value, column):
        """Write a text below its key; None where that is not possible."""
        lines = value.split("\n")
        if not value.strip() or any(line != line.strip() for line in lines) or "\r" in value or value.endswith("\n"):
            return None
        style = self.random.choice("|>")
        if style == ">" and "\n" in value:
            return None
        deep = self.random.choice([1, 2, 4])
        number = str(deep) if style == "|" and self.chance(30) else ""
        head = f" {style}{number}-" if self.chance(50) or number else f" {style}-"
        body = "".join(" " * (column + deep) + line + "\n" if line else "\n" for line in lines)
        written = head + self.end() + body + "\n" * self.random.choice([0, 0, 1, 2])
        self.below_text = True
        return written
