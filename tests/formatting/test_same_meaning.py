"""Formatting changes no meaning, loses no comment, and has nothing to do the second time; whatever the layout was."""

import re
from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.formatting.untidy import Untidy
from tests.reader.mutation import mutated, seeded
from tests.strategies.policies import policies
from tests.strategies.shop import FILE, policy_of, read_text, register_data, vocabulary_data
from tests.strategies.yaml_text import to_yaml

from rulings.errors import Faults
from rulings.formatting import format_paths
from rulings.formatting.files import format_text
from rulings.formatting.layout import text_of
from rulings.formatting.parser import tree_of
from rulings.formatting.tokens import tokens_of
from rulings.library import read_library
from rulings.packaged import policies_folder
from rulings.reader.nodes import Mapping, plain
from rulings.reader.strict_yaml import read_yaml

LINE_ENDS = ("\n", "\n", "\r\n", "\r")
RANDOM = st.integers(0, 2**32).map(Random)
PACKAGED = [
    (policies_folder() / "provisions.yaml", "register"),
    *((path, "vocabulary") for path in sorted(policies_folder().glob("*/facts.yaml"))),
    *((path, "version") for path in sorted(policies_folder().glob("*/*/*.yaml"))),
    *((path, "examples") for path in sorted(policies_folder().glob("*/*/examples/*.yaml"))),
]


def comments_of(text):
    lines = [line for token in tokens_of(text) for line in (*token.before, *token.after)]
    return Counter(line.text for line in lines if line is not None)


def format_untidy(data, random, place):
    """Format data in any layout, and hold the outcome against what it must be."""
    writer = Untidy(random, ends=LINE_ENDS)
    text = writer.text(data)
    faults = Faults()
    after = format_text(text.encode(), FILE, place, faults)
    assert after is not None, "\n\n".join([*map(str, faults.errors), text])
    assert format_text(after, FILE, place, faults) == after
    assert comments_of(after.decode()) == Counter(writer.comments)
    assert plain(read_yaml(after, FILE, Faults())) == data
    assert b"\r" not in after
    assert not [line for line in after.decode().splitlines() if line != line.rstrip()]
    return text, after


@settings(max_examples=settings().max_examples // 2)
@given(policies(), RANDOM)
def test_the_digest_of_a_policy_stays(data, random):
    untidy, after = format_untidy(data, random, "version")
    before, _ = read_text(untidy.replace("\r\n", "\n").replace("\r", "\n"))
    formatted, _ = read_text(after.decode())
    assert before.digest == formatted.digest == policy_of(data).digest


@settings(max_examples=settings().max_examples // 3)
@given(RANDOM)
def test_vocabularies_and_registers_keep_their_meaning(random):
    format_untidy(vocabulary_data(), random, "vocabulary")
    format_untidy(register_data(), random, "register")


@pytest.mark.parametrize(("path", "place"), PACKAGED, ids=lambda value: getattr(value, "name", value))
def test_packaged_files_are_found_in_order_again_from_any_layout(path, place):
    data = plain(read_yaml(path.read_bytes(), str(path), Faults()))
    format_untidy(data, seeded(path.name), place)


def test_there_is_one_order_of_keys_whatever_it_was_before():
    path = policies_folder() / "douyin" / "after-sales-dispute" / "2023-07-29.yaml"
    data = plain(read_yaml(path.read_bytes(), str(path), Faults()))
    texts = [to_yaml(with_fixed_keys_moved(data, seeded(number))) for number in range(5)]
    assert len(set(texts)) == 5
    assert len({format_text(text.encode(), FILE, "version", Faults()) for text in texts}) == 1


FIXED = {"policy", "from", "kind", "id", "en", "of", "document", "timezone", "value", "amount"}
"""Of these, every mapping that has keys of the language has one."""


def with_fixed_keys_moved(data, random):
    if isinstance(data, list):
        return [with_fixed_keys_moved(item, random) for item in data]
    if not isinstance(data, dict):
        return data
    keys = random.sample(list(data), len(data)) if FIXED & data.keys() else list(data)
    return {key: with_fixed_keys_moved(data[key], random) for key in keys}


def test_digests_of_the_packaged_policies_stay(tmp_path):
    before = {name: policy.digest for name, policy in read_library(policies_folder()).read.items()}
    for one in format_paths([policies_folder()]):
        path = tmp_path / one.path.relative_to(policies_folder())
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(one.after)
    assert {name: policy.digest for name, policy in read_library(tmp_path).read.items()} == before


def test_packaged_policies_are_in_order():
    assert [str(one.path) for one in format_paths([policies_folder()]) if one.is_changed] == [], "run `rulings format`"


PIECES = (
    "a: |+\n  x\n\n\nb: 1\n",
    "a: >\n  x\n  y\n\nb: |\n\n   z\n  \nc: |2\n    x\n   y\n",
    "a: 'x\n\n  y' # c\nb: \"x\\\n  y\\ \n  z\"\n",
    "a:\n- a\n-\n  - b\n- - c\n  - d: e\n    f:\n    - g\n",
    "a: plain\n  more # c\n\n  # d\nb: [a,\n  b: c, {d, e: }, # x\n # y\n]\n? k\n: v\n? |-\n  blk\n: - w\n",
    "# h\na: # c\n  # d\n  b: 1\n   # e\nc: {  # c\n }\nd: [ ]\n",
)


def survives(text):
    """Lay out what the reader takes, and hold it against what it must be; False where the reader refuses it."""
    faults = Faults()
    node = read_yaml(text.encode(), FILE, faults)
    if not isinstance(node, Mapping) or faults.errors:
        return False
    after = text_of(tree_of(text.replace("\r\n", "\n").replace("\r", "\n")))
    again = read_yaml(after.encode(), FILE, faults)
    assert not faults.errors, after
    assert plain(again) == plain(node)
    assert text_of(tree_of(after)) == after
    return True


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=3), RANDOM)
def test_slips_of_the_hand_in_odd_forms_are_faults_or_keep_their_meaning(pieces, random):
    numbered = (re.sub(r"^(?=[a-d]:)", f"x{number}", piece, flags=re.MULTILINE) for number, piece in enumerate(pieces))
    survives(mutated("".join(numbered).encode(), random).decode("utf-8", "replace"))


@pytest.mark.parametrize("piece", PIECES)
def test_the_odd_forms_themselves_are_taken(piece):
    assert survives(piece)
