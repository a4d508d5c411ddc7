"""Fenced blocks of the documents, and playing them: files are written, commands are run, what they print is compared.

A block belongs to a file where the line above it ends in one of

    Write `path`:        the block is the whole file
    Append to `path`:    the block is put at its end
    Change `path`:       a diff block; the lines that are not added are found in the file and replaced

or, on Chinese pages, 新建, 追加到 and 修改 with a fullwidth colon behind the path.

A `console` block holds commands, each behind `$ `, and what they print. In what is printed, `…` stands for any text,
and a line that is only `…` for any lines.
"""

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
READMES = ("README.md", "README.zh.md")
LANGUAGE = "docs/language.md"
KIND_PAGES = tuple(f"docs/kinds/{page.name}" for page in sorted((ROOT / "docs" / "kinds").glob("*.md")))

_FENCE = re.compile(
    r"^(?P<indent> *)```(?P<kind>[a-z]*)[^\n]*\n(?P<text>.*?)^(?P=indent)```$", re.MULTILINE | re.DOTALL
)
_VERBS = {
    "write": "write",
    "append to": "append to",
    "change": "change",
    "新建": "write",
    "追加到": "append to",
    "修改": "change",
}
_LEAD = re.compile(rf"(?:^|.*\s)(?P<verb>{'|'.join(_VERBS)}) `(?P<path>[^`]+)`[:：]$", re.IGNORECASE)
_PROMPT = "$ "


@dataclass(frozen=True)
class Block:
    """One fenced block: its kind (`yaml`, `console`, …), its text, and the last line of prose above it."""

    kind: str
    text: str
    lead: str
    line: int

    @property
    def target(self):
        """What is done to which file: `("write", path)`, or None where the block belongs to none."""
        lead = _LEAD.match(self.lead)
        return None if lead is None else (_VERBS[lead["verb"].lower()], lead["path"])


def blocks_of(text):
    """Give the blocks of a document, in order."""
    return [_block(text, fence) for fence in _FENCE.finditer(text)]


def _block(text, fence):
    above = text[: fence.start()].rstrip()
    lead = above.rsplit("\n", 1)[-1].strip()
    indent = len(fence["indent"])
    body = "".join(line[indent:] if line.strip() else line for line in fence["text"].splitlines(keepends=True))
    return Block(fence["kind"], body, lead, text.count("\n", 0, fence.start()) + 1)


class Player:
    """Plays documents in one folder. Commands find `rulings` and `python` of the Python that runs the tests."""

    def __init__(self, folder, commands):
        """Play in `folder`; `commands` is a folder for the two commands, beside it."""
        self.folder = folder
        commands.mkdir(parents=True)
        for name, arguments in (("rulings", "-m rulings"), ("python", "")):
            script = commands / name
            script.write_text(f'#!/bin/sh\nexec "{sys.executable}" {arguments} "$@"\n', encoding="utf-8")
            script.chmod(0o755)
        path = f"{commands}:/usr/bin:/bin"
        self.environment = {**os.environ, "PATH": path, "LC_ALL": "C.UTF-8", "PYTHONIOENCODING": "utf-8"}

    def play(self, text):
        """Play a document, and give it as it should read: what commands print stands there as they print it now."""
        return _FENCE.sub(lambda fence: self._replayed(text, fence), text)

    def lay(self, text):
        """Write the files of a document, and run nothing."""
        for block in blocks_of(text):
            if block.target is not None:
                self._edit(*block.target, block)

    def _replayed(self, text, fence):
        block = _block(text, fence)
        if block.target is not None:
            self._edit(*block.target, block)
        if block.kind != "console":
            return fence[0]
        return fence[0].replace(fence["text"], self._console(block.text))

    def _edit(self, verb, path, block):
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        before = file.read_text(encoding="utf-8") if verb != "write" else ""
        after = changed(before, block.text) if verb == "change" else before + block.text
        file.write_text(after, encoding="utf-8")

    def _console(self, text):
        parts = re.split(r"^(?=\$ )", text, flags=re.MULTILINE)
        return "".join(self._command(part) if part.startswith(_PROMPT) else part for part in parts)

    def _command(self, part):
        command, _, shown = part.removeprefix(_PROMPT).partition("\n")
        printed = self.run(command)
        return part if agrees(printed, shown) else f"{_PROMPT}{command}\n{printed}"

    def run(self, command):
        """Run one command line, and give all that it prints."""
        done = subprocess.run(
            ["/bin/sh", "-c", command],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        return done.stdout


def player_for(name, folder, commands):
    """Give a player for the document of this name.

    The commands of the README are those of a checkout, and the pages of the kinds go on from the language's.
    """
    folder.mkdir(exist_ok=True)
    if name in READMES:
        for part in ("docs", "policies"):
            (folder / part).symlink_to(ROOT / part)
    player = Player(folder, commands)
    if name in KIND_PAGES:
        player.lay((ROOT / LANGUAGE).read_text(encoding="utf-8"))
    return player


def changed(before, diff):
    """Apply a diff without line numbers: its old lines stand in the text once, and its new lines take their place."""
    lines = diff.splitlines(keepends=True)
    # A blank line of the file may stand without its leading space.
    old = "".join(line[1:] or "\n" for line in lines if not line.startswith("+"))
    new = "".join(line[1:] or "\n" for line in lines if not line.startswith("-"))
    assert before.count(old) == 1, f"these lines stand in the file {before.count(old)} times, not once:\n{old}"
    return before.replace(old, new)


def agrees(printed, shown):
    """Tell whether what was printed is what is shown, where `…` may stand for anything."""
    pattern = "".join(
        r"(?:.*\n)*?" if line.strip() == "…" else ".*".join(map(re.escape, line.split("…"))) + "\n"
        for line in shown.splitlines()
    )
    return re.fullmatch(pattern, printed) is not None
