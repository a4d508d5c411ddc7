"""The Chinese pages keep in step with the English ones: the same files, the same commands, told in Chinese."""

import re

import click
import pytest
from tests.docs.fences import ROOT, blocks_of

from rulings.cli import rulings as command

PAIRS = {"README.md": "README.zh.md", "docs/tutorial.md": "docs/tutorial.zh.md"}
LANGUAGE = re.compile(r" --lang (en|zh)\b")
COMMENT = re.compile(r"(^|\s+)# .*$", re.MULTILINE)


def blocks(document):
    return blocks_of((ROOT / document).read_text(encoding="utf-8"))


def commands(document):
    shown = "".join(block.text for block in blocks(document) if block.kind == "console")
    return re.findall(r"^\$ (.+)$", shown, re.MULTILINE)


def files(document):
    """What is done to which files, without the comments: they are in the language of the page."""
    return [(*block.target, COMMENT.sub("", block.text)) for block in blocks(document) if block.target is not None]


def speaks(line):
    """Whether the command of a line has words in either language."""
    name = re.match(r"rulings ([a-z-]+)", line)
    found = None if name is None else command.get_command(click.Context(command), name[1])
    is_data = "--receipt" in line  # which has no words
    return found is not None and not is_data and any("--lang" in option.opts for option in found.params)


@pytest.mark.parametrize(("english", "chinese"), PAIRS.items())
def test_the_commands_are_the_same_in_the_same_order(english, chinese):
    assert commands(english)
    assert [LANGUAGE.sub("", line) for line in commands(chinese)] == [
        LANGUAGE.sub("", line) for line in commands(english)
    ]


@pytest.mark.parametrize(("english", "chinese"), PAIRS.items())
def test_what_has_words_is_told_in_chinese(english, chinese):
    """But for what the English page shows in Chinese, to show that there are both."""
    for line, other in zip(commands(chinese), commands(english), strict=True):
        told = LANGUAGE.findall(line)
        assert told in (["zh"], ["en"] if LANGUAGE.findall(other) == ["zh"] else ["zh"]) if speaks(line) else not told


@pytest.mark.parametrize(("english", "chinese"), PAIRS.items())
def test_the_files_are_the_same(english, chinese):
    assert files(chinese) == files(english)


@pytest.mark.parametrize(("english", "chinese"), PAIRS.items())
def test_the_pages_have_the_same_blocks_and_name_each_other(english, chinese):
    assert [block.kind for block in blocks(chinese)] == [block.kind for block in blocks(english)]
    for document, other, name in ((english, chinese, "中文"), (chinese, english, "English")):
        text = (ROOT / document).read_text(encoding="utf-8")
        assert f"\n[{name}]({other.rpartition('/')[2]})\n" in text


@pytest.mark.parametrize(("english", "chinese"), PAIRS.items())
def test_the_pages_have_as_many_sections(english, chinese):
    counts = [
        len(re.findall(r"^## ", (ROOT / document).read_text(encoding="utf-8"), re.MULTILINE))
        for document in (english, chinese)
    ]
    assert counts[0] == counts[1]


def test_the_chinese_tutorial_can_be_read_on_its_own():
    """It leads to Chinese pages where there are some, and says of the others that they are English."""
    text = (ROOT / "docs" / "tutorial.zh.md").read_text(encoding="utf-8")
    assert "../README.zh.md#安装" in text
    for page in ("language.md", "api.md", "errors/README.md"):
        assert re.search(rf"\]\({re.escape(page)}\)（英文）", text)
