"""Where the machines come from: whole trees, or samples of trees that are too large.

A sample depends on the seed and the class only. Of machines that differ in names only, or in left
and right, one is kept.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from bbsynth.deciders import (
    DEFAULT_MAX_STEPS,
    Bouncer,
    Certificate,
    Decision,
    NGramCPS,
    RepWL,
    check,
    decide_batch,
    decide_tree,
)
from bbsynth.deciders.bouncer import find_bouncer
from bbsynth.deciders.far import find_far
from bbsynth.deciders.repwl import find_repwl
from bbsynth.machines import Machine, machine_key, sample_tnf
from bbsynth.problems.disguise import disguised
from bbsynth.problems.family import draw
from bbsynth.problems.options import Options

__all__ = ["Source", "decisions"]


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


_BATCH = 500

_VARIED = 6
"""Of so many machines that are closed under n-grams one is searched for each other certificate."""

_FAR_STATES, _FAR_NODES, _DESCRIPTIONS = 4, 3_000, 400

_BOUNCER_STEPS = 3_000


def decisions(
    options: Options, n_states: int, n_symbols: int, *, rules: bool = False
) -> Iterator[Source]:
    """Return decisions for the machines of a class that the options ask for.

    Parameters
    ----------
    options : Options
        What is asked for.
    n_states, n_symbols : int
        The class.
    rules : bool
        Whether to look for the certificates of bouncers, too.
    """
    steps = options.steps(n_states, n_symbols)
    machines: Iterator[Machine]
    if options.enumerates(n_states, n_symbols):
        if not options.disguise:
            known = list(decide_tree(n_states, n_symbols, max_steps=steps))
            yield from _with_rules(known, [{} for _ in known], rules)
            return
        machines = (one.machine for one in decide_tree(n_states, n_symbols, max_steps=steps))
    else:
        machines = _sampled(options, n_states, n_symbols)
    batch: list[Machine] = []
    for machine in machines:
        batch.append(machine)
        if len(batch) == _BATCH:
            yield from _decided(batch, options, steps, rules)
            batch = []
    if batch:
        yield from _decided(batch, options, steps, rules)


def _sampled(options: Options, n_states: int, n_symbols: int) -> Iterator[Machine]:
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


def _decided(
    batch: list[Machine], options: Options, steps: int | None, rules: bool
) -> Iterator[Source]:
    records: list[dict[str, Any]] = [{} for _ in batch]
    if options.disguise:
        for place, machine in enumerate(batch):
            choice = draw(options.seed, "disguise", machine)
            batch[place], record = disguised(machine, choice)
            records[place] = {"disguise": {"of": str(machine), **record}}
    tables = np.stack([machine.to_array() for machine in batch])
    found = decide_batch(tables, max_steps=DEFAULT_MAX_STEPS if steps is None else steps)
    yield from _with_rules(found, records, rules)


def _with_rules(
    known: list[Decision], origins: list[dict[str, Any]], rules: bool
) -> Iterator[Source]:
    """Return sources, with the certificates of bouncers where none of a loop was found."""
    for decision, origin in zip(known, origins, strict=True):
        yield Source(_varied(decision), _rule(decision) if rules else None, origin)


def _varied(decision: Decision) -> Decision:
    """Return the decision, now and then with a certificate that is looked for later than n-grams.

    Most machines that do not loop have a certificate of the first kind that is tried.
    """
    if not isinstance(decision.certificate, NGramCPS):
        return decision
    machine = decision.machine
    other: Certificate | None = None
    match draw(0, "certificate", machine).randrange(2 * _VARIED):
        case 0:
            other = find_far(machine, _FAR_STATES, max_nodes=_FAR_NODES)
        case 1:
            other = find_repwl(machine, length=2, threshold=2, max_descriptions=_DESCRIPTIONS)
    if other is None or not check(machine, other):
        return decision
    return dataclasses.replace(decision, certificate=other)


def _rule(decision: Decision) -> Decision | None:
    """Return the decision with the certificate of a bouncer, which was not checked, or None."""
    if isinstance(decision.certificate, Bouncer):
        return decision
    if not (decision.certificate is None or isinstance(decision.certificate, NGramCPS | RepWL)):
        return None
    found = find_bouncer(decision.machine, _BOUNCER_STEPS)
    return None if found is None else dataclasses.replace(decision, certificate=found)
