"""How long a release takes without Lean, and how quickly text is searched for its problems."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bbsynth._common.resources import cores
from bbsynth._common.workers import Workers
from bbsynth.judge import Status, Verdict
from bbsynth.release import PrivateSeed, build_release
from bbsynth.release.search import search_corpus
from bbsynth.release.verify import verify_release

CONFIGURATION = Path(__file__).parents[1] / "releases" / "small-machines.toml"


class _Believer:
    """Accepts all proofs unseen: the judge has a benchmark of its own."""

    class toolchain:  # noqa: N801
        kind = "native"
        version = "Lean (version 0, none at all)"

    canary_pairs = 0

    def identity(self) -> str:
        """Return what it is."""
        return "none"

    def probe(self) -> None:
        """Try nothing."""

    def check_all(self, tasks: Any) -> Iterator[Verdict]:
        """Say that all is proved."""
        return (Verdict(name=task.name, status=Status.PROVED) for task in tasks)


def bench_release() -> Iterator[str]:
    """Building, verifying and searching the first real release."""
    with tempfile.TemporaryDirectory() as folder:
        dist, private = Path(folder) / "dist", Path(folder) / "private"
        believer: Any = _Believer()
        start = time.perf_counter()
        with Workers(cores()) as workers:
            summary = build_release(
                CONFIGURATION.read_bytes(),
                dist,
                judge=believer,
                seed=PrivateSeed(b"0123456789abcdef0123456789abcdef"),
                private=private,
                workers=workers,
            )
        seconds = time.perf_counter() - start
        yield (
            f"build {sum(summary.rows.values()):,} + {summary.held_out:,} problems with "
            f"{cores()} processes, without Lean: {seconds:6.1f} s"
        )
        start = time.perf_counter()
        report = verify_release(dist, private=private)
        seconds = time.perf_counter() - start
        yield f"verify it, without Lean: {seconds:6.1f} s, {len(report.findings)} findings"
        text = "The quick brown fox jumps over the lazy dog, again and again. " * 100 + "\n"
        corpus = Path(folder) / "corpus.txt"
        corpus.write_text(text * 4_000)
        start = time.perf_counter()
        search_corpus(dist, [corpus])
        seconds = time.perf_counter() - start
        megabytes = corpus.stat().st_size / 1e6
        yield f"search {megabytes:.0f} MB of prose: {megabytes / seconds:6.1f} MB/s"


BENCHES = (bench_release,)
