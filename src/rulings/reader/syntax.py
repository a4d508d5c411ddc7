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
    if "mapping values are not allowed" in problem:
        return _two_colons(lines, *at)
    if "could not find expected ':'" in problem or "expected <document start>" in problem:
        return _no_colon(lines, began if "':'" in problem else at)
    for reading in (_of_beginning, _of_end, _of_layout):
        found = reading(problem, lines, at, began)
        if found is not None:
            return found
    return Syntax("layout", "more text stands here behind a value that has ended", _QUOTE_IT, *at)


def _behind(lines: list[str], place: tuple[int, int]) -> str:
    """The rest of a line from a place on; the parser may give up behind the last line."""
    line, column = place
    return lines[line - 1][column - 1 :] if line <= len(lines) else ""


def _indentation(lines: list[str], line: int) -> str:
    source = lines[line - 1] if line <= len(lines) else ""
    return source[: len(source) - len(source.lstrip())]


def _of_beginning(problem: str, lines: list[str], at: tuple[int, int], began: tuple[int, int]) -> Syntax | None:
    """A value that begins with a sign that YAML keeps for itself."""
    rest, opening = _behind(lines, at), _behind(lines, began)
    if opening.startswith(">") or (rest.startswith(">") and "cannot start any token" in problem):
        place = began if opening.startswith(">") else at
        return Syntax("comparison-symbol", "a value cannot begin with a comparison symbol", WORDS_FOR_SYMBOLS, *place)
    indentation = _indentation(lines, at[0])
    if "\t" in indentation and at[1] <= len(indentation) + 1:
        place = (at[0], indentation.index("\t") + 1)
        return Syntax("tab", "a tab stands in the indentation", "indent with spaces", *place)
    if "cannot start any token" in problem or "alphabetic or numeric" in problem or opening.startswith("|"):
        place = at if "any token" in problem else began
        return Syntax("bad-start", f"a value cannot begin with `{_behind(lines, place)[:1]}`", _QUOTE_IT, *place)
    if "expected node content" in problem:
        message = f"a value cannot begin with `{rest[:1]}`" if rest else "the file ends too early"
        return Syntax("bad-start", message, _QUOTE_IT, *at)
    if "sequence entries are not allowed" in problem:
        return Syntax("lone-dash", "a lone `-` begins a list, which cannot stand here", _QUOTE_IT, *at)
    return None


def _of_end(problem: str, lines: list[str], at: tuple[int, int], began: tuple[int, int]) -> Syntax | None:
    """A value that does not end, or not as it must."""
    del lines
    if "expected ',' or" in problem:
        message = "a list or mapping in brackets opens here and is not closed properly"
        return Syntax("unclosed", message, "close it with ] or }, or quote the text", *began)
    if "unexpected end of stream" in problem or "document indicator" in problem:
        return Syntax("unclosed", "a quote opens here and is never closed", "close the quote", *began)
    if "escape" in problem:
        message = "in double quotes a backslash begins an escape, and this is none"
        return Syntax("bad-escape", message, "use single quotes", *at)
    if "directive" in problem or problem.startswith("found incompatible YAML"):
        help_ = "take the line with % away, or quote the text"
        return Syntax("directive", "YAML directives are not used here", help_, *began)
    return None


def _of_layout(problem: str, lines: list[str], at: tuple[int, int], began: tuple[int, int]) -> Syntax | None:
    """A line that does not fit the lines around it."""
    del began
    if _behind(lines, at).startswith(":"):
        return Syntax("key-not-text", "a key is missing before the colon", "write `key: value`", *at)
    source = lines[at[0] - 1] if at[0] <= len(lines) else ""
    if _indentation(lines, at[0]) == source[: at[1] - 1] or "tab" in problem:
        help_ = "align keys of one mapping, and items of one list"
        return Syntax("layout", "this line does not fit the lines above it", help_, *at)
    return None


def _two_colons(lines: list[str], line: int, column: int) -> Syntax:
    """A colon where no key can be: a second one in the line, a line too deep, or one before it that lacks its own."""
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
