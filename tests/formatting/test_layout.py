"""What the one layout looks like: texts as an author left them, and as they are put in order."""

import pytest

from rulings.errors import Faults
from rulings.formatting.files import format_text
from rulings.formatting.layout import WIDEST, text_of
from rulings.formatting.parser import tree_of

HEAD = """\
policy: demo/returns
version: 2024-01-01
"""
REST = """\
examples:
  - {id: a, expect: {outcome: x}}
"""


def formatted(text, place="examples"):
    faults = Faults()
    after = format_text(text.encode(), "f.yaml", place, faults)
    assert after is not None, "\n\n".join(map(str, faults.errors))
    assert format_text(after, "f.yaml", place, faults) == after
    return after.decode()


def laid_out(text):
    """The layout alone, of any YAML."""
    after = text_of(tree_of(text))
    assert text_of(tree_of(after)) == after
    return after


def test_keys_stand_in_the_order_of_the_reference():
    text = "examples:\n  - {expect: {outcome: x}, facts: {a.b: 1}, id: a}\nversion: 2024-01-01\npolicy: demo/returns\n"
    assert formatted(text) == HEAD + "examples:\n  - {id: a, facts: {a.b: 1}, expect: {outcome: x}}\n"


def test_rules_and_decisions_have_their_order_and_the_authors_names_keep_theirs():
    text = """\
decisions:
  z:
    rules:
      - reading: r
        cites: [B-1, A-1]
        lasts: 2 days
        when: {z.b is: true, a.b is: true}
        overrides: b
        title: {zh: 乙, en: x}
        id: z
      - {cites: A-1, lasts: 1 day, id: b}
    counting: {last_day: to its end, timezone: Asia/Shanghai}
    asked_at: c.d
    opens: a.b
    applies_when: {z.b is: true}
    title: {en: x, zh: 甲}
    kind: window
  a:
    cites: A-1
    when: {a.b is: true}
    if_false: {en: x, zh: 甲}
    if_true: {en: x, zh: 甲}
    title: {en: x, zh: 甲}
    kind: condition
answers: [z, a]
parameters: {z: 1, a: 2}
readings:
  z: {says: {en: x, zh: 甲}, of: A-1}
  a: {says: {en: x, zh: 甲}, of: A-1}
sources: {S1: {about: x, document: y}}
in_force: {chosen_by: a.b, from: 2024-01-01}
published: 2024-01-01
title: {en: x, zh: 甲}
language: 1
version: 2024-01-01
policy: demo/returns
"""
    assert (
        formatted(text, "version")
        == """\
policy: demo/returns
version: 2024-01-01
language: 1
title: {en: x, zh: 甲}
published: 2024-01-01
in_force: {from: 2024-01-01, chosen_by: a.b}
sources: {S1: {document: y, about: x}}
readings:
  z: {of: A-1, says: {en: x, zh: 甲}}
  a: {of: A-1, says: {en: x, zh: 甲}}
parameters: {z: 1, a: 2}
answers: [z, a]
decisions:
  z:
    kind: window
    title: {en: x, zh: 甲}
    applies_when: {z.b is: true}
    opens: a.b
    asked_at: c.d
    counting: {timezone: Asia/Shanghai, last_day: to its end}
    rules:
      - id: z
        title: {en: x, zh: 乙}
        overrides: b
        when: {z.b is: true, a.b is: true}
        lasts: 2 days
        cites: [B-1, A-1]
        reading: r
      - {id: b, lasts: 1 day, cites: A-1}
  a:
    kind: condition
    title: {en: x, zh: 甲}
    if_true: {en: x, zh: 甲}
    if_false: {en: x, zh: 甲}
    when: {a.b is: true}
    cites: A-1
"""
    )


def test_what_is_expected_of_a_whole_example_stands_around_its_decisions():
    text = HEAD + "examples:\n  - {id: a, expect: {needs: [a.b], z: 1, a: {needs: [], value: 2}, status: decided}}\n"
    assert "expect: {status: decided, z: 1, a: {value: 2, needs: []}, needs: [a.b]}" in formatted(text)


def test_names_that_are_words_of_the_language_elsewhere_keep_their_place():
    text = "documents: {S1: {file: f, about: {en: x, zh: 甲}}}\nprovisions:\n"
    text += "  Z-1: {document: S1, states: {en: x, zh: 甲}}\n"
    text += text[text.index("  Z-1") :].replace("Z-1", "A-1")
    assert formatted(text, "register") == text
    facts = (
        "  a.b: {type: list, of: c, each: {en: x, zh: 甲}, title: {en: x, zh: 甲}, fields: {needs: %s, status: %s}}\n"
    )
    field = "{type: text, title: {en: x, zh: 甲}}"
    head = (
        "platform: demo\ntitle: {en: x, zh: 甲}\nparties: {p: {en: x, zh: 甲}}\ngroups: {a: {en: x, zh: 甲}}\nfacts:\n"
    )
    assert "fields: {needs: {type: text, " in formatted(head + facts % (field, field), "vocabulary")


