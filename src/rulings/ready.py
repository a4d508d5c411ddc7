"""Makes a version ready to rule: proves it."""

from __future__ import annotations

from datetime import date

from rulings.model import Policy
from rulings.proof.exactly_one import prove
from rulings.version import Version


def make_ready(policy: Policy, ends: date | None = None) -> Version:
    """Prove a policy; `ends` is the last day on which it is in force, the next version counted in."""
    proofs = prove(policy.decisions, policy.vocabulary)
    proved = {name: proof.relied_on(policy.decisions[name].choose) for name, proof in proofs.items()}
    return Version(policy, proofs, proved, ends)
