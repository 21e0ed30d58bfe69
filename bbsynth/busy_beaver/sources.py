"""Where the machines come from: whole trees, or samples of trees that are too large.

A sample depends on the seed and the class only. Of machines that differ in names only, or in left
and right, one is kept.

Machines come in batches; what is found out about those of a batch depends on nothing else, so that
it can be done in another process.
"""

from __future__ import annotations

import dataclasses
import functools
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np

from bbsynth.busy_beaver.certificate import kinds
from bbsynth.busy_beaver.deciders import (
    DEFAULT_MAX_STEPS,
    Decision,
    check,
    decide_batch,
    decide_tree,
)
from bbsynth.busy_beaver.machines import Machine, machine_key, sample_tnf
from bbsynth.busy_beaver.options import MachineOptions
from bbsynth.busy_beaver.relabelling import disguised
from bbsynth.busy_beaver.rules import with_rule
from bbsynth.problems.family import draw

__all__ = ["Batch", "Source", "batches", "sources"]

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Source:
    """A machine whose fate is known.

    Parameters
    ----------
    decision : Decision
        Its fate.
    rule : Decision or None
        The same with the certificate of a bouncer, if one is asked for and there is one.
    origin : dict
        Where it comes from, if that is not itself.
    """

    decision: Decision
    rule: Decision | None = None
    origin: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Batch:
    """Machines of one class.

    Parameters
    ----------
    options : MachineOptions
        What is asked for.
    machines : sequence of Machine
        The machines, if they have to be decided; empty otherwise.
    decided : sequence of Decision
        What is known of them already.
    """

    options: MachineOptions
    machines: Sequence[Machine] = ()
    decided: Sequence[Decision] = ()


_BATCH = 500

_VARIED = 6
"""Of so many machines with a common certificate one is searched for certificates of other kinds."""


def batches(options: MachineOptions, n_states: int, n_symbols: int) -> Iterator[Batch]:
    """Return the machines of a class that the options ask for."""
    steps = options.steps(n_states, n_symbols)
    if not options.enumerates(n_states, n_symbols):
        machines = _sampled(options, n_states, n_symbols)
    else:
        known = iter(_tree(n_states, n_symbols, steps))
        if not options.disguise:
            for decided in _in_portions(known):
                yield Batch(options, decided=decided)
            return
        machines = (one.machine for one in known)
    for portion in _in_portions(machines):
        yield Batch(options, machines=portion)


@functools.lru_cache(maxsize=8)
def _tree(n_states: int, n_symbols: int, steps: int | None) -> tuple[Decision, ...]:
    """Return what becomes of all machines of a class, some thousands; a release asks repeatedly."""
    return tuple(decide_tree(n_states, n_symbols, max_steps=steps))


def _in_portions(items: Iterator[_Item]) -> Iterator[list[_Item]]:
    while portion := list(itertools.islice(items, _BATCH)):
        yield portion


def _sampled(options: MachineOptions, n_states: int, n_symbols: int) -> Iterator[Machine]:
    """Return machines drawn from a tree, those that are new but for names."""
    seed = draw(options.seed, "machines", n_states, n_symbols).getrandbits(63)
    count = options.machines_of(n_states, n_symbols)
    steps = options.steps(n_states, n_symbols)
    seen: set[str] = set()
    for table in sample_tnf(n_states, n_symbols, count, seed=seed, max_steps=steps):
        machine = Machine.from_array(table)
        form = machine_key(machine)
        if form not in seen:
            seen.add(form)
            yield machine


def sources(batch: Batch, *, rules: bool = False) -> list[Source]:
    """Return what becomes of the machines of a batch.

    Parameters
    ----------
    batch : Batch
        The machines.
    rules : bool
        Whether to look for the certificates of bouncers, too, where none of a loop was found.
    """
    options, machines = batch.options, list(batch.machines)
    records: list[dict[str, Any]] = [{} for _ in machines or batch.decided]
    known = batch.decided
    if machines:
        if options.disguise:
            for place, machine in enumerate(machines):
                choice = draw(options.seed, "disguise", machine)
                machines[place], record = disguised(machine, choice)
                records[place] = {"disguise": {"of": str(machine), **record}}
        steps = options.steps(machines[0].n_states, machines[0].n_symbols)
        tables = np.stack([machine.to_array() for machine in machines])
        known = decide_batch(tables, max_steps=DEFAULT_MAX_STEPS if steps is None else steps)
    return [
        Source(_varied(decision), with_rule(decision) if rules else None, record)
        for decision, record in zip(known, records, strict=True)
    ]


def _varied(decision: Decision) -> Decision:
    """Return the decision, now and then with a certificate that is looked for later.

    Most machines that do not loop have a certificate of the first kind that is tried.
    """
    if decision.certificate is None or not decision.certificate.varied:
        return decision
    machine = decision.machine
    others = [one for kind in kinds().values() if (one := kind.instead(machine)) is not None]
    place = draw(0, "certificate", machine).randrange(len(others) * _VARIED)
    other = others[place]() if place < len(others) else None
    if other is None or not check(machine, other):
        return decision
    return dataclasses.replace(decision, certificate=other)
