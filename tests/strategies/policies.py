"""Random policies as plain data: all kinds and types, conditions and decisions nested several levels deep."""

from hypothesis import strategies as st
from tests.strategies.conditions import PARAMETERS
from tests.strategies.shop import CHOSEN_BY, DOCUMENT, POLICY, SMALL, TIMED, TYPES, both
from tests.strategies.standing import StandingWriter

from rulings.algebra import NOT_APPLICABLE
from rulings.algebra.types import BOOLEAN, BY_NAME, DATETIME, SHARES, choice

# The order in which decisions use each other must not be that of the alphabet, in which they are read.
DECISIONS = ("alpha", "omega", "beta", "psi", "gamma", "chi", "delta", "f", "m", "settle")
TIERS = ("moves", "ladder")


class Author(StandingWriter):
    """Writes one policy, each choice drawn."""

    def decision(self, name):
        writer = self.one_of(self.writers())
        kind = "tiers" if writer in TIERS else writer
        own, gives, fields = getattr(self, writer)(name)
        decision = {"kind": kind, "title": both(f"decision {name}")} | own
        results = {name: gives} | {f"{name}.{field}": kind for field, kind in fields.items()}
        if kind in ("score", "tiers"):
            self.behind_dollar |= {f"{name}.{field}" for field in fields if field != "next_review"}
        if kind != "condition" and self.chance(20):
            decision["applies_when"] = self.conditions()
            results = self.where_it_may_not_apply(name, results)
            self.ranges.pop(name, None)
        return decision, results

    @staticmethod
    def where_it_may_not_apply(name, results):
        """A choice gets one more option; what has an order can then not be compared any more."""
        gives = results[name]
        if gives.name == "choice":
            return results | {name: choice(*gives.options, NOT_APPLICABLE)}
        return results if gives == SHARES else {}

    def writers(self):
        """Give the kinds that the facts allow, those more often that are rich in forms."""
        kinds = self.facts.values()
        timed = sum(kind == DATETIME for kind in kinds) > 1
        always = ("condition", "table", "table", "allocation", "amount", "amount", "exemption")
        found = [*always, *(("window", "window") if timed else ())]
        if timed and BOOLEAN in kinds:
            found += ["obligation", "obligation", *(["obligation"] if self.obligations else [])]
        if any(kind.name == "choice" for kind in kinds):
            found += ["moves", "moves"]
        if any(kind.is_ordered for kind in kinds):
            found.append("ladder")
        return [*found, *(["score"] if "goods.count" in self.facts else [])]

    def policy(self, most):
        names = self.draw(st.permutations(DECISIONS))[: self.number(1, most)]
        decisions = {}
        for name in names:
            decisions[name], results = self.decision(name)
            self.results |= results
        answers = {"answers": self.some_of(names)} if self.chance(30) else {}
        return {
            "policy": POLICY,
            "version": "2024-01-01",
            "title": both("rules"),
            "published": "2024-01-01",
            "in_force": {"from": "1900-01-01", "chosen_by": CHOSEN_BY},
            "sources": {"S1": {"document": DOCUMENT, "about": "shops"}},
            "parameters": PARAMETERS,
            "decisions": decisions,
            **answers,
        }


@st.composite
def policies(draw, paths=tuple(TYPES), most=5):
    """Policies over the facts of the small shop."""
    return Author(draw, paths, tuple(BY_NAME)).policy(most)


@st.composite
def small_policies(draw, most=4):
    """Policies over facts of which every combination can be tried."""
    return Author(draw, SMALL, ("boolean", "integer")).policy(most)


@st.composite
def timed_policies(draw, most=3):
    """Policies about what is done until when."""
    return Author(draw, TIMED, ("boolean", "datetime")).policy(most)
