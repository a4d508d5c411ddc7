"""Playing documents: what is written, what is run, and what counts as the same output."""

import pytest
from tests.docs.fences import agrees, blocks_of, changed

DOCUMENT = """\
Write `a/b.txt`:

```text
one
two
```

Then append to `a/b.txt`:

```text
three
```

Change `a/b.txt`:

```diff
 one
-two
+2
```

```console
$ cat a/b.txt
1
$ echo x; false
x
```
"""


def test_files_are_written_and_what_is_printed_is_put_in_its_place(player):
    played = player.play(DOCUMENT)
    assert played == DOCUMENT.replace("b.txt\n1\n", "b.txt\none\n2\nthree\n")
    assert player.play(played) == played


def test_blocks_know_their_line_and_what_stands_above():
    first, *_, last = blocks_of(DOCUMENT)
    assert (first.kind, first.line, first.target) == ("text", 3, ("write", "a/b.txt"))
    assert (last.kind, last.target) == ("console", None)


def test_what_a_diff_keeps_must_stand_there_once():
    with pytest.raises(AssertionError, match="2 times"):
        changed("x\nx\n", " x\n")


def test_a_blank_line_of_a_diff_needs_no_space():
    assert changed("a\n\nb\n", " a\n\n-b\n+c\n") == "a\n\nc\n"


@pytest.mark.parametrize("shown", ["one\ntwo\n", "one\n…\n", "…\n", "o…\nt…o\n", "…\none\n…\ntwo\n…\n"])
def test_output_agrees(shown):
    assert agrees("one\ntwo\n", shown)


@pytest.mark.parametrize("shown", ["", "one\n", "two\n…\n", "one\ntwo\nthree\n", "o…\n"])
def test_output_differs(shown):
    assert not agrees("one\ntwo\n", shown)
