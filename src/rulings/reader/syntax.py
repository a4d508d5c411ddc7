"""What a YAML parser's complaint means to an author, and where the author went wrong.

A parser complains where it gives up, which is often the line after the one to mend.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_COLON_WITHOUT_SPACE = re.compile(r"[ \t]*(?:- +)?[A-Za-z_][\w.]*(?: [a-z]+)*(:)(?=[^\s:/])")
_FULLWIDTH_COLON = re.compile(r"[ \t]*(?:- +)?[\w. ]+(：)")
_LOST_COMMENT = re.compile(r"[^#'\"]*?[^\s#'\"][ \t]+(#)(?=[^\s#!])")
WORDS_FOR_SYMBOLS = "write comparisons as words in the key: `order.amount at least: 100.00 CNY`"
CUT_BY_COMMENT = (
    "cut-by-comment",
    "YAML takes everything from this # on for a comment and cuts the text before it",
    "quote the text; or, for a comment, put a space after the #",
)
_QUOTE_IT = 'put the whole text in quotes: "…"'


class Syntax(NamedTuple):
    """What an author did: code, sentence, what to do, and where."""

    code: str
    message: str
    help: str
    line: int
    column: int


def explain(problem: str, lines: list[str], at: tuple[int, int], began: tuple[int, int]) -> Syntax:
    """Say what the parser's complaint means: `at` is where it gave up, `began` where what it was reading begins."""
    line, column = at
    source = lines[line - 1] if line <= len(lines) else ""
    rest = source[column - 1 :]
    opening = lines[began[0] - 1][began[1] - 1 :] if began[0] <= len(lines) else ""
    indentation = source[: len(source) - len(source.lstrip())]
    if "mapping values are not allowed" in problem:
        return _two_colons(lines, line, column)
    if "could not find expected ':'" in problem or "expected <document start>" in problem:
        return _no_colon(lines, began if "':'" in problem else at)
    if opening[:1] == ">" or (rest[:1] == ">" and "cannot start any token" in problem):
        place = began if opening[:1] == ">" else at
        return Syntax("comparison-symbol", "a value cannot begin with a comparison symbol", WORDS_FOR_SYMBOLS, *place)
    if "\t" in indentation and column <= len(indentation) + 1:
        return Syntax("tab", "a tab stands in the indentation", "indent with spaces", line, indentation.index("\t") + 1)
    if "cannot start any token" in problem or "alphabetic or numeric" in problem or opening[:1] == "|":
        place = at if "any token" in problem else began
        sign = lines[place[0] - 1][place[1] - 1 : place[1]]
        return Syntax("bad-start", f"a value cannot begin with `{sign}`", _QUOTE_IT, *place)
    if "expected node content" in problem:
        return Syntax(
            "bad-start",
            f"a value cannot begin with `{rest[:1]}`" if rest else "the file ends too early",
            _QUOTE_IT,
            *at,
        )
    if "block sequence entries are not allowed" in problem:
        return Syntax("lone-dash", "a lone `-` begins a list, which cannot stand here", _QUOTE_IT, *at)
    if "did not find expected ',' or" in problem:
        message = "a list or mapping in brackets opens here and is not closed properly"
        return Syntax("unclosed", message, "close it with ] or }, or quote the text", *began)
    if "unexpected end of stream" in problem or "document indicator" in problem:
        return Syntax("unclosed", "a quote opens here and is never closed", "close the quote", *began)
    if "escape" in problem:
        return Syntax(
            "bad-escape", "in double quotes a backslash begins an escape, and this is none", "use single quotes", *at
        )
    if "directive" in problem or problem.startswith("found incompatible YAML"):
        return Syntax(
            "directive", "YAML directives are not used here", "take the line with % away, or quote the text", *began
        )
    if rest.startswith(":"):
        return Syntax("key-not-text", "a key is missing before the colon", "write `key: value`", *at)
    if indentation == source[: column - 1] or "tab" in problem:
        return Syntax(
            "layout",
            "this line does not fit the lines above it",
            "align keys of one mapping, and items of one list",
            *at,
        )
    return Syntax("layout", "more text stands here behind a value that has ended", _QUOTE_IT, *at)


def _two_colons(lines: list[str], line: int, column: int) -> Syntax:
    """A colon where no key can be: a second one in the line, a line too deep, or a line before it that lacks its own."""
    source = lines[line - 1]
    if re.search(r":(?:\s|$)", source[: column - 1]):
        message = "a second `: ` stands in this line, so it is not clear where the value ends"
        return Syntax("colon-in-text", message, _QUOTE_IT, line, column)
    above = next((number for number in range(line - 1, 0, -1) if lines[number - 1].strip()), line)
    missing = _missing_colon(lines[above - 1], above)
    if missing is not None:
        return missing
    key = len(source) - len(source.lstrip()) + 1
    return Syntax(
        "layout", "this line is indented more than the line above allows", "align the keys of one mapping", line, key
    )


def _no_colon(lines: list[str], at: tuple[int, int]) -> Syntax:
    line, column = at
    source = lines[line - 1] if line <= len(lines) else ""
    missing = _missing_colon(source, line)
    if missing is not None:
        return missing
    return Syntax("layout", "this line has no `key: value`", "write a colon and a space behind the key", line, column)


def _missing_colon(source: str, line: int) -> Syntax | None:
    wide, cut, close = (pattern.match(source) for pattern in (_FULLWIDTH_COLON, _LOST_COMMENT, _COLON_WITHOUT_SPACE))
    if wide is not None:
        message = "the fullwidth colon `：` stands where YAML wants `: `"
        return Syntax("fullwidth-sign", message, "write an ordinary colon and a space", line, wide.start(1) + 1)
    if close is not None:
        return Syntax(
            "space-missing", "the space behind the colon is missing", "write `key: value`", line, close.start(1) + 1
        )
    if cut is not None:
        return Syntax(*CUT_BY_COMMENT, line, cut.start(1) + 1)
    return None
