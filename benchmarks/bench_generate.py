"""How long ``bbsynth generate`` takes, and how much memory, in processes of its own."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator

from bbsynth._common.resources import cores

SCRIPT = """
import resource, sys
from bbsynth.cli import main
status = main(sys.argv[1:])
for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
    print(resource.getrusage(who).ru_maxrss)
sys.exit(status)
"""


def bench_generate() -> Iterator[str]:
    """Time and memory of whole runs; compiled code is cached by the first."""
    seconds: dict[int, float] = {}
    for repeat, jobs in (("first", cores()), ("second", cores()), ("third", 1)):
        with tempfile.TemporaryDirectory() as folder:
            start = time.perf_counter()
            options = ["--out", f"{folder}/default", "--jobs", str(jobs)]
            done = subprocess.run(
                [sys.executable, "-c", SCRIPT, "generate", *options],
                capture_output=True,
                text=True,
                check=True,
            )
            seconds[jobs] = time.perf_counter() - start
        own, most_of_others = (int(kilobytes) / 1e3 for kilobytes in done.stdout.split()[-2:])
        others = f" and {most_of_others:.0f} MB in each other process" if jobs > 1 else ""
        yield (
            f"generate, the default set of 1,000, {repeat} run, --jobs {jobs}: "
            f"{seconds[jobs]:6.2f} s, at most {own:.0f} MB resident{others}"
        )
    if cores() > 1:
        yield f"{cores()} processes against one: {seconds[1] / seconds[cores()]:.2f} times as fast"


BENCHES = (bench_generate,)
