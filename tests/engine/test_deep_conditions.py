"""Rules with very many conditions: Python's code may not be indented so deep, and they are ruled on all the same."""

import pytest
from tests.strategies.answers import compiled, interpreted
from tests.strategies.cases import typed
from tests.strategies.shop import CHOSEN_BY, DOCUMENT, POLICY, PROVISION, both, version_of


def policy_with(number):
    """One rule that holds where a number is none of many."""
    conditions = [{"claim.number is not": other} for other in range(number)]
    return {
        "policy": POLICY,
        "version": "2024-01-01",
        "title": both("many"),
        "published": "2024-01-01",
        "in_force": {"from": "1900-01-01", "chosen_by": CHOSEN_BY},
        "sources": {"S1": {"document": DOCUMENT, "about": "shops"}},
        "decisions": {
            "other": {
                "kind": "table",
                "title": both("many"),
                "gives": {"type": "choice", "options": {"another": both("another"), "known": both("known")}},
                "rules": [{"id": "x", "when": {"all of": conditions}, "value": "another", "cites": PROVISION}],
                "otherwise": {"value": "known", "cites": PROVISION},
            }
        },
    }


@pytest.mark.parametrize("number", [10, 44, 45, 46, 47, 100, 300])
def test_a_rule_with_many_conditions_is_compiled_and_means_the_same(number):
    version = version_of(policy_with(number))
    for given in (0, number - 1, number, -1, None):
        facts = typed({} if given is None else {"claim.number": given}).facts
        known = version.known_facts(facts)
        answer = compiled(version, facts)("other", "outcome")
        assert answer == interpreted(version, known)("other", "outcome")
        assert answer.status == ("undetermined" if given is None else "decided")
