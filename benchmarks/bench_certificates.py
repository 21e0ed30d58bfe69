"""Whether Lean accepts what the searches find: random 4x2 machines, one kind at a time."""

from __future__ import annotations

import statistics
from collections.abc import Iterator

from bbsynth.busy_beaver.certificate import Fate, kinds
from bbsynth.busy_beaver.deciders import decide_batch
from bbsynth.busy_beaver.families import families
from bbsynth.busy_beaver.machines import sample_tnf
from bbsynth.judge import Judge, Task
from bbsynth.problems.crosscheck import crosscheck
from bbsynth.problems.family import Claim
from bbsynth.problems.rendering import render_problem

SAMPLE = 300
STATES = 4
MAX_STEPS = 1_000

#: Kind of certificate, and the family of problems whose proofs rest on it.
KINDS = {
    name: "halts-after" if kind.fate is Fate.HALTS else "never-halts"
    for name, kind in kinds().items()
    if kind.fate is Fate.HALTS or kind.stratum
}

#: Kinds of which not every certificate becomes a problem: Lean's check of rules follows fewer.
SOME = {"bouncer"}


def claims(kind: str) -> Iterator[Claim]:
    """Yield claims about random machines of the 4x2 tree that this kind of certificate decides."""
    seen = set()
    for seed in range(1_000):
        tables = sample_tnf(STATES, 2, 1_000, seed=seed)
        only = [] if kind == "halts" else [kind]
        for decision in decide_batch(tables, max_steps=MAX_STEPS, deciders=only):
            certificate = decision.certificate
            if certificate is None or certificate.kind != kind or decision.machine in seen:
                continue
            claim = families()[KINDS[kind]].claim(decision)
            if claim is None and kind in SOME:
                continue
            if claim is None:
                raise RuntimeError(f"no problem is made of {decision.machine}")
            seen.add(decision.machine)
            yield claim
            if len(seen) == SAMPLE:
                return


def bench_acceptance() -> Iterator[str]:
    """For each kind: certificates accepted, and the time of a proof."""
    with Judge(remember=False) as judge:
        for kind in KINDS:
            tasks = []
            for claim in claims(kind):
                problem = render_problem(claim)
                crosscheck(problem)
                tasks.append(
                    Task(
                        name=problem.id,
                        theorem=problem.theorem,
                        reference=problem.formal_statement,
                        candidate=problem.reference_proof,
                    )
                )
            verdicts = judge.check_all(tasks)
            proved = [verdict for verdict in verdicts if verdict.proved]
            refused = [verdict for verdict in verdicts if not verdict.proved]
            took = sorted(verdict.milliseconds["total"] / 1000 for verdict in proved)
            yield (
                f"{kind:18} {len(proved):4} of {len(tasks)} accepted; a proof takes "
                f"{statistics.median(took):.3f} s, the slowest {took[-1]:.3f} s"
            )
            for verdict in refused[:3]:
                yield f"  {verdict.name}: {verdict.status.value}, {verdict.reason}"


BENCHES = (bench_acceptance,)
