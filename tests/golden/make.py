"""Writes the golden receipts of a release: `python -m tests.golden.make`. Those of earlier releases stay as they are.

Two receipts of every published version and each of its rules that an example reaches, from the packaged examples; they
are written once, when a release is made, and from then on every release derives them again.
"""

from pathlib import Path

from rulings import NoVersion, Ruling, evaluate
from rulings.examples import expected_cases
from rulings.packaged import policies_folder
from rulings.receipt import Receipt
from rulings.release import RELEASE

GOLDEN = Path(__file__).parent


def ruled(case: dict[str, object], expected: dict[str, str]) -> Ruling:
    """Rule by the case's own date where that chooses the example's version, else by its name."""
    try:
        ruling = evaluate(case, at=expected.get("at"))
    except NoVersion:
        ruling = None
    if ruling is not None and ruling.chosen and ruling.version.policy.version == expected["version"]:
        return ruling
    return evaluate(case, version=expected["version"], at=expected.get("at"))


def receipts() -> list[Receipt]:
    """Receipts that together reach every rule that the examples reach, few for each."""
    chosen: dict[str, Receipt] = {}
    reached: set[tuple[str, str, str]] = set()
    for case, expected in expected_cases(policies_folder()):
        ruling = ruled(case, expected)
        rules = {(ruling.version.name, name, rule) for name in ruling for rule in ruling[name].rules}
        if not rules <= reached:
            reached |= rules
            chosen[f"{ruling.version.name} {ruling.id}"] = ruling.receipt()
    return [chosen[name] for name in sorted(chosen)]


def write(folder: Path = GOLDEN) -> Path:
    """Write the receipts of this release, one a line. Raises FileExistsError where they were written before."""
    path = folder / f"{RELEASE}.jsonl"
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.writelines(receipt.to_json() + "\n" for receipt in receipts())
    return path


if __name__ == "__main__":
    print(write())  # noqa: T201 - says where they are
