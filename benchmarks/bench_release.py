"""How long a release takes without Lean, and how quickly text is searched for its problems."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bbsynth.judge import Status, Verdict
from bbsynth.release import PrivateSeed, build_release
from bbsynth.release.contamination import find_contamination
from bbsynth.release.verify import verify_release

CONFIGURATION = Path(__file__).parents[1] / "releases" / "tiny.toml"
SIZE = 2_000


class _Believer:
    """Accepts all proofs unseen: the judge has a benchmark of its own."""

    class toolchain:  # noqa: N801
        kind = version = "none"

    def identity(self) -> str:
        return "none"

    def check_all(self, tasks: Any) -> Iterator[Verdict]:
        return (Verdict(name=task.name, status=Status.PROVED) for task in tasks)


def _configuration() -> bytes:
    head = CONFIGURATION.read_text(encoding="utf-8").split("[[sources]]")[0]
    head = head.replace("rows_per_shard = 20", "")
    return f"{head}[[sources]]\nstates = 3\nsize = {SIZE}\nheld_out = 100\n".encode()


def bench_release() -> Iterator[str]:
    """Building, verifying and searching, on machines with three states."""
    with tempfile.TemporaryDirectory() as folder:
        dist, private = Path(folder) / "dist", Path(folder) / "private"
        believer: Any = _Believer()
        start = time.perf_counter()
        build_release(
            _configuration(),
            dist,
            judge=believer,
            seed=PrivateSeed(b"0123456789abcdef0123456789abcdef"),
            private=private,
        )
        seconds = time.perf_counter() - start
        yield f"build {SIZE:,} + 100 problems of 3x2, without Lean: {seconds:6.1f} s"
        start = time.perf_counter()
        report = verify_release(dist, private=private)
        seconds = time.perf_counter() - start
        yield f"verify it, without Lean: {seconds:6.1f} s, {len(report.findings)} findings"
        text = "The quick brown fox jumps over the lazy dog, again and again. " * 100 + "\n"
        corpus = Path(folder) / "corpus.txt"
        corpus.write_text(text * 4_000)
        start = time.perf_counter()
        find_contamination(dist, [corpus])
        seconds = time.perf_counter() - start
        megabytes = corpus.stat().st_size / 1e6
        yield f"search {megabytes:.0f} MB of prose: {megabytes / seconds:6.1f} MB/s"


BENCHES = (bench_release,)
