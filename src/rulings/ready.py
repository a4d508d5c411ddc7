"""Makes a version ready to rule: proves it."""

from __future__ import annotations

from rulings.model import Policy
from rulings.proof.exactly_one import prove
from rulings.validity import Period, timetable
from rulings.version import Version


def make_ready(policy: Policy, periods: tuple[Period, ...] | None = None) -> Version:
    """Prove a policy; `periods` are those in which it is in force, without other versions all that it says."""
    proofs = prove(policy.decisions, policy.vocabulary)
    proved = {name: proof.relied_on(policy.decisions[name].choose) for name, proof in proofs.items()}
    return Version(policy, proofs, proved, timetable([policy]).periods if periods is None else periods)
