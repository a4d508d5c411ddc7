"""A receipt: the case, the version and why it ruled, the results, and a seal over all of it."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from rulings.errors import Diagnostic, NotWithheld, nearest
from rulings.receipt.canonical import canonical, carried, digest
from rulings.receipt.commitments import ID, commitment, fields_of, salts_for
from rulings.receipt.reading import read_receipt
from rulings.receipt.seal import seal_of
from rulings.release import RELEASE

FORMAT = 1
_SUMMARY = "nothing is withheld"


@dataclass(frozen=True, eq=False)
class Receipt:
    """A ruling sealed with all that is needed to derive it again.

    `data` is the whole receipt as plain data, in the form of `schemas/receipt.schema.json`. It is not to be changed:
    `Receipt.read` would refuse it. Receipts with the same bytes are equal.
    """

    data: dict[str, Any]

    @classmethod
    def read(cls, data: bytes | str) -> Self:
        """Read a receipt and hold its content against its seal.

        Raises UnreadableReceipt, whose diagnostics say what is wrong: no JSON, another form, or a seal that was made
        over another content (`seal-broken`).
        """
        return cls(read_receipt(data))

    @classmethod
    def seal_ruling(cls, ruling: dict[str, Any], content: dict[str, Any], secret: bytes | None = None) -> Self:
        """Seal a ruling, given by its data form and what a receipt has beside it; see `Ruling.receipt`."""
        data: dict[str, Any] = {"receipt": FORMAT, "engine": RELEASE, **content}
        data |= {key: ruling[key] for key in ("version", "at", "status", "results", "needs")}
        data |= {"due": ruling["due"]} if "due" in ruling else {}
        data = carried(data)
        if secret is not None:
            data["salts"] = salts_for((path for path, _ in fields_of(data)), secret)
        return cls({**data, "seal": seal_of(data)})

    @property
    def seal(self) -> str:
        """Give the seal, `sha256:…`. A copy from which fields are withheld has the same."""
        return str(self.data["seal"])

    @property
    def case_id(self) -> str | None:
        """Give the id of the case, None where it has none or where it is withheld."""
        identity: str | None = self.data["case"].get("id")
        return identity

    @property
    def policy(self) -> str:
        """Give the name of the policy."""
        return str(self.data["case"]["policy"])

    @property
    def version(self) -> str | None:
        """Give the version's date, None where no version could be chosen."""
        version: str | None = self.data["version"]
        return version

    @property
    def meaning(self) -> str | None:
        """Give the digest of the version's meaning."""
        return self._digest("meaning")

    @property
    def bytes_digest(self) -> str | None:
        """Give the digest of the bytes of the version's file."""
        return self._digest("bytes")

    def _digest(self, name: str) -> str | None:
        digests = self.data["digests"]
        return None if digests is None else str(digests[name])

    @property
    def engine(self) -> str:
        """Give the release that ruled."""
        return str(self.data["engine"])

    @property
    def facts(self) -> dict[str, dict[str, Any]]:
        """Give the facts that the receipt shows, by group, as cases have them."""
        facts: dict[str, dict[str, Any]] = self.data["case"]["facts"]
        return facts

    @property
    def at(self) -> str | None:
        """Give the moment of evaluation, None where there was none."""
        at: str | None = self.data["at"]
        return at

    @property
    def status(self) -> str:
        """Give "decided" or "undetermined"."""
        return str(self.data["status"])

    @property
    def results(self) -> dict[str, Any]:
        """Give the results that the receipt shows, by decision, as the data form of a ruling has them."""
        results: dict[str, Any] = self.data["results"]
        return results

    @property
    def withheld(self) -> tuple[str, ...]:
        """Give the paths of the fields that are withheld."""
        return tuple(sorted(self.data.get("withheld", ())))

    @property
    def fields(self) -> tuple[str, ...]:
        """Give the paths of the fields that are shown and could be withheld."""
        return tuple(path for path, _ in fields_of(self.data))

    def withhold(self, paths: Iterable[str]) -> Receipt:
        """Give a copy that does not show some fields, and has the same seal. Raises NotWithheld.

        A path is `facts.order.amount`, all facts of a group `facts.order`, a result `results.window`; `case.id`, `due`.
        """
        wanted = self._wanted(tuple(paths))
        data = deepcopy(self.data)
        salts = data.get("salts", {})
        hidden = dict(data.get("withheld", {}))
        for path, value in list(fields_of(self.data)):
            if path in wanted:
                hidden[path] = commitment(path, value, salts.pop(path))
                _take_away(data, path)
        if not salts:
            del data["salts"]  # nothing is shown any more
        return Receipt(data | ({"withheld": dict(sorted(hidden.items()))} if hidden else {}))

    def _wanted(self, paths: tuple[str, ...]) -> set[str]:
        if "salts" not in self.data:
            message = "the receipt has no salts, so that a withheld fact could be found by trying"
            fault = Diagnostic("not-salted", message, help="make the receipt with a secret, or with `--salted`")
            raise NotWithheld(_SUMMARY, [fault])
        known = (*self.fields, *self.withheld)
        of = {path: {one for one in known if one == path or one.startswith(f"{path}.")} for path in paths}
        wrong = [_no_field(path, known) for path, found in of.items() if not found]
        if wrong:
            raise NotWithheld(_SUMMARY, wrong)
        return set[str]().union(*of.values())

    def to_json(self) -> str:
        """Give the receipt as canonical JSON (RFC 8785), on one line."""
        return canonical(self.data).decode("utf-8")

    @cached_property
    def digest(self) -> str:
        """Give the SHA-256 over the receipt's own bytes, which differ between a receipt and a copy of it."""
        return digest(self.data)

    def __eq__(self, other: object) -> bool:
        """Receipts are equal where their bytes are."""
        return isinstance(other, Receipt) and self.digest == other.digest

    def __hash__(self) -> int:
        """Receipts can be collected in sets."""
        return hash(self.digest)


def _take_away(data: dict[str, Any], path: str) -> None:
    part, _, rest = path.partition(".")
    if path == ID:
        del data["case"]["id"]
    elif part == "facts":
        group, _, name = rest.partition(".")
        del data["case"]["facts"][group][name]
        if not data["case"]["facts"][group]:
            del data["case"]["facts"][group]
    elif part == "results":
        del data["results"][rest]
    else:
        del data[part]


def _no_field(path: str, known: tuple[str, ...]) -> Diagnostic:
    message = f'the receipt has no field "{path}"'
    return Diagnostic("unknown-field", message, None, path, "one of " + ", ".join(known), near=nearest(path, known))
