"""The receipts of every release are derived again, byte for byte: published versions keep their meaning."""

import re
from pathlib import Path

import pytest

from rulings import Receipt
from rulings.audit.verifying import case_of, verify
from rulings.book import packaged_book
from rulings.library import LOCK, read_library
from rulings.packaged import policies_folder
from rulings.publishing import published
from rulings.release import RELEASE
from rulings.selection import NAMED

RELEASES = sorted(Path(__file__).parent.glob("*.jsonl"))


def test_this_release_has_its_receipts():
    assert f"{RELEASE}.jsonl" in [path.name for path in RELEASES]


def sealed_again(receipt):
    """The receipt of the same case, ruled on as then: by its own date, or by the version that was named."""
    version = receipt.version if receipt.data["selection"]["how"] == NAMED else None
    case = case_of(receipt, packaged_book().version(receipt.policy).policy)
    return packaged_book().evaluate(case, version=version, at=receipt.at).receipt()


@pytest.mark.parametrize("path", RELEASES, ids=lambda path: path.stem)
def test_every_receipt_comes_out_again(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    for line in lines:
        receipt = Receipt.read(line)
        found = verify(receipt, packaged_book())
        assert (found.verdict, found.differences, found.reason) == ("derived", (), None), receipt.case_id
        assert receipt.to_json() == line
        assert receipt.engine == path.stem
        if path.stem == RELEASE:
            assert sealed_again(receipt) == receipt


def test_every_version_of_the_package_is_published_and_has_a_golden_receipt():
    lock = published(read_library(policies_folder()))
    names = {version.name for policy in packaged_book().policies for version in packaged_book().versions(policy)}
    assert names == set(lock)
    golden = (Path(__file__).parent / f"{RELEASE}.jsonl").read_text(encoding="utf-8").splitlines()
    assert {f"{receipt.policy}@{receipt.version}" for receipt in map(Receipt.read, golden)} == names


def test_the_lock_holds_two_digests_a_version():
    line = re.compile(r"\S+@\S+: \{meaning: sha256:[0-9a-f]{64}, bytes: sha256:[0-9a-f]{64}\}")
    lines = (policies_folder() / LOCK).read_text(encoding="utf-8").splitlines()
    assert [text for text in lines if not line.fullmatch(text)] == []
    assert lines == sorted(lines)
