"""What a family of problems about machines is.

A family is one module in `bbsynth.busy_beaver.families` with an object ``FAMILY``, and two
templates, ``lean/<name>.lean.j2`` and ``markdown/<name>.md.j2``. Nothing else has to know of it.
"""

from __future__ import annotations

import abc
from collections.abc import Mapping
from typing import Any, ClassVar, Final, Literal

from bbsynth.busy_beaver.certificate import evidence
from bbsynth.busy_beaver.deciders import Decision
from bbsynth.busy_beaver.machines import Machine
from bbsynth.busy_beaver.other_starts import Start
from bbsynth.busy_beaver.reference import Table, halting_time
from bbsynth.problems.family import Claim, Family, Fields, GeneralFamily, Parameters

__all__ = ["LONGEST_BARE", "MAX_SHOWN", "BusyBeaverFamily", "MachineFacts", "MachineFamily"]

MAX_SHOWN: Final = 24
"""Symbols of a tape, at most, that a statement writes out."""

LONGEST_BARE: Final = 500
"""Steps, at most, of the run of a machine that halts in a bare problem: it is followed cell by cell
there, and not in blocks."""


class BusyBeaverFamily(Family):
    """A kind of statement, with what its difficulty depends on."""

    about: ClassVar[Literal["machine", "partial", "general"]] = "machine"
    """Whether a statement is about one machine, whose undefined transitions become ``1RZ``, about
    all completions of a partial one, or about machines in general."""

    induction: ClassVar[bool] = False
    """Whether a proof has to be by induction, and no computation alone can be one."""

    tells: ClassVar[Literal["time", "tape", "more"]] = "more"
    """What a claim tells of a run that halts: no more than when it halts, if at all; what is left
    on the tape, too; or more than that."""

    weight: ClassVar[int] = 0
    """What the argument adds to the difficulty, if it rests on no kind of certificate."""

    def told(self, parameters: Parameters) -> Literal["time", "tape", "more"]:
        """Return what a claim with these parameters `tells`."""
        return self.tells

    def first_steps(self, claim: Claim) -> int | None:
        """Return how many steps of the run, from the first on, a claim is about; None if it is
        about all of them."""
        return None

    def proof_lines(self, claim: Claim) -> int:
        """Return about how many lines the reference proof of a claim in the library track has."""
        return 2

    def bare_lines(self, claim: Claim) -> int | None:
        """Return about how many lines the bare reference proof of a claim has; None for as many as
        others of its kind of certificate."""
        return None


class MachineFacts(BusyBeaverFamily, GeneralFamily):
    """Facts about machines in general."""

    about = "general"
    weight = 2


class MachineFamily(BusyBeaverFamily):
    """A kind of statement about machines."""

    example: ClassVar[str]
    """The machine that the gallery shows, in standard notation."""

    by_rules: ClassVar[Literal["always", "sometimes", "never"]] = "never"
    """Whether the family is about machines that sweep over a growing block, by the certificate of
    this kind, though another may have been found first."""

    @abc.abstractmethod
    def claim(self, decision: Decision, seed: int = 0) -> Claim | None:
        """Return what the family claims of a machine; None if it has nothing to say.

        Where there is a choice, such as of a bound, it depends on the seed and the machine only.
        """

    @abc.abstractmethod
    def verify(self, table: Table, parameters: Parameters, certificate: Fields) -> str | None:
        """Check a claim with the simulator of `bbsynth.busy_beaver.reference` and nothing else."""

    def refuted(self, table: Table, parameters: Parameters, steps: int) -> str | None:
        """Look for what a run of so many steps tells against a claim, without its certificate.

        The simulator is that of `bbsynth.busy_beaver.reference`. By default the claim is verified
        as if its certificate were the run, as far as one can be told from the other.

        Returns
        -------
        str or None
            What is wrong with the claim; None if nothing was seen.
        """
        time, kind = halting_time(table, steps), "halts"
        if time is None:
            named = (parameters.get(name) for name in ("steps", "bound", "least"))
            time, kind = next((one for one in named if isinstance(one, int)), None), "runs"
        if time is None or time > steps:
            return None
        try:
            return self.verify(table, parameters, {"kind": kind, "steps": time})
        except LookupError:
            return None  # It takes more than a run.

    def make_claim(
        self,
        machine: Machine,
        parameters: Parameters,
        certificate: Fields,
        *,
        stratum: str | None = None,
        metadata: Mapping[str, Any] | None = None,
    ) -> Claim:
        """Return a claim of this family, by default in its first stratum, with its label."""
        return Claim(
            family=self.name,
            subject=machine,
            stratum=self.strata[0] if stratum is None else stratum,
            parameters=parameters,
            certificate=certificate,
            metadata={} if metadata is None else metadata,
            label=self.label(parameters),
        )

    def start(self, parameters: Parameters) -> Start | None:
        """Return the configuration that a claim with these parameters starts from, one of them if
        there are many; None if that is the blank tape."""
        return None

    def has_class(self, n_states: int, n_symbols: int) -> bool:
        """Return whether there can be claims about machines of a class."""
        return True

    def has_bare(self, claim: Claim) -> bool:
        """Return whether there is a reference proof of a claim that needs no library.

        There is one if what the library has for the kind of certificate can be repeated, and the
        run of a machine that halts is not longer than `LONGEST_BARE`.
        """
        kind = evidence(claim.certificate.get("kind"))
        return (
            "bare" in self.tracks
            and (kind is None or kind.in_bare)
            and int(claim.certificate.get("steps", 0)) <= LONGEST_BARE
        )
