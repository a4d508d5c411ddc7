"""The kind `allocation`: which party bears which share of which cost, the odd fen to a named party."""

from __future__ import annotations

from rulings.algebra import MONEY, NOT_APPLICABLE, Const, Expr, Portion
from rulings.algebra.types import SHARES
from rulings.errors import nearest
from rulings.kinds.base import Effect, build, decision_schema, rule_schema
from rulings.model import Bilingual, Decision
from rulings.reader.fragments import BILINGUAL, FACT_OR_REFERENCE, SNAKE, Schema, mapping, record, text
from rulings.reader.nodes import Mapping, Node, Scalar
from rulings.reader.scope import Scope, Signature, fitting, is_reference
from rulings.reader.texts import bilingual, names
from rulings.values import BadValue, Rate

AS_AGREED = "as agreed"
WHOLE = Rate("1")
VALUE_TITLES = {NOT_APPLICABLE: Bilingual("does not apply", "不适用")}


class _Allocation:
    name = "allocation"
    fields: tuple[str, ...] = ()

    def schema(self) -> Schema:
        cost = record(
            {
                "title": BILINGUAL,
                "amount": text("a money fact, or a reference such as $compensation", FACT_OR_REFERENCE),
            },
            ("title",),
            "a cost: {title: …, amount: a money fact, or a reference to money}",
        )
        party = text("a party of the vocabulary")
        parties = {
            "type": "array",
            "items": party,
            "minItems": 2,
            "uniqueItems": True,
            "description": "a list of parties",
        }
        split = mapping(SNAKE, text("a share such as 60%"), "shares by party, such as {merchant: 60%, buyer: 40%}")
        share = {
            "description": "a party, shares by party, or `as agreed`",
            "if": {"type": "object"},
            "then": split,
            "else": party,
        }
        own: Schema = {
            "parties": parties,
            "costs": mapping(SNAKE, cost, "costs: a name in small letters, and its title"),
            "odd_fen_to": party,
        }
        rule = rule_schema({"shares": mapping(SNAKE, share, "for every cost, who bears it")}, ("shares",))
        return decision_schema(self.name, own, rule, ("parties", "costs"), otherwise=True)

    def signature(self, node: Mapping, scope: Scope) -> Signature | None:
        del node, scope
        return Signature(SHARES)

    def read(self, name: str, node: Mapping, signature: Signature, scope: Scope) -> Decision | None:
        parties = _parties(node, scope)
        odd_to = _odd_fen_to(node, parties, scope)
        titles, amounts = _costs(node, scope)

        def effect(rule: Mapping, scope: Scope) -> Effect | None:
            return _effect(rule, tuple(titles), parties, odd_to, amounts, scope)

        detail = {"parties": parties, "costs": titles, "amounts": amounts, "odd_fen_to": odd_to}
        return build(name, self.name, node, signature, scope, effect, value_titles=VALUE_TITLES, detail=detail)


def _parties(node: Mapping, scope: Scope) -> tuple[str, ...]:
    known = scope.vocabulary.parties
    found: list[str] = []
    for item in names(node.get("parties")):
        if item.text in known:
            found.append(item.text)
        else:
            message = f'there is no party "{item.text}"'
            expected = "a party of the vocabulary: " + ", ".join(known)
            scope.faults.add("unknown-party", item.place, message, expected=expected, near=nearest(item.text, known))
            found += [item.text, *known]  # whichever name the rules use, it is not their fault
    return tuple(sorted(set(found)))


_UNREADABLE = ""


def _odd_fen_to(node: Mapping, parties: tuple[str, ...], scope: Scope) -> str | None:
    named = node.get("odd_fen_to")
    if not isinstance(named, Scalar):
        return None
    if named.text not in parties:
        _not_a_party(named, parties, scope)
        return _UNREADABLE
    return named.text


def _not_a_party(node: Scalar, parties: tuple[str, ...], scope: Scope) -> None:
    message = f'"{node.text}" is not a party of this decision'
    expected = "one of " + ", ".join(parties)
    scope.faults.add(
        "unknown-party", node.place, message, expected=expected, near=nearest(node.text, (*parties, AS_AGREED))
    )


def _costs(node: Mapping, scope: Scope) -> tuple[dict[str, Bilingual], dict[str, Expr]]:
    titles: dict[str, Bilingual] = {}
    amounts: dict[str, Expr] = {}
    costs = node.get("costs")
    for name, _, inner in sorted(costs.items()) if isinstance(costs, Mapping) else ():
        given = inner if isinstance(inner, Mapping) else Mapping({}, inner.place)
        titles[name] = bilingual(given.get("title")) or Bilingual("", "")
        amount = _amount(given.get("amount"), scope)
        if amount is not None:
            amounts[name] = amount
    return titles, amounts


