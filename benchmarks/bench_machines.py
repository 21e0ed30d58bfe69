"""How fast machines are run, enumerated and decided.

Figures below a second are the best of several runs on one core, after compilation.
"""

from __future__ import annotations

import itertools
import resource
import time
from collections import Counter
from collections.abc import Callable, Iterator

from bbsynth.busy_beaver.deciders import decide_batch, decide_tree
from bbsynth.busy_beaver.deciders.parallel import Settings, decide_units, tree_units
from bbsynth.busy_beaver.deciders.survey import survey_part
from bbsynth.busy_beaver.machines import (
    Machine,
    enumerate_tnf_arrays,
    run,
    run_accelerated,
    sample_tnf,
    split_tnf,
)

CHAMPION = Machine.parse("1RB1LC_1RC1RB_1RD0LE_1LA1LD_1RZ0LA")
CHAMPION_STEPS = 47_176_870
PLAIN_STEPS = 1_000_000


def best_of(repeats: int, work: Callable[[], object]) -> float:
    """Return the least time in seconds that `work` took."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def bench_long_run() -> Iterator[str]:
    """Steps per second of one long run, compiled and plain."""
    outcome = run(CHAMPION, CHAMPION_STEPS)
    if (outcome.halted, outcome.steps) != (True, CHAMPION_STEPS):
        raise RuntimeError(f"the champion ran {outcome.steps} steps")
    compiled = CHAMPION_STEPS / best_of(5, lambda: run(CHAMPION, CHAMPION_STEPS))
    plain = PLAIN_STEPS / best_of(3, lambda: run(CHAMPION, PLAIN_STEPS, backend="numpy"))
    yield f"5x2 champion, compiled: {compiled / 1e6:8.1f} million steps/s"
    yield f"5x2 champion, plain:    {plain / 1e6:8.1f} million steps/s"
    yield f"ratio:                  {compiled / plain:8.0f}"
    quick = run_accelerated(CHAMPION)
    if (quick.halted, quick.steps) != (True, CHAMPION_STEPS):
        raise RuntimeError(f"the accelerated champion ran {quick.steps} steps")
    seconds = best_of(5, lambda: run_accelerated(CHAMPION))
    yield f"5x2 champion, by blocks: {seconds * 1e3:8.1f} ms ({quick.operations:,} operations)"


def bench_decide() -> Iterator[str]:
    """Time to enumerate, run and decide a whole tree, certificates checked."""
    for n_states, n_symbols in ((3, 2), (2, 3)):
        fates = Counter(decision.fate.value for decision in decide_tree(n_states, n_symbols))
        seconds = best_of(5, lambda a=n_states, b=n_symbols: list(decide_tree(a, b)))  # type: ignore[misc]
        counts = ", ".join(f"{count:,} {fate}" for fate, count in sorted(fates.items()))
        yield f"{n_states}x{n_symbols} tree, decided:      {seconds:8.3f} s ({counts})"


def bench_four_states() -> Iterator[str]:
    """Time to decide all of 4x2, certificates found and checked, in one and in two processes."""
    for jobs in (1, 2):
        counts: Counter[str] = Counter()
        start = time.perf_counter()
        for result in decide_units(tree_units(4, 2, Settings(records=False)), jobs=jobs):
            counts.update(result.counts)
        seconds = time.perf_counter() - start
        shown = ", ".join(f"{count:,} {name}" for name, count in counts.most_common())
        yield f"4x2 tree, decided, {jobs} jobs: {seconds:6.1f} s ({shown})"


def bench_five_states() -> Iterator[str]:
    """Machines per second in a survey of 5x2, and the share of a random sample decided."""
    part = split_tnf(5, 2, parts=1, max_steps=1_000)[0]
    surveys = survey_part(part)
    start = time.perf_counter()
    machines = sum(survey.machines for survey in itertools.islice(surveys, 10))
    seconds = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield (
        f"5x2 tree, enumerated and searched for loops: {machines / seconds / 1e6:.2f} million "
        f"machines/s on one core ({machines:,} machines, {memory:.0f} MB)"
    )
    tables = sample_tnf(5, 2, 10_000, seed=52, max_steps=1_000)
    start = time.perf_counter()
    counts = Counter(decision.decider for decision in decide_batch(tables, max_steps=10_000))
    seconds = time.perf_counter() - start
    yield f"5x2 sample of 10,000: {seconds:.1f} s, undecided {counts[None]}, {dict(counts)}"


def bench_tree() -> Iterator[str]:
    """Time to enumerate and run a large tree, 107 steps per machine."""
    halting = [int(chunk.runs["halted"].sum()) for chunk in enumerate_tnf_arrays(4, 2)]
    machines = [len(chunk.runs) for chunk in enumerate_tnf_arrays(4, 2)]
    seconds = best_of(5, lambda: sum(len(chunk.runs) for chunk in enumerate_tnf_arrays(4, 2)))
    yield (
        f"4x2 tree, run:          {seconds:8.3f} s "
        f"({sum(machines):,} machines, {sum(halting):,} halting)"
    )


BENCHES = (bench_long_run, bench_decide, bench_tree, bench_four_states, bench_five_states)
