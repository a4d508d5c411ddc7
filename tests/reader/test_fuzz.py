"""Whatever is done to the bytes of a policy, the answer is a policy or faults with places: no traceback, no hang."""

import shutil
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mutation import SPECIALS, mutated, seeded

from rulings.errors import Faults, lines_of
from rulings.kinds.exemption import LISTS
from rulings.library import read_library, read_version
from rulings.model import Policy
from rulings.reader.conditions import GROUPS
from rulings.reader.nodes import plain
from rulings.reader.shape import check_shape, validator_for
from rulings.reader.strict_yaml import MOST_BYTES, read_yaml
from rulings.schema.language import examples_schema

pytestmark = pytest.mark.fuzz

CORPUS = Path(__file__).parents[1] / "corpus" / "good"
KINDS = Path(__file__).parents[1] / "corpus" / "kinds"
DOUYIN = Path(__file__).parents[2] / "policies"
SECONDS = 20
"""Of the processor, not of the clock: more than any file needs on a slow machine."""


def versions(folder):
    library = read_library(folder)
    assert library.errors == []
    for policy in library.read.values():
        yield Path(policy.place.file).read_bytes(), policy


SOURCES = [*versions(CORPUS), *versions(DOUYIN), *versions(KINDS)]
EXAMPLES = [path.read_bytes() for folder in (CORPUS, DOUYIN) for path in sorted(folder.glob("*/*/examples/*.yaml"))]


def read(data, policy):
    """Read a version from bytes, in less than a few seconds."""
    faults, file = Faults(), policy.place.file
    began = time.process_time()
    node = read_yaml(data, file, faults)
    found = None if node is None else read_version(node, file, policy.vocabulary, policy.register, faults)
    assert time.process_time() - began < SECONDS
    return found, faults.found


def check_places(faults, data):
    """Every fault stands in the file, and can be shown."""
    lines = lines_of(data.decode("utf-8", "replace"))
    for fault in faults:
        assert fault.code
        assert fault.place is not None, fault
        assert 1 <= fault.place.line <= len(lines), fault
        assert 1 <= fault.place.column <= len(lines[fault.place.line - 1]) + 1, fault
        assert (fault.place.end_line, fault.place.end_column) > (fault.place.line, fault.place.column), fault
        assert fault.code in str(fault)
        assert fault.to_dict()["line"] == fault.place.line


def check_answer(data, policy):
    found, faults = read(data, policy)
    check_places(faults, data)
    assert isinstance(found, Policy) or faults, "a file that is no policy must have a fault"
    if isinstance(found, Policy) and not faults:
        check_nothing_is_left_out(found, data)


def check_nothing_is_left_out(policy, data):
    """Every decision, rule and condition of the file is in the policy: it must not silently mean less than it says."""
    said = plain(read_yaml(data, policy.place.file, Faults()))
    assert policy.decisions.keys() == said["decisions"].keys()
    for name, decision in said["decisions"].items():
        read_, written = policy.decisions[name].rules, rules_in(decision)
        for rule in written:
            assert len(read_[rule["id"]].lines) == lines_in(rule.get("when", {}))
        assert len(read_) == len(written) + built_in(decision)


def rules_in(decision):
    """The rules that an author wrote, in all the lists that hold rules."""
    return [rule for key in ("rules", *LISTS) for rule in decision.get(key, [])]


def built_in(decision):
    """How many rules a kind has beside those that have an id in the file."""
    both = {"condition": ("holds", "otherwise"), "exemption": ("otherwise",)}.get(decision["kind"], ())
    steps = decision["levels"] if "measure" in decision else ()
    return len(both) + len(steps) + ("review" in decision) + ("otherwise" in decision)


def lines_in(when):
    """How many lines a condition has, those of its groups counted."""
    groups = [line for line in when if line in GROUPS]
    return len(when) - len(groups) + sum(lines_in(inner) for line in groups for inner in when[line])


@pytest.mark.parametrize("round_", range(10))
@pytest.mark.parametrize("source", range(len(SOURCES)))
def test_changed_bytes(source, round_):
    data, policy = SOURCES[source]
    rng = seeded("bytes", source, round_)
    for _ in range(12 if len(data) > 10_000 else 80):
        check_answer(mutated(data, rng), policy)


@given(st.data())
def test_any_bytes_in_the_middle(data):
    source, policy = SOURCES[0]
    at = data.draw(st.integers(0, len(source)))
    length = data.draw(st.integers(0, 30))
    middle = data.draw(
        st.one_of(
            st.binary(max_size=20),
            st.text(max_size=20).map(lambda text: text.encode("utf-8")),
            st.sampled_from(SPECIALS),
        )
    )
    check_answer(source[:at] + middle + source[at + length :], policy)


