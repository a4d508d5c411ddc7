"""Same policy, same facts, same bytes: in any order of keys, rules, lists and files, whatever the hashes of texts."""

import os
import re
import subprocess
import sys
from itertools import permutations, product
from pathlib import Path

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st
from tests.strategies.by_hand import condition, policy, table
from tests.strategies.cases import cases, nested
from tests.strategies.policies import policies
from tests.strategies.shop import FILE, POLICY, read_text, register_data, version_of, vocabulary_data
from tests.strategies.yaml_text import shuffled, to_yaml

from rulings.book import PolicyBook
from rulings.errors import Faults, RulingsError
from rulings.library import read_library, read_version
from rulings.proof.report import report
from rulings.reader.strict_yaml import read_yaml
from rulings.reader.vocabulary import read_register, read_vocabulary

FEWER = settings(max_examples=max(1, settings().max_examples // 2))
FEW = settings(max_examples=max(1, settings().max_examples // 5))
randoms = st.randoms(use_true_random=False)


def book_of(version):
    return PolicyBook({POLICY: (version,)})


def answer(book, case):
    try:
        return book.evaluate(case).to_json()
    except RulingsError as fault:
        return f"{type(fault).__name__}: {fault}"


def told(diagnostics):
    """Give diagnostics without their places, which move with what they speak of."""
    return sorted(
        re.sub(r"line \d+", "line", f"{fault.code}|{fault.message}|{fault.expected}|{fault.near}|{fault.help}")
        for fault in diagnostics
    )


@FEWER
@given(policies(), st.lists(cases(), min_size=3, max_size=3), randoms)
def test_order_in_a_policy_and_in_a_case_changes_nothing(given_policy, some_cases, random):
    other = shuffled(given_policy, random)
    note(to_yaml(given_policy))
    note(to_yaml(other))
    versions = version_of(given_policy), version_of(other)
    first, second = versions
    assert second.policy.digest == first.policy.digest
    assert told(report(second.policy, second.proofs)) == told(report(first.policy, first.proofs))
    books = book_of(first), book_of(second)
    for facts in some_cases:
        case = nested(facts)
        expected = answer(books[0], case)
        assert answer(books[0], shuffled(case, random)) == expected
        assert answer(books[1], shuffled(case, random)) == expected


def test_the_same_gap_is_reported_in_whatever_order_the_answers_stand():
    gap = {"value": "accepted", "when": {"goods.flag is": True}}
    tables = {name: table(("accepted", "refused"), gap) for name in ("alpha", "beta", "gamma")}
    told_of = {
        answer(
            book_of(version_of(policy(answers=list(names), **tables))),
            nested({"goods.flag": False, "claim.day": "2024-01-02"}),
        )
        for names in permutations(tables)
    }
    assert len(told_of) == 1


SPOILS = {
    "goods.colour": "goods.color",
    "SH-1": "SH-9",
    "general": "otherwise",
    "red": "rod",
    "alpha": "omega",
    "merchant": "marchant",
    "limit_integer": "limit_decimal",
    "12.30 CNY": "12.305 CNY",
    "is known": "is knwon",
    "Asia/Shanghai": "Asia/Shangai",
}


@FEWER
@given(policies(), st.lists(st.sampled_from(sorted(SPOILS.items())), min_size=1, max_size=3), randoms)
def test_order_changes_no_diagnostic(policy, spoils, random):
    def spoilt(data):
        if isinstance(data, dict):
            return {spoilt(key): spoilt(value) for key, value in data.items()}
        if isinstance(data, list):
            return [spoilt(item) for item in data]
        for old, new in spoils if isinstance(data, str) else ():
            data = data.replace(old, new)
        return data

    spoilt_policy = spoilt(policy)
    _, faults = read_text(to_yaml(spoilt_policy))
    _, others = read_text(to_yaml(shuffled(spoilt_policy, random)))
    assert told(others.found) == told(faults.found)


@FEW
@given(policies(most=3), randoms)
def test_the_vocabulary_may_stand_in_any_order(policy, random):
    assert shuffled(vocabulary_data(), random).keys() == vocabulary_data().keys()
    library = [
        library_text(vocabulary_data(), register_data()),
        library_text(shuffled(vocabulary_data(), random), shuffled(register_data(), random)),
    ]
    digests = {read_with(policy, *texts).digest for texts in library}
    assert len(digests) == 1


def library_text(vocabulary, register):
    return to_yaml(vocabulary), to_yaml(register)


def read_with(policy, vocabulary_text, register_text):
    faults = Faults()
    vocabulary = read_vocabulary(read_yaml(vocabulary_text.encode(), "shop/facts.yaml", faults), faults)
    register = read_register(read_yaml(register_text.encode(), "provisions.yaml", faults), faults)
    read = read_version(read_yaml(to_yaml(policy).encode(), FILE, faults), FILE, vocabulary, register, faults)
    assert not faults.errors, list(map(str, faults.errors))
    return read


@pytest.fixture
def two_folders(tmp_path):
    """The same library twice, its files and folders made in opposite orders."""
    files = {"provisions.yaml": to_yaml(register_data()), "shop/facts.yaml": to_yaml(vocabulary_data())}
    flagged, faulty = condition({"goods.flag is": True}), condition({"goods.flag is": True}, cites="SH-8")
    for name, date in product(("rules", "more-rules", "a-rules"), ("2024-01-01", "2023-01-01", "2024-06-01")):
        own = {"policy": f"shop/{name}", "version": date, "in_force": {"from": date, "chosen_by": "claim.day"}}
        files[f"shop/{name}/{date}.yaml"] = to_yaml(policy(flagged=flagged, faulty=faulty) | own)
    folders = []
    for name, order in (("one", sorted(files)), ("two", sorted(files, reverse=True))):
        for file in order:
            path = tmp_path / name / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(files[file], encoding="utf-8")
        folders.append(tmp_path / name)
    return folders


def test_the_order_of_files_changes_nothing(two_folders):
    libraries = [read_library(folder) for folder in two_folders]
    shown = [
        [str(fault).replace(str(folder), "") for fault in library.errors]
        for folder, library in zip(two_folders, libraries, strict=True)
    ]
    assert shown[0]
    assert shown[0] == shown[1]
    digests = [
        {id_: [version.policy.digest for version in known] for id_, known in library.versions.items()}
        for library in libraries
    ]
    assert list(digests[0].items()) == list(digests[1].items())


PROGRAM = """
import hashlib, json, sys
sys.path.insert(0, sys.argv[1])
from rulings.book import packaged_book
from tests.engine.test_threads import answer, packaged_cases
from tests.strategies.shop import read_text
book = packaged_book()
for name in book.policies:
    for version in book.versions(name):
        print(version.name, version.policy.digest, version.compiled.source)
for case in packaged_cases(25):
    print(answer(case))
policy, faults = read_text(open(sys.argv[2], encoding="utf-8").read())
print("\\n\\n".join(map(str, faults.errors)))
"""


def test_the_hashes_of_texts_change_nothing(tmp_path):
    root = Path(__file__).parents[2]
    faulty = tmp_path / "faulty.yaml"
    data = {
        "policy": "shop/other",
        "decisions": {
            "a": {"kind": "table", "rules": [{"id": "x", "when": {"goods.flg is": 3, "b is": "$c"}}]},
            "b": {},
        },
    }
    faulty.write_text(to_yaml(data | {"answers": ["q", "a"], "sources": {"S3": 1}}), encoding="utf-8")
    printed = set()
    for seed in ("0", "1", "4242"):
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"}
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, str(root), str(faulty)],
            env=environment,
            capture_output=True,
            check=False,
            cwd=tmp_path,
        )
        assert done.returncode == 0, done.stderr.decode()
        printed.add(done.stdout)
    assert len(printed) == 1
    assert b"decided" in printed.pop()
