"""On macOS, as far as that can be played on another system: its names are there, Linux's are not.

One process imports bbsynth, so that other packages find the system they were built for; then what
only Linux has is taken away, and bbsynth is imported anew and used.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow

PRELUDE = """
import importlib, json, os, pkgutil, platform, resource, select, signal, socket, sys
from pathlib import Path

def load():
    import bbsynth
    names = [one.name for one in pkgutil.walk_packages(bbsynth.__path__, "bbsynth.")]
    for name in names:
        importlib.import_module(name)
    return len(names)

load()
for name in [name for name in sys.modules if name.partition(".")[0] == "bbsynth"]:
    del sys.modules[name]
# There on Linux, and not on macOS; but for what Python's own modules have looked for already.
for module, names in {
    os: "O_PATH sched_getaffinity sched_setaffinity memfd_create eventfd pidfd_open pipe2"
        " posix_fadvise posix_fallocate splice copy_file_range getrandom unshare setns getresuid"
        " setresuid getxattr setxattr listxattr",
    resource: "prlimit RLIMIT_OFILE RLIMIT_SIGPENDING RLIMIT_MSGQUEUE",
    select: "epoll",
    signal: "sigtimedwait sigwaitinfo SIGPWR SIGRTMIN SIGRTMAX pidfd_send_signal",
    socket: "AF_NETLINK AF_PACKET",
}.items():
    for name in names.split():
        if hasattr(module, name):
            delattr(module, name)
if hasattr(os, "process_cpu_count"):
    os.process_cpu_count = os.cpu_count  # it asks `sched_getaffinity` where that is there
sys.modules["fcntl"] = None  # macOS has it, others have not
sys.platform = "darwin"
platform.system = lambda: "Darwin"
found = {"modules": load()}
folder = Path(sys.argv[1])
"""

USE = """
from bbsynth.cli import main
from bbsynth.errors import ToolchainError
from bbsynth.evaluation.runs.folder import locked
from bbsynth.judge import Judge, Limits, Task, judge
from bbsynth.sandbox import confinement
from bbsynth.judge.known_answers import Canary
from bbsynth.lean.native import NativeToolchain
from bbsynth.judge.paranoid_case import Case
from bbsynth.judge.pool import default_jobs
from bbsynth._common.resources import cores
from tests.judge.faking import OBEDIENT, PROGRAM, fake_toolchain

found["cores"] = cores(), default_jobs()
found["details"] = sorted({one.detail for one in confinement.probe() if not one.active})
found["active"] = [one.name for one in confinement.probe() if one.active]
found["lacking"] = confinement.lacking()
try:
    confinement.require_sandbox()
except ToolchainError as error:
    found["required"] = str(error)

# A judge, its processes and their ends.
def task(candidate):
    return Task(name=candidate, theorem="t", reference="r", candidate=candidate)

judge.compiled_library = lambda *_, **__: folder
judge.judge_program = lambda *_, **__: PROGRAM
judge.draw_pair = lambda: (Canary(task("ok"), proved=True), Canary(task("wrong"), proved=False))
candidates = ["ok", "die", "work 60", f"eat {10**8}", "wrong"]
limits = Limits(seconds=1.5, memory=110_000_000)
with Judge(
    toolchain=fake_toolchain(folder, OBEDIENT), jobs=2, remember=False, limits=limits
) as one:
    found["verdicts"] = [str(v.status) for v in one.check_all(map(task, candidates))]

# Another checker.
lean = folder / "lean"
lean.write_text("#!/bin/sh\\ntouch Solution.olean\\n")
lean.chmod(0o755)
toolchain = NativeToolchain(
    kind="native", version="", origin="", search_path=(), fingerprint="", program=lean,
    prefix=folder,
)
with Case.prepared(toolchain, folder, "t", "r", "s") as case:
    found["checker"] = case.compiled(), case.run(["/bin/sh", "-c", "ls; exit 3"])

# Locks, folders that take their place at once, several processes.
with locked(folder / "run"):
    pass
os.chdir(folder)
found["statuses"] = [
    main(["generate", "--states", "2", "--limit", "3", "--out", "set"]),
    main(["generate", "--states", "2", "--limit", "4", "--out", "set"]),
    main(["decide", "--states", "2", "--jobs", "2", "--out", "decided.jsonl"]),
]
"""

REPORT = """
print("FOUND", json.dumps(found, default=vars))
"""


def played(folder: Path, code: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-c", PRELUDE + code + REPORT, folder],
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert "FOUND" in done.stdout, done.stdout + done.stderr
    found: dict[str, Any] = json.loads(done.stdout.partition("FOUND ")[2])
    return found


@pytest.mark.skipif(sys.platform == "win32", reason="played on Linux or macOS")
def test_everything_works_without_what_only_linux_has(tmp_path: Path) -> None:
    found = played(tmp_path, USE)
    assert found["modules"] > 200
    assert min(found["cores"]) >= 1
    assert (found["active"], found["details"]) == ([], ["not on Darwin"])
    assert "files: landlock (not on Darwin)" in found["lacking"]
    assert "files: landlock (not on Darwin)" in found["required"]
    assert found["verdicts"] == ["proved", "crash", "timeout", "out-of-memory", "wrong"]
    assert found["checker"][0] == "Solution"
    assert found["checker"][1] == {"status": 3, "said": "Solution.lean\nSolution.olean"}
    assert found["statuses"] == [0, 0, 0]
