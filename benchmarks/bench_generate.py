"""How long ``bbsynth generate`` takes, and how much memory, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator

SCRIPT = """
import resource, sys
from bbsynth.cli import main
status = main(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
sys.exit(status)
"""


def bench_generate() -> Iterator[str]:
    """Time and memory of whole runs; compiled code is cached by the first."""
    for repeat in ("first", "second"):
        with tempfile.TemporaryDirectory() as folder:
            start = time.perf_counter()
            done = subprocess.run(
                [sys.executable, "-c", SCRIPT, "generate", "--out", f"{folder}/default"],
                capture_output=True,
                text=True,
                check=True,
            )
            seconds = time.perf_counter() - start
        kilobytes = int(done.stdout.split()[-1])
        yield (
            f"generate, the default set of 1,000, {repeat} run: {seconds:6.2f} s, "
            f"at most {kilobytes / 1e3:.0f} MB resident"
        )


BENCHES = (bench_generate,)