def _amount(node: Node | None, scope: Scope) -> Expr | None:
    """Read what is divided: a money fact by its name, or a reference to any money, such as another decision's."""
    if not (isinstance(node, Scalar) and is_reference(node)):
        return scope.fact(node, ("money",))
    return fitting(scope.reference(node), MONEY, node, scope.faults)


def _effect(  # noqa: PLR0913, PLR0917 - what a rule of an allocation depends on
    rule: Mapping,
    costs: tuple[str, ...],
    parties: tuple[str, ...],
    odd_to: str | None,
    amounts: dict[str, Expr],
    scope: Scope,
) -> Effect | None:
    node = rule.get("shares")
    if not isinstance(node, Mapping):
        return None
    read: dict[str, tuple[tuple[str, Rate], ...]] = {}
    for cost, key, inner in node.items():
        if cost not in costs:
            near = nearest(cost, costs)
            scope.faults.add(
                "unknown-cost",
                key.place,
                f'there is no cost "{cost}"',
                expected="one of " + ", ".join(costs),
                near=near,
            )
            continue
        shares = _shares(inner, parties, scope)
        if shares is not None:
            read[cost] = shares
            _require_odd_to(inner, shares, odd_to, scope)
    missing = [cost for cost in costs if cost not in node.entries]
    if missing:
        message = "this rule says nothing of " + ", ".join(missing)
        scope.faults.add("cost-missing", node.place, message, expected="every cost of the decision, in every rule")
    value = Const(tuple(sorted(read.items())), SHARES)
    return Effect(value, _portions(read, odd_to, amounts), None, {"shares": dict(read)})


def _portions(
    read: dict[str, tuple[tuple[str, Rate], ...]], odd_to: str | None, amounts: dict[str, Expr]
) -> tuple[tuple[str, Expr], ...]:
    return tuple(
        (f"{cost}.{party}", Portion(amounts[cost], shares, odd_to or shares[0][0], party))
        for cost, shares in sorted(read.items())
        if cost in amounts
        for party, _ in shares
    )


def _require_odd_to(node: Node, shares: tuple[tuple[str, Rate], ...], odd_to: str | None, scope: Scope) -> None:
    if len(shares) < 2 or odd_to == _UNREADABLE:  # noqa: PLR2004 - one party alone leaves no odd fen
        return
    if odd_to is None:
        message = "a cost is split, and nobody is named who takes the odd fen"
        scope.faults.add("odd-fen-to-missing", node.place, message, help="add `odd_fen_to: <party>` to the decision")
    elif odd_to not in dict(shares):
        message = f'the odd fen goes to "{odd_to}", who bears no share of this cost'
        scope.faults.add("odd-fen-to-missing", node.place, message, help="let `odd_fen_to` name a party of every split")


def _shares(node: Node, parties: tuple[str, ...], scope: Scope) -> tuple[tuple[str, Rate], ...] | None:
    if isinstance(node, Scalar):
        if node.text == AS_AGREED:
            return ()
        if node.text not in parties:
            _not_a_party(node, parties, scope)
            return None
        return ((node.text, WHOLE),)
    if not isinstance(node, Mapping):
        return None
    return _split(node, parties, scope)


def _split(node: Mapping, parties: tuple[str, ...], scope: Scope) -> tuple[tuple[str, Rate], ...] | None:
    read: dict[str, Rate] = {}
    for party, key, inner in node.items():
        if party not in parties:
            _not_a_party(key, parties, scope)
            continue
        rate = _rate(inner, scope)
        if rate is not None:
            read[party] = rate
    if len(read) < len(node.entries):
        return None
    total = sum(read.values(), start=Rate("0"))
    if total != WHOLE:
        message = f"the shares add up to {Rate(total)}"
        scope.faults.add("shares-not-whole", node.place, message, expected="shares that add up to 100%")
        return None
    return tuple(sorted((party, rate) for party, rate in read.items() if rate > 0))


def _rate(node: Node, scope: Scope) -> Rate | None:
    if not isinstance(node, Scalar):
        return None
    try:
        rate = Rate.parse(node.text)
    except BadValue as fault:
        scope.faults.add(fault.code, node.place, str(fault), expected=fault.expected, help=fault.help)
        return None
    if rate < 0:
        message = f"the share {node.text} is negative"
        scope.faults.add("negative-share", node.place, message, expected="a share from 0% to 100%")
        return None
    if rate > WHOLE:
        message = f"the share {node.text} is more than the whole"
        scope.faults.add("out-of-range", node.place, message, expected="a share from 0% to 100%")
        return None
    return rate


ALLOCATION = _Allocation()
