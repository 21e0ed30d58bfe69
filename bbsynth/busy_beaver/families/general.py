"""Facts about all machines, written by hand in ``templates/busy_beaver/facts.toml``."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Sequence
from typing import Final

from bbsynth._common.resources import templates_dir
from bbsynth.busy_beaver.excerpt import excerpt
from bbsynth.busy_beaver.family import MachineFacts
from bbsynth.busy_beaver.semantics import NAMESPACE, bare_header
from bbsynth.problems.family import Claim, Fact

__all__ = ["FAMILY", "General"]

_WRITTEN: Final = templates_dir() / "busy_beaver" / "facts.toml"


@functools.cache
def _facts() -> Sequence[Fact]:
    """Return the facts as they are written down, with the binders and lemmas that they name."""
    written = tomllib.loads(_WRITTEN.read_text(encoding="utf-8"))
    binders, lemmas = written["binders"], written["lemmas"]
    facts = []
    for one in written["facts"]:
        about = [binders[one.pop("about")]] if "about" in one else []
        one["proposition"] = " ".join([*about, one["proposition"]])
        needed = [lemmas[name] for name in one.get("lemmas", ())]
        one["lemmas"] = "\n\n".join(needed) + "\n" if needed else ""
        one["modules"] = tuple(one.get("modules", ()))
        facts.append(Fact(**one))
    return tuple(facts)


class General(MachineFacts):
    """What holds of every machine."""

    name = "general"
    summary = "(any machine) has a property that all machines have"
    title = "A fact about all machines"
    strata = ("halting", "runs", "tape", "space", "bounds", "loops", "classes", "symmetry")
    induction = False
    meanings = (
        "- **Machines.** A Turing machine has a finite number of states and a finite number of "
        "symbols, at least one of each. For each state and each symbol, its table has a "
        "transition: a symbol to write, a direction, left or right, and the next state or that it "
        "halts.",
        "- **Tape.** The tape is a row of cells, one for each integer, infinite in both "
        "directions; cell *i* + 1 is the right neighbour of cell *i*. Every cell holds one "
        "symbol. One of the symbols, 0, is the blank.",
        "- **Configurations.** A configuration is a state, or that the machine has halted; a "
        "cell, on which the head is; and a symbol for each cell. On the blank tape the machine "
        "starts in its first state, with its head on cell 0, and every cell is blank.",
        "- **Step.** In one step the machine reads the symbol in the cell under its head, and "
        "does what the transition for its state and this symbol says: it writes a symbol into "
        "this cell, moves its head to the left or right neighbour, and goes to its next state or "
        "halts. The step in which it halts writes, moves and is counted like any other. A step of "
        "a machine that has halted changes nothing.",
        "- **Halting.** The machine halts *after exactly N steps* if it has halted after *N* "
        "steps, and after any smaller number of steps it has not; *after at most N steps* if it "
        "halts after exactly *t* steps for some *t* that is not greater than *N*; and *not in "
        "fewer than N steps* if it has not halted after *t* steps for any *t* less than *N*. It "
        "*halts* if it halts after exactly *N* steps for some *N*, and *never halts* if there is "
        "no *t* such that it has halted after *t* steps.",
        "- **Repeating.** The machine *repeats itself from step m on, with period p*, if *p* is "
        "positive, it has not halted after *m* steps, its configuration after *m* + *p* steps is "
        "that after *m* steps, and its configurations after fewer than *m* + *p* steps are all "
        "different.",
        "- **Places.** The machine *moves its head out of every finite part of the tape* if for "
        "any two cells there is a time at which its head is left of both or right of both. It "
        "*never moves its head out of the cells from a to b* if at all times its head is on one "
        "of them.",
    )
    proposition = re.compile(r".*", re.DOTALL)
    sentences = (re.compile(r".*", re.DOTALL),)

    def has_bare(self, claim: Claim) -> bool:
        """Return whether the proof of a fact needs little of the library."""
        return claim.stratum != "classes"

    def bare_lines(self, claim: Claim) -> int | None:
        """Return how much of the library the proof of a fact needs, with its own lemmas."""
        return _bare_lines(claim.label)

    @property
    def facts(self) -> Sequence[Fact]:
        """The facts, in the order of their strata."""
        return _facts()


@functools.cache
def _bare_lines(name: str) -> int:
    fact = FAMILY.fact(name)
    needed = excerpt(
        fact.lemmas + fact.proof, namespace=NAMESPACE, header=bare_header(fact.proposition)
    )
    return (needed + fact.lemmas + fact.proof).count("\n") + 1


FAMILY = General()
