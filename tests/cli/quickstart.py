"""What ``make quickstart`` does, on machines with one native Lean each, played by a script.

``python -m tests.cli.quickstart`` runs it with the real embedded Lean, which has to be installed,
to fall back on. That takes about a minute for each; the tests do the same with one that is played.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import pytest

from bbsynth._common.resources import data_dir
from bbsynth.cli import main
from tests.judge.standins import PINNED_FOLDER, Elan, Standin, bare_machine, impatient

NEW = "leanprover--lean4---v4.36.0"

MACHINES: dict[str, tuple[str, Standin | None, str]] = {
    "nothing": ("", None, ""),
    "pin": (PINNED_FOLDER, Standin(), ""),
    "newer": (NEW, Standin(version="4.36.0"), ""),
    "library": (NEW, Standin(version="4.36.0", errors=("library",)), "library does not compile"),
    "judge": (NEW, Standin(version="4.36.0", errors=("judge",)), "judge does not start"),
    "honest": (NEW, Standin(version="4.36.0", rejects="rwa"), "not accept the honest proof"),
    "false": (NEW, Standin(version="4.36.0", accepts="sorry"), "accepts the false proof"),
    "hangs": (
        NEW,
        Standin(version="4.36.0", hangs_at="small"),
        "did not compile a file of three lines within",
    ),
    "half": (NEW, Standin(version="4.36.0"), "its installation is incomplete"),
}
"""By a name: where the Lean is, how it behaves, and why it is not used. elan is always there."""


def prepare(name: str, elan: Elan, monkeypatch: pytest.MonkeyPatch) -> str:
    """Put the machine there, with elan's shim on ``$PATH``; return why its Lean is not used."""
    folder, standin, reason = MACHINES[name]
    elan.add_programs()
    monkeypatch.setenv("PATH", str(elan.home / "bin"))
    if standin is not None:
        prefix = elan.add(folder, standin)
        elan.set_default(folder.replace("---", ":").replace("--", "/"))
        if name == "half":
            (prefix / "lib" / "lean" / "Init.olean").unlink()
    return reason


def make_sample(sample: Path) -> int:
    """Generate three problems, for which no Lean is needed; return the exit status."""
    options = ["--states", "2", "--family", "halts-after", "--track", "library", "--limit", "3"]
    return main(["generate", *options, "--out", str(sample)])


def set_up_and_check(sample: Path) -> list[int]:
    """Run the other commands of ``make quickstart``; return their exit statuses."""
    return [main(["setup"]), main(["check", str(sample), "--jobs", "1"])]


def run_all() -> int:
    """Run it on each machine with the real embedded Lean, and say how it went."""
    real = data_dir()
    failures = 0
    for name in MACHINES:
        print(f"== {name}", flush=True)
        with tempfile.TemporaryDirectory() as temporary, pytest.MonkeyPatch.context() as patch:
            folder = Path(temporary)
            elan = bare_machine(folder, patch)
            impatient(patch)
            patch.setenv("BBSYNTH_CACHE", str(folder / "cache"))
            # What others compile is put beside what is there, and not into it.
            for part in ("toolchains", "libraries"):
                (folder / "data" / part).mkdir(parents=True)
                for one in (real / part).iterdir():
                    (folder / "data" / part / one.name).symlink_to(one)
            prepare(name, elan, patch)
            statuses = [make_sample(folder / "sample"), *set_up_and_check(folder / "sample")]
            if any(statuses) or elan.calls:
                failures += 1
                print(f"FAILED: {name}: exit statuses {statuses}, elan was asked {elan.calls}")
    print(f"{len(MACHINES) - failures} of {len(MACHINES)} machines went well")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(run_all())
