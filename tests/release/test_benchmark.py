from __future__ import annotations

import pytest

from benchmarks import bench_release
from tests.release.making import TINY


def test_the_benchmark_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """On the tiny release: it builds, verifies without a finding, and searches."""
    monkeypatch.setattr(bench_release, "CONFIGURATION", TINY)
    build, verify, search = bench_release.bench_release()
    assert build.startswith("build 40 + 8 problems")
    assert verify.endswith(" 0 findings")
    assert search.startswith("search ")