@given(
    st.one_of(
        st.binary(max_size=200),
        st.text(alphabet="ab:-{}[],#&*!|>'\"%@` \n\t?~1.0：", max_size=60).map(lambda text: text.encode("utf-8")),
    )
)
def test_any_bytes_at_all(data):
    faults = Faults()
    node = read_yaml(data, "any.yaml", faults)
    check_places(faults.found, data)
    assert node is not None or faults.found


@pytest.mark.parametrize("round_", range(4))
def test_changed_examples(round_):
    rng, validator = seeded("examples", round_), validator_for(examples_schema())
    for data in EXAMPLES:
        for _ in range(3):
            faults, changed = Faults(), mutated(data, rng)
            node = read_yaml(changed, "examples.yaml", faults)
            if node is not None:
                check_shape(node, validator, faults)
            check_places(faults.found, changed)


@pytest.mark.parametrize("round_", range(40))
def test_a_whole_folder(round_, tmp_path):
    """Everything at once: register, vocabulary, version, lock; with the proofs that a good policy goes through."""
    folder = tmp_path / "policies"
    shutil.copytree(CORPUS, folder)
    (folder / "published.lock").write_text("demo/returns@2024-01-01: sha256:0\n", encoding="utf-8")
    rng = seeded("folder", round_)
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    for path in rng.sample(files, rng.randint(1, len(files))):
        path.write_bytes(mutated(path.read_bytes(), rng))
    library = read_library(folder)
    assert library.versions or library.errors
    for fault in library.faults.found:
        assert fault.place is not None
        path = Path(fault.place.file)
        if path.is_file():
            check_places([fault], path.read_bytes())


WORST = {
    "brackets": b"[" * MOST_BYTES,
    "braces": b"{" * MOST_BYTES,
    "dashes": b"- " * (MOST_BYTES // 2),
    "question-marks": b"? " * (MOST_BYTES // 2),
    "deeper-and-deeper": b"".join(b" " * depth + b"a:\n" for depth in range(1_300)),
    "one-word": b"a" * MOST_BYTES,
    "one-key": b"a" * (MOST_BYTES - 5) + b": 1\n",
    "one-unknown-fact": b"decisions: {a: {kind: condition, when: {" + b"a" * (MOST_BYTES - 60) + b".b is: 1}}}\n",
    "one-quote": b"'" * MOST_BYTES,
    "equal-keys": b"a: 1\n" * 60_000,
    "unknown-keys": b"".join(b"key%d: 1\n" % number for number in range(20_000)),
    "unknown-facts": b"decisions:\n  a:\n    kind: condition\n    when:\n"
    + b"".join(b"      claim.reasonn%d is: 1\n" % number for number in range(30_000)),
    "unknown-operators": b"decisions:\n  a:\n    kind: condition\n    when:\n"
    + b"".join(b"      claim.reason iss%d: 1\n" % number for number in range(30_000)),
    "rules-of-one-id": b"decisions:\n  a:\n    kind: table\n    rules:\n" + b"      - id: a\n" * 20_000,
    "answers": b"answers: [" + b"a, 1, " * 30_000 + b"a]\n",
    "cites": b"decisions: {a: {kind: condition, cites: [" + b"A-1, [], " * 30_000 + b"A-1]}}\n",
    "overrides": b"decisions:\n  a:\n    kind: table\n    rules:\n"
    + b"".join(b"      - {id: r%d, overrides: [r%d, all]}\n" % (number, number + 1) for number in range(300)),
    "comments": b"# a\n" * (MOST_BYTES // 4),
    "glued-comments": b"a: b #c\n" * 30_000,
    "unseen": "\u200b".encode() * 300_000,
    "anchors": b"[" + b"&a 1, " * 40_000 + b"]",
    "wide": "：".encode() * 300_000,
    "line-ends": b"\r" * MOST_BYTES,
    "digits": b"parameters: {a: " + b"9" * (MOST_BYTES - 20) + b"}\n",
    "one-byte-too-many": b"#" * (MOST_BYTES + 1),
}


@pytest.mark.parametrize("name", WORST)
def test_the_worst_files(name):
    data, policy = WORST[name], SOURCES[0][1]
    found, faults = read(data, policy)
    assert found is None
    assert faults
    check_places(faults, data)
    assert max(len(str(fault)) for fault in faults) < 5_000