def test_facts_and_the_register_have_their_order():
    fact = "{if_false: {en: x, zh: 甲}, if_true: {en: x, zh: 甲}, title: {zh: 甲, en: x}, type: boolean}"
    text = f"facts: {{a.b: {fact}}}\ngroups: {{a: {{en: x, zh: 甲}}}}\nparties: {{p: {{en: x, zh: 甲}}}}\n"
    after = formatted(text + "title: {en: x, zh: 甲}\nplatform: demo\n", "vocabulary")
    assert [line.partition(":")[0] for line in after.splitlines()] == [
        "platform",
        "title",
        "parties",
        "groups",
        "facts",
    ]
    assert "{type: boolean, title: {en: x, zh: 甲}, if_true: {en: x, zh: 甲}, if_false: {en: x, zh: 甲}}" in after
    register = "provisions: {A-1: {states: {zh: 甲, en: x}, document: S1}}\n"
    register += "documents: {S1: {about: {en: x, zh: 甲}, file: f}}\n"
    assert formatted(register, "register").startswith("documents: {S1: {file: f, about: {en: x, zh: 甲}}}\nprovisions:")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a:    1\n", "a: 1\n"),
        ("a : 1\n", "a: 1\n"),
        ("a:\n  1\n", "a: 1\n"),
        ("a:\n      b: 1\n      c: 2\n", "a:\n  b: 1\n  c: 2\n"),
        ("a:\n- 1\n-   2\n", "a:\n  - 1\n  - 2\n"),
        ("a:\n    -   b: 1\n        c: 2\n", "a:\n  - b: 1\n    c: 2\n"),
        ("a:\n  -\n    b: 1\n", "a:\n  - b: 1\n"),
        ("- - 1\n  - 2\n-\n- 3\n", "- - 1\n  - 2\n-\n- 3\n"),
        ("a: { b: 1,c: [ 1,2 , 3 ], }\n", "a: {b: 1, c: [1, 2, 3]}\n"),
        ('a: {"b":1}\n', 'a: {"b": 1}\n'),
        ("a: {b: 1,\n    c: 2}\n", "a: {b: 1, c: 2}\n"),
        ("a: {b: one\n  two}\n", "a: {b: one two}\n"),
        ("a: [b: 1, c]\n", "a: [{b: 1}, c]\n"),
        ("a: {b, c: }\n", "a: {b: null, c: null}\n"),
        ("a: { }\nb: [\n]\n", "a: {}\nb: []\n"),
        ("? a\n: b\n", "a: b\n"),
        ("? 'a'\n: - b\n", "'a':\n  - b\n"),
        ("? |-\n  a\n: b\n", '"a": b\n'),
        ("---\na: 1\n...\n", "a: 1\n"),
        ("{a: 1, b: 2}\n", "a: 1\nb: 2\n"),
        ("a: 1", "a: 1\n"),
        ("\n\na: 1\n\n\n\nb: 2\n   \nc: 3\n\n\n", "a: 1\n\nb: 2\n\nc: 3\n"),
        ("a:\n\n  b: 1\n", "a:\n  b: 1\n"),
        ("a:   \n  b: 1   \n", "a:\n  b: 1\n"),
        ("a:\nb: ''\n", "a:\nb: ''\n"),
    ],
)
def test_spaces_lines_and_brackets(before, after):
    assert laid_out(before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a: >\n    x\n    y\nb: 1\n", "a: >\n  x\n  y\nb: 1\n"),
        ("a: |-\n x\n\n  y\n\n\nb: 1\n", "a: |-\n  x\n\n   y\n\nb: 1\n"),
        ("a: |+\n x\n\n\nb: 1\n", "a: |+\n  x\n\n\nb: 1\n"),
        ("a: |4\n      x\n    y\n", "a: |2\n    x\n  y\n"),
        ("a: |1-\n   x\n", "a: |-2\n    x\n"),
        ("a: |   # why\n  x\n", "a: |   # why\n  x\n"),
        ("a: |\n  x", "a: |-\n  x\n"),
        ("a: |\n\n\nb: 1\n", "a: |\n\nb: 1\n"),
        ("- >-\n    x\n", "- >-\n  x\n"),
        ("a: 'x\n      y'\n", "a: 'x\n  y'\n"),
        ("a: x\n      y\n\n      z # why\n", "a: x\n  y\n\n  z     # why\n"),
        ('a: "x \\\n    y\\ \n    z"\n', 'a: "x \\\n  y\\ \n  z"\n'),
        ("a: {b: 'x\n\n  y'}\n", "a:\n  b: 'x\n\n    y'\n"),
        ('a: {b: "x\\\n  y"}\n', 'a:\n  b: "x\\\n    y"\n'),
    ],
)
def test_texts_of_several_lines_stay_what_they_are(before, after):
    assert laid_out(before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a: 1      # why\nb:  2     # and\n", "a: 1      # why\nb: 2      # and\n"),
        ("a: {b: 1,c: 2}# why\n", "a: {b: 1, c: 2}  # why\n"),
        ("a: 1 # why\n     # and\nb: 2\n", "a: 1 # why\n     # and\nb: 2\n"),
        ("a:   # why\n    b: 1\n", "a:   # why\n  b: 1\n"),
        ("a:\n   # why\n   b: 1\n", "a:\n  # why\n  b: 1\n"),
        ("a:\n  b: 1\n# why\n  c: 1\n", "a:\n  b: 1\n  # why\n  c: 1\n"),
        ("a:\n    b: 1\n    # c: 2\n\n# of d\nd: 1\n", "a:\n  b: 1\n  # c: 2\n\n# of d\nd: 1\n"),
        ("a:\n- b\n# of c\nc: 1\n", "a:\n  - b\n# of c\nc: 1\n"),
        ("a:\n- b\n  # end\nc: 1\n", "a:\n  - b\n  # end\nc: 1\n"),
        ("a:\n  # why\n  {b: 1}\n", "# why\na: {b: 1}\n"),
        ("a: # why\n  1 # and\n", "# why\na: 1  # and\n"),
        ("a: #why\n  1\n", "#why\na: 1\n"),
        (
            "a: { # why\n  b: 1, # one\n  # two\n  c: 2\n  # end\n}\n",
            "a:   # why\n  b: 1  # one\n  # two\n  c: 2\n  # end\n",
        ),
        ("a: [ # why\n  1\n] # out\n", "# why\na: [1]  # out\n"),
        ("a: {  # why\n}\n", "a: {} # why\n"),
        ("a: {\n  # why\n}\n", "# why\na: {}\n"),
        ("- # why\n  a: 1\n", "- # why\n  a: 1\n"),
        ("-\n  # why\n  a: 1\n", "-\n  # why\n  a: 1\n"),
        ("# head\n\n\n# of a\na: 1\n# end", "# head\n\n# of a\na: 1\n# end\n"),
        ("--- # head\na: 1\n", "# head\na: 1\n"),
        ("# head\n{a: 1} # end\n", "# head\na: 1\n# end\n"),
        ("a: |+\n  x\n\n# why\n\nb: 1\n", "a: |+\n  x\n\n# why\n\nb: 1\n"),
    ],
)
def test_every_comment_stays_where_it_belongs(before, after):
    assert laid_out(before) == after


