"""How hard a problem about machines is, from what can be measured before anybody has tried it.

The measures, and what each adds to the score (bits of n: the length of n as a binary number):

==================  ==================================================================
steps               bits: the part of the run that has to be followed
argument            0 for following a run to its end, up to 8: the weight of the kind of
                    certificate
certificate size    bits: what has to be thought of, counted in numbers, or, for closed
                    sets, in cells of the window or states of the automaton
proof lines         bits of the lines of the reference proof, beyond the first two
induction           6 if no computation alone is a proof
kernel cost         half the bits of the estimated steps that the kernel has to make,
                    beyond the 10 bits that are nothing
==================  ==================================================================
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bbsynth.busy_beaver.certificate import evidence
from bbsynth.busy_beaver.family import BusyBeaverFamily
from bbsynth.problems.family import Claim, Fields
from bbsynth.problems.tiers import tier_of

__all__ = [
    "DIRECT_STEPS",
    "Difficulty",
    "bare_method",
    "measure",
]

DIRECT_STEPS: Final = 60
"""The longest run that a bare proof has the kernel make on the semantics itself, whose cost grows
with the square of the steps."""

BARE_LINES: Final = {"run": 40, "run-tape": 110, "run-loop": 165, "written": 125, "excerpt": 600}
"""Lines of a bare reference proof, by the way in which it computes; see `bare_method`. A run of
which the tape matters takes more than one of which only the state does, and a loop still more."""

_PLAIN_KERNEL_BITS: Final = 10

_BARE_COST: Final = 16
"""How much more it costs to compute as no part of the library does, as an order of magnitude."""

# Numbers that are not counted as a part of what has to be thought of.
_NO_IDEAS: Final = frozenset({"kind", "steps", "start", "direction", "holds", "shift", "dfa"})


@dataclass(frozen=True, slots=True)
class Difficulty:
    """The measures of a problem, and its score.

    Parameters
    ----------
    steps : int
        Steps of the machine that have to be followed.
    argument : int
        The weight of the kind of certificate, or of the family.
    certificate_size : int
        See the module.
    proof_lines : int
        Lines of the reference proof, as an estimate.
    induction : bool
        Whether a proof has to be by induction.
    kernel_cost : int
        Estimated steps of the machine, or of a closure, that the kernel makes.
    """

    steps: int
    argument: int
    certificate_size: int
    proof_lines: int
    induction: bool
    kernel_cost: int

    @property
    def score(self) -> int:
        """The score; see the module."""
        return (
            self.steps.bit_length()
            + self.argument
            + self.certificate_size.bit_length()
            + max(0, self.proof_lines - 2).bit_length()
            + 6 * self.induction
            + max(0, self.kernel_cost.bit_length() - _PLAIN_KERNEL_BITS) // 2
        )

    @property
    def tier(self) -> str:
        """The tier that the score is in."""
        return tier_of(self.score)


def _bare_lines(claim: Claim, kind: BusyBeaverFamily) -> int:
    lines = kind.bare_lines(claim)
    if lines is not None:
        return lines
    method = bare_method(claim, kind)
    if method == "run" and "period" in claim.certificate:
        return BARE_LINES["run-loop"]
    if method == "run" and kind.told(claim.parameters) == "tape":
        return BARE_LINES["run-tape"]
    return BARE_LINES[method]


def measure(claim: Claim, kind: BusyBeaverFamily) -> Difficulty:
    """Return the measures of the problem that a claim becomes."""
    certificate = claim.certificate
    sort = evidence(certificate.get("kind"))
    steps = _steps(claim)
    closure = None if sort is None else sort.kernel_cost
    cost = int(certificate.get("cost", steps if closure is None else closure))
    bare = claim.track == "bare"
    return Difficulty(
        steps=steps,
        argument=kind.weight if sort is None else sort.weight,
        certificate_size=_size(certificate, numbers=closure is not None),
        proof_lines=_bare_lines(claim, kind) if bare else kind.proof_lines(claim),
        induction=kind.induction,
        kernel_cost=cost * _BARE_COST if bare and bare_method(claim, kind) != "excerpt" else cost,
    )


def _size(certificate: Fields, *, numbers: bool) -> int:
    ideas = [value for name, value in certificate.items() if name not in _NO_IDEAS]
    return sum(value for value in ideas if isinstance(value, int)) if numbers else len(ideas)


def _steps(claim: Claim) -> int:
    certificate = claim.certificate
    if "steps" in certificate:
        return int(certificate["steps"])
    if "period" in certificate:
        return int(certificate["start"]) + int(certificate["period"])
    return 0


def bare_method(claim: Claim, kind: BusyBeaverFamily) -> str:
    """Return how a bare reference proof computes.

    ``run`` is on the semantics itself, ``written`` on tapes that are written down, and ``excerpt``
    as in the library, of which it repeats what it needs.
    """
    certificate = claim.certificate
    sort, steps = certificate.get("kind"), _steps(claim)
    first = kind.first_steps(claim)
    if first is not None and first <= DIRECT_STEPS:
        return "run"
    if sort == "halts":
        if steps <= DIRECT_STEPS:
            return "run"
        return "written" if kind.told(claim.parameters) == "time" else "excerpt"
    if "period" in certificate:
        # As many cells are compared, on either side.
        return "run" if steps + int(certificate["period"]) <= DIRECT_STEPS else "excerpt"
    return "excerpt"
