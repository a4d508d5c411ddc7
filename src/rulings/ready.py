"""Makes a version ready to rule: proves it, then compiles it with what was proved."""

from __future__ import annotations

from datetime import date

from rulings.algebra import speaks_of_knowing
from rulings.engine.compiler import compile_decisions
from rulings.engine.settle import Proved
from rulings.model import Decision, Policy
from rulings.proof.exactly_one import prove
from rulings.proof.verdict import Proof
from rulings.version import Version


def make_ready(policy: Policy, ends: date | None = None) -> Version:
    """Prove and compile a policy; `ends` is the last day on which it is in force, the next version counted in."""
    proofs = prove(policy.decisions, policy.vocabulary)
    proved = {name: _proved(proof, policy.decisions[name]) for name, proof in proofs.items()}
    compiled = compile_decisions(policy.name, policy.decisions, proved, policy.answers)
    return Version(policy, proofs, proved, compiled, ends)


def _proved(proof: Proof, decision: Decision) -> Proved:
    """What the engines may rely on. Of a decision that asks what is known, a missing fact may still leave a gap."""
    complete = proof.is_complete and not speaks_of_knowing(decision.choose)
    return Proved(complete, proof.overlapping, sound=proof.is_complete and proof.is_exclusive)
