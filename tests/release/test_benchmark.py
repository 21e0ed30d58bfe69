from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import bench_release
from tests.release.making import small


def test_the_benchmark_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a small release: it builds, verifies without a finding, and searches."""
    (tmp_path / "small.toml").write_bytes(small(held_out=4))
    monkeypatch.setattr(bench_release, "CONFIGURATION", tmp_path / "small.toml")
    build, verify, search = bench_release.bench_release()
    assert build.startswith("build 40 + 4 problems")
    assert verify.endswith(" 0 findings")
    assert search.startswith("search ")
