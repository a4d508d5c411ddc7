"""Builds the folders of policies that the cases of the corpus describe."""

import shutil
import tomllib
from pathlib import Path

from rulings.library import read_library
from rulings.library.lock import line_of

CORPUS = Path(__file__).parents[1] / "corpus"
GOOD = CORPUS / "good"
KINDS = CORPUS / "kinds"
MAIN = {"good": "demo/returns/2024-01-01.yaml", "kinds": "demo/growth/2024-01-01.yaml"}
"""The version that a case changes where it names no file, in each folder of good policies."""


def main_of(case):
    """The version that a case is about."""
    return MAIN[case.get("of", "good")]


def cases():
    """Every case, with the name of its file."""
    for path in sorted((CORPUS / "cases").glob("*.toml")):
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]:
            yield path.stem, case


def written(case, folder):
    """The good policies, locked where the case says so, with the case's changes."""
    shutil.copytree(CORPUS / case.get("of", "good"), folder)
    if case.get("lock"):
        read = read_library(folder).read
        lock = "".join(f"{line_of(policy)}\n" for policy in read.values())
        (folder / "published.lock").write_text(lock, encoding="utf-8")
    for step in (case, *case.get("steps", [])):
        change(folder, step, main_of(case))
    return folder


def change(folder, step, main):
    path = folder / step.get("file", main)
    path.parent.mkdir(parents=True, exist_ok=True)
    if step.get("remove"):
        path.unlink()
    if "copy" in step:
        path.write_bytes((folder / step["copy"]).read_bytes())
    if "text" in step:
        path.write_bytes(step["text"].encode("utf-8"))
    if "bytes" in step:
        path.write_bytes(step["bytes"].encode("latin-1"))
    if "repeat" in step:
        path.write_bytes(path.read_bytes() + step["repeat"]["text"].encode("utf-8") * step["repeat"]["times"])
    if "replace" in step:
        text = path.read_bytes().decode("utf-8")
        assert text.count(step["replace"]) == 1, f"{step['replace']!r} must stand once in {path.name}"
        path.write_bytes(text.replace(step["replace"], step["with"]).encode("utf-8"))
