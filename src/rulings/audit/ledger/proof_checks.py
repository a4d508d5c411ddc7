"""Checking proofs against signed checkpoints: what they show, and what is wrong. No ledger is needed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rulings.audit.ledger.checkpoint import Checkpoint
from rulings.audit.ledger.proofs import Proof
from rulings.audit.ledger.seals import leaf_of
from rulings.errors import Diagnostic


def check_proof(proof: Proof, checkpoints: Sequence[Checkpoint], seal: str | None) -> list[Diagnostic]:
    """Say what is wrong with a proof; nothing where it shows what it is to show.

    `seal` is that of the receipt which is to be in the ledger. The checkpoints' signatures have been checked before.
    """
    faults = [*_of_receipt(proof, seal), *_of_paths(proof), *_of_roots(proof, checkpoints)]
    return faults or list(_of_sizes(proof, {checkpoint.size for checkpoint in checkpoints}))


def _of_receipt(proof: Proof, seal: str | None) -> Iterator[Diagnostic]:
    if seal is None:
        return
    if proof.inclusion is None:
        yield Diagnostic("proof-of-another", "the proof is of no entry, only of the ledger's growth")
    elif proof.inclusion.leaf != leaf_of(seal):
        message = f"the proof is of another receipt, of entry {proof.inclusion.index}"
        yield Diagnostic("proof-of-another", message, expected=seal, help="take the proof of this receipt's seal")


def _of_paths(proof: Proof) -> Iterator[Diagnostic]:
    if proof.inclusion is not None and not proof.inclusion.holds():
        yield Diagnostic("proof-fails", "the path of the inclusion does not lead from the receipt to the root")
    if proof.consistency is not None and not proof.consistency.holds():
        yield Diagnostic("proof-fails", "the path of the consistency does not lead to both roots")


def _roots(proof: Proof) -> list[tuple[int, bytes]]:
    """What the proof says about trees: their sizes and roots."""
    one, two = proof.inclusion, proof.consistency
    found = [] if one is None else [(one.size, one.root)]
    return found if two is None else [*found, (two.old, two.old_root), (two.new, two.new_root)]


def _of_roots(proof: Proof, checkpoints: Sequence[Checkpoint]) -> Iterator[Diagnostic]:
    said = _roots(proof) + [(checkpoint.size, checkpoint.root) for checkpoint in checkpoints]
    for size in sorted({size for size, _ in said}):
        if len({root for at, root in said if at == size}) > 1:
            message = f"the proof and the checkpoints name different roots for {size} entries: this is another ledger"
            yield Diagnostic("proof-fails", message)


def _of_sizes(proof: Proof, signed: set[int]) -> Iterator[Diagnostic]:
    """What a proof says is worth as much as the checkpoints that were signed for its trees."""
    one, two = proof.inclusion, proof.consistency
    # Where the ledger only grew, an entry of the old tree is in it wherever it is in the new one.
    grew = one is not None and two is not None and one.size == two.new and one.index < two.old and two.old in signed
    if one is not None and one.size not in signed and not grew:
        yield _unsigned(one.size, f"--size {min(signed)}" if signed and min(signed) > one.index else None)
    if two is not None:
        wanted = {two.old} if grew else {two.old, two.new}
        yield from (_unsigned(size) for size in sorted(wanted - signed - ({one.size} if one is not None else set())))


def _unsigned(size: int, instead: str | None = None) -> Diagnostic:
    message = f"the proof is about {size} entries, and no checkpoint that is given was signed for so many"
    hint = f"make the proof with `rulings ledger prove {instead}`, or" if instead else "give"
    return Diagnostic("proof-not-signed", message, help=f"{hint} the checkpoint of {size} entries")
