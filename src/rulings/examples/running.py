"""Runs the examples of a folder of policies: what they expect is checked, and what they leave out is measured."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from rulings.book import PolicyBook
from rulings.errors import Diagnostic, Faults, PolicyFaults, RulingsError, nearest, ordered
from rulings.examples.comparing import compare
from rulings.examples.coverage import coverage_of
from rulings.examples.expectations import to_plain
from rulings.examples.gathering import Ruled, gather
from rulings.examples.observing import Observed
from rulings.examples.report import ExampleResult, PolicyCoverage, Report
from rulings.ruling import Ruling
from rulings.values import BadValue, format_moment
from rulings.version import Version

NOT_RULED = "example-not-ruled"


def run_examples(folder: Path, only: str | None = None) -> Report:
    """Run the examples of a folder of policies, and measure what they cover.

    `only` names what to run: a policy (`douyin/after-sales-dispute`), one version of it (`…@2023-07-29`), or the id of
    an example, which measures no coverage. Never raises for what is in the files: their faults are in the report.
    """
    try:
        book = PolicyBook.load(folder)
    except PolicyFaults as refused:
        return Report(faults=refused.diagnostics)
    name, _, date = (only or "").partition("@")
    if "/" in name:
        return _run_policy(book, folder, name, date)
    faults = Faults()
    ruled = gather(book, folder, None, faults)
    if only is None:
        return _report(ruled, faults, [version for policy in book.policies for version in book.versions(policy)])
    return _run_example(ruled, faults, only)


def expected_cases(folder: Path) -> tuple[tuple[dict[str, Any], dict[str, Any]], ...]:
    """Give every example as a case and what is expected of it, both as plain data.

    An expectation has `version`, the date of the version that rules, `at`, the moment of evaluation where there is one,
    and what the example says: `status`, `needs`, and by decision `value`, `rules`, `margin` and `needs`. Raises
    PolicyFaults where a file has faults.
    """
    faults = Faults()
    ruled = gather(PolicyBook.load(folder), folder, None, faults)
    if faults.errors:
        message = f"the examples of {folder} have faults"
        raise PolicyFaults(message, faults.errors)
    return tuple((one.example.case, _expected(one)) for one in ruled)


def _expected(one: Ruled) -> dict[str, Any]:
    at = {} if one.example.at is None else {"at": format_moment(one.example.at)}
    return {"version": one.version} | at | to_plain(one.expectations)


def _run_policy(book: PolicyBook, folder: Path, policy: str, date: str) -> Report:
    if policy not in book.policies:
        return _nothing("policy", policy, book.policies)
    dates = [version.policy.version for version in book.every_version(policy)]
    if date and date not in dates:
        return _nothing("version", f"{policy}@{date}", [f"{policy}@{known}" for known in dates])
    faults = Faults()
    ruled = gather(book, folder, policy, faults)
    chosen = [one for one in ruled if not date or one.version in (date, "")]
    return _report(chosen, faults, [book.version(policy, date)] if date else list(book.versions(policy)))


def _run_example(ruled: Iterable[Ruled], faults: Faults, id_: str) -> Report:
    chosen = [one for one in ruled if one.example.id == id_]
    if not chosen and not faults.errors:
        return _nothing("example", id_, [one.example.id for one in ruled])
    return _report(chosen, faults, [])


def _nothing(what: str, name: str, known: Iterable[str]) -> Report:
    help_ = "name a policy, a version such as douyin/after-sales-dispute@2023-07-29, or the id of an example"
    near = nearest(name, known)
    return Report(faults=(Diagnostic(f"unknown-{what}", f'there is no {what} "{name}"', help=help_, near=near),))


def _report(ruled: list[Ruled], faults: Faults, versions: list[Version]) -> Report:
    results = tuple(result_of(one) for one in ruled)
    coverage = tuple(_coverage(version, ruled) for version in versions)
    return Report(results, tuple(ordered(faults.found)), coverage)


def result_of(one: Ruled) -> ExampleResult:
    """Compare the ruling on one example with what it expects."""
    example = one.example
    failures = Faults()
    failures.know_source(example.place.file, _text(example.place.file))
    error = one.error
    try:
        if one.ruling is not None:
            compare(example, one.ruling, one.expectations, failures)
    except (RulingsError, BadValue) as raised:
        error = str(raised)
    if error:
        failures.add(NOT_RULED, example.place, f"{example.id}: there is no ruling: {error}")
    return ExampleResult(example.policy, one.version, example.id, example.place, tuple(ordered(failures.found)))


def _coverage(version: Version, ruled: Iterable[Ruled]) -> PolicyCoverage:
    observed = Observed.of(version.policy)
    for one in ruled:
        if one.ruling is not None and one.ruling.version is version:
            _decide(one, one.ruling)
            observed.add(one.example.id, (pin.text for pin in one.example.pins), one.ruling.interpreter)
    return coverage_of(observed, _text(version.policy.place.file))


def _decide(one: Ruled, ruling: Ruling) -> None:
    """Let the interpreter decide the policy's answers, and what else the example speaks of."""
    asked = {expectation.decision for expectation in one.expectations if expectation.decision is not None}
    for name in sorted({*ruling.version.policy.answers, *asked}):
        try:
            ruling.interpreter.decide(name)
        except (RulingsError, BadValue):
            continue  # the example fails for it; what was decided before still counts


def _text(file: str) -> str:
    return Path(file).read_text(encoding="utf-8")