def test_a_group_in_brackets_stays_in_them_while_it_fits_in_a_line():
    fits = "a: {b: " + "甲" * ((WIDEST - 9) // 2) + ", c: 1}\n"
    for text in (fits.replace(", c: 1", ""), fits[:-1].replace("甲", "x")):
        assert laid_out(text).count("\n") == 1
    assert laid_out(fits).splitlines()[0] == "a:"
    assert laid_out(fits).splitlines()[2] == "  c: 1"


def test_a_list_in_brackets_that_does_not_fit_becomes_one_item_a_line():
    long = "x" * 150
    assert laid_out(f"a: [{{b: {long}, c: {long}}}, 1]\n") == f"a:\n  - b: {long}\n    c: {long}\n  - 1\n"


def test_a_comment_moves_with_its_key_but_the_head_of_the_file_stays():
    head = "# yaml-language-server: $schema=x\n# what this file is about\n\n"
    text = (
        head
        + "# of the examples\n"
        + REST
        + "# of the version\n"
        + "version: 2024-01-01\n# of the policy\npolicy: demo/returns\n"
    )
    assert formatted(text) == (
        head
        + "# of the policy\npolicy: demo/returns\n# of the version\nversion: 2024-01-01\n# of the examples\n"
        + REST
    )
    text = "# yaml-language-server: $schema=x\n# of the version\nversion: 2024-01-01\npolicy: demo/returns\n" + REST
    assert formatted(text).splitlines()[:3] == [
        "# yaml-language-server: $schema=x",
        "policy: demo/returns",
        "# of the version",
    ]


def test_a_blank_line_stays_between_the_keys_that_change_places():
    text = REST + "\n" + HEAD
    assert formatted(text) == HEAD + "\n" + REST


def test_line_ends_are_line_feeds():
    assert formatted((HEAD + REST).replace("\n", "\r\n")) == HEAD + REST
    assert formatted((HEAD + REST).replace("\n", "\r")) == HEAD + REST
