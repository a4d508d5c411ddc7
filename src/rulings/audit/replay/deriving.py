"""Derives a receipt again, under exactly its version, and holds what comes out against what was sealed."""

from __future__ import annotations

from typing import Any

from rulings.book import PolicyBook
from rulings.engine.facts import TypedCase
from rulings.errors import Diagnostic, RulingsError, diagnostics_of
from rulings.receipt import Receipt
from rulings.receipt.canonical import carried
from rulings.ruling import Ruling

_FACTS, _RESULTS = "facts.", "results."
_SEALED = ("status", "needs", "due")


class Underivable(RulingsError):
    """A receipt that cannot be derived again. `diagnostics` says why."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        """Keep the reasons."""
        self.diagnostics = diagnostics
        super().__init__("\n\n".join(map(str, diagnostics)))


def derive(book: PolicyBook, receipt: Receipt) -> Ruling:
    """Rule again on a receipt's facts, under its version and at its moment. Raises Underivable."""
    hidden = [path for path in receipt.withheld if path.startswith(_FACTS)]
    if hidden:
        message = f"facts are withheld: {', '.join(path.removeprefix(_FACTS) for path in hidden)}"
        raise Underivable(
            Diagnostic("facts-withheld", message, help="derive the receipt from which they were withheld")
        )
    try:
        _check_meaning(book, receipt)
        return book.rule(case_of(book, receipt), version=receipt.version, at=receipt.at)
    except Underivable:
        raise
    except RulingsError as error:
        raise Underivable(*diagnostics_of(error)) from None


def _check_meaning(book: PolicyBook, receipt: Receipt) -> None:
    """Refuse a version that is unknown, or means something else than it did. Raises Underivable or NoVersion."""
    if receipt.version is None:
        book.versions(receipt.policy)
        return
    policy = book.version(receipt.policy, receipt.version).policy
    if policy.digest != receipt.meaning:
        message = f"{policy.name} means something else than when the receipt was sealed"
        help_ = "derive it with the policies of that time: the sealed digest names them"
        raise Underivable(Diagnostic("meaning-changed", message, None, "digests.meaning", receipt.meaning, help_))


def case_of(book: PolicyBook, receipt: Receipt) -> TypedCase:
    """Give the case of a receipt, checked. Raises CaseFaults."""
    return book.decode({"id": receipt.case_id, "policy": receipt.policy, "facts": receipt.facts})


def differences(receipt: Receipt, ruling: Ruling) -> dict[str, dict[str, Any]]:
    """Give the parts of a ruling that are not as they were sealed, by path, each sealed and derived.

    Results that the receipt withholds are not compared.
    """
    derived = carried(ruling.to_dict())
    pairs = {name: (receipt.data.get(name), derived.get(name)) for name in _SEALED if name not in receipt.withheld}
    hidden = {path.removeprefix(_RESULTS) for path in receipt.withheld if path.startswith(_RESULTS)}
    for name in sorted((receipt.results.keys() | derived["results"].keys()) - hidden):
        pairs[f"{_RESULTS}{name}"] = (receipt.results.get(name), derived["results"].get(name))
    return {path: {"sealed": sealed, "derived": now} for path, (sealed, now) in pairs.items() if sealed != now}
