"""How hard a problem is, from what can be measured before anybody has tried it.

The measures, and what each adds to the score (bits of n: the length of n as a binary number):

==================  ==================================================================
steps               bits: the part of the run that has to be followed
certificate size    twice the bits: what has to be thought of, counted in numbers
proof lines         bits of the lines of the reference proof, beyond the first two
induction           6 if no computation alone is a proof
kernel cost         half the bits of the estimated steps that the kernel has to make,
                    beyond the 10 bits that are nothing
==================  ==================================================================

The tiers are ``easy`` below 8, ``medium`` below 12, ``hard`` below 17, and ``extreme`` from there.
These thresholds were set by looking at what small machines give; they say nothing yet about what
any prover finds hard.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bbsynth.problems.family import Claim, Family

__all__ = ["TIERS", "Difficulty", "measure", "tier_of"]

TIERS: Final = {"easy": 0, "medium": 8, "hard": 12, "extreme": 17}
"""The least score of each tier."""

_PLAIN_KERNEL_BITS: Final = 10


@dataclass(frozen=True, slots=True)
class Difficulty:
    """The measures of a problem, and its score.

    Parameters
    ----------
    steps : int
        Steps of the machine that have to be followed.
    certificate_size : int
        Numbers in the certificate, a long list counted as such.
    proof_lines : int
        Lines of the reference proof, as its family estimates them.
    induction : bool
        Whether a proof has to be by induction.
    kernel_cost : int
        Estimated steps of the machine, or of a closure, that the kernel makes.
    """

    steps: int
    certificate_size: int
    proof_lines: int
    induction: bool
    kernel_cost: int

    @property
    def score(self) -> int:
        """The score; see the module."""
        return (
            self.steps.bit_length()
            + 2 * self.certificate_size.bit_length()
            + max(0, self.proof_lines - 2).bit_length()
            + 6 * self.induction
            + max(0, self.kernel_cost.bit_length() - _PLAIN_KERNEL_BITS) // 2
        )

    @property
    def tier(self) -> str:
        """The tier that the score is in."""
        return tier_of(self.score)


def tier_of(score: int) -> str:
    """Return the tier of a score."""
    return [name for name, least in TIERS.items() if score >= least][-1]


# Lines of the shared part of reference proofs that bring everything along.
BARE_LINES: Final = {"run": 30, "written": 115, "written-loop": 160}
"""Lines of the lemmas that bare proofs bring along, by the kind of computation."""

# What the kernel computes for closed sets depends on the machine; these are orders of magnitude.
_CLOSURE_COST: Final = {"ngram_cps": 1 << 12, "repwl": 1 << 13, "far": 1 << 9}


def measure(claim: Claim, kind: Family) -> Difficulty:
    """Return the measures of the problem that a claim becomes."""
    certificate = claim.certificate
    sort = str(certificate.get("kind", ""))
    steps = _steps(claim)
    size = 0
    for name, value in certificate.items():
        if name in ("kind", "steps", "start", "direction", "holds"):
            continue
        size += 1 if isinstance(value, int) else value.count(",") + 1
    lines = 2
    cost = _CLOSURE_COST.get(sort, steps)
    if claim.track == "bare":
        lines = BARE_LINES[str(bare_method(claim))]
        cost *= 16
    return Difficulty(
        steps=steps,
        certificate_size=size,
        proof_lines=lines,
        induction=kind.induction,
        kernel_cost=cost,
    )


def _steps(claim: Claim) -> int:
    certificate = claim.certificate
    if "steps" in certificate:
        return int(certificate["steps"])
    if "period" in certificate:
        return int(certificate["start"]) + int(certificate["period"])
    return 0


def bare_method(claim: Claim) -> str:
    """Return how a bare reference proof computes: by the semantics, or on written tapes."""
    if claim.certificate.get("kind") == "cycler":
        return "written-loop"
    return "run" if _steps(claim) <= DIRECT_STEPS else "written"


DIRECT_STEPS: Final = 60
"""The longest run that a bare proof has the kernel make on the semantics itself, whose cost grows
with the square of the steps."""
