"""Where the machines come from: whole trees, or samples of trees that are too large.

A sample depends on the seed and the class only. Of machines that differ in names only, or in left
and right, one is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from bbsynth.deciders import DEFAULT_MAX_STEPS, Decision, decide_batch, decide_tree
from bbsynth.machines import Machine, canonical_form, sample_tnf
from bbsynth.problems.disguise import disguised
from bbsynth.problems.family import draw
from bbsynth.problems.options import Options

__all__ = ["Source", "decisions"]

Source = tuple[Decision, dict[str, Any]]
"""A machine whose fate is known, and where it comes from, if that is not itself."""

_BATCH = 500


def decisions(options: Options, n_states: int, n_symbols: int) -> Iterator[Source]:
    """Return decisions for the machines of a class that the options ask for."""
    steps = options.steps(n_states, n_symbols)
    machines: Iterator[Machine]
    if options.enumerates(n_states, n_symbols):
        if not options.disguise:
            for decision in decide_tree(n_states, n_symbols, max_steps=steps):
                yield decision, {}
            return
        machines = (one.machine for one in decide_tree(n_states, n_symbols, max_steps=steps))
    else:
        machines = _sampled(options, n_states, n_symbols)
    batch: list[Machine] = []
    for machine in machines:
        batch.append(machine)
        if len(batch) == _BATCH:
            yield from _decided(batch, options, steps)
            batch = []
    if batch:
        yield from _decided(batch, options, steps)


def _sampled(options: Options, n_states: int, n_symbols: int) -> Iterator[Machine]:
    """Return machines drawn from a tree, those that are new but for names."""
    seed = draw(options.seed, "machines", n_states, n_symbols).getrandbits(63)
    count = options.machines_of(n_states, n_symbols)
    steps = options.steps(n_states, n_symbols)
    seen: set[str] = set()
    for table in sample_tnf(n_states, n_symbols, count, seed=seed, max_steps=steps):
        machine = Machine.from_array(table)
        form = str(canonical_form(machine))
        if form not in seen:
            seen.add(form)
            yield machine


def _decided(batch: list[Machine], options: Options, steps: int | None) -> Iterator[Source]:
    records: list[dict[str, Any]] = [{} for _ in batch]
    if options.disguise:
        for place, machine in enumerate(batch):
            choice = draw(options.seed, "disguise", machine)
            batch[place], record = disguised(machine, choice)
            records[place] = {"disguise": {"of": str(machine), **record}}
    tables = np.stack([machine.to_array() for machine in batch])
    found = decide_batch(tables, max_steps=DEFAULT_MAX_STEPS if steps is None else steps)
    yield from zip(found, records, strict=True)
