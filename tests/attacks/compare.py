"""The attack suite against this judge, and against the checks that are usual elsewhere.

    python -m tests.attacks.compare            run what has not been run, write docs/attacks.md
    python -m tests.attacks.compare --write    only write docs/attacks.md

What was found is kept in ``found.json`` beside this file, with a checksum of each candidate, so
that an interrupted run goes on where it was.

The usual checks take a candidate as a file, with the problem's header and definitions before it if
it does not have them, and start a Lean on it:

- `exit`: the proof is accepted if Lean ends with status 0;
- `sorry`: if, besides, the word `sorry` is not in what Lean prints;
- `axioms`: if Lean ends with status 0, and with ``#print axioms`` at the end of the file prints a
  line that names no axioms but `propext`, `Classical.choice` and `Quot.sound`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bbsynth.errors import ToolchainError
from bbsynth.judge import Judge
from bbsynth.judge.selection import find_toolchain
from bbsynth.lean.library import compiled_library
from bbsynth.lean.toolchain import Toolchain
from tests.attacks.cases import THEOREM, Case, read_cases
from tests.attacks.conftest import LIMITS

FOUND = Path(__file__).with_name("found.json")
PAGE = Path(__file__).parents[2] / "docs" / "attacks.md"

SECONDS = 60.0
"""Wall clock for each Lean that a usual check starts."""

ALLOWED = {"propext", "Classical.choice", "Quot.sound"}

CHECKS = {"exit": "exit status", "sorry": "no `sorry` printed", "axioms": "`#print axioms`"}

TITLES = {
    "text": "Text and harness",
    "meaning": "Changed meaning",
    "axiom": "Axioms and compiler trust",
    "environment": "Environment",
    "system": "Operating system",
    "resource": "Resources",
    "kernel": "Kernel bugs",
    "own": "Our own side",
    "honest": "Honest proofs that look suspicious",
    "unfinished": "Honest attempts that fail",
}


def naive_file(case: Case) -> str:
    """The file that a usual check would start Lean on."""
    text = case.text.removeprefix("\ufeff")
    if "import BBSynth" in text:
        return text
    before = case.reference.formal_statement
    before = before[: before.rindex("/--")].removeprefix("import BBSynth\n")
    lines = text.splitlines(keepends=True)
    place = max((n for n, line in enumerate(lines, 1) if line.startswith("import ")), default=0)
    if "def machine :" in text:
        before = "open BBSynth\n"
    return "".join(["import BBSynth\n", *lines[:place], before, *lines[place:]])


def run_lean(toolchain: Toolchain, library: Path, text: str) -> tuple[int | None, str]:
    """Return the exit status, None if it took too long, and the output of Lean on a file."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "Candidate.lean").write_bytes(text.encode())
        try:
            done = toolchain.run(
                ["Candidate.lean"], cwd=folder, lean_path=[library], timeout=SECONDS
            )
        except ToolchainError:
            return None, ""
    return done.returncode, done.stdout + done.stderr


def axioms_printed(output: str) -> bool:
    """Whether the last line that looks like one of ``#print axioms`` names allowed axioms only."""
    name = re.escape(THEOREM)
    lines = re.findall(
        rf"'{name}' (does not depend on any axioms|depends on axioms: \[([^\]]*)\])", output
    )
    if not lines:
        return False
    return {word for word in re.split(r"[,\s]+", lines[-1][1]) if word} <= ALLOWED


def ask_lean(toolchain: Toolchain, library: Path, case: Case) -> dict[str, Any]:
    """Return what each of the usual checks says: whether it accepts the candidate."""
    started = time.monotonic()
    text = naive_file(case)
    status, output = run_lean(toolchain, library, text)
    answer = {"exit": status == 0, "sorry": status == 0 and "sorry" not in output}
    answer["axioms"] = False
    if answer["exit"]:
        _, output = run_lean(toolchain, library, f"{text}\n#print axioms {THEOREM}\n")
        answer["axioms"] = axioms_printed(output)
    return {**answer, "ended": status is not None, "seconds": round(time.monotonic() - started, 1)}


def checksum(case: Case) -> str:
    both = case.text + "\0" + case.reference.formal_statement
    return hashlib.sha256(both.encode()).hexdigest()[:16]


def keep(found: dict[str, Any]) -> None:
    FOUND.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def judge_all(cases: list[Case], found: dict[str, Any]) -> None:
    """Ask this judge about all cases."""
    with Judge(jobs=1, limits=LIMITS, remember=False) as judge:
        found["toolchain"] = judge.toolchain.version.strip()
        for case in cases:
            verdict = judge.check(case.reference, case.text, name=case.name)
            found["judge"][case.name] = f"{verdict.status} {verdict.rule}".strip()
    keep(found)


def compare_all(cases: Iterable[Case], found: dict[str, Any], deadline: float) -> None:
    """Ask the usual checks about the cases that they have not been asked about."""
    toolchain = find_toolchain()
    library = compiled_library(toolchain)
    for case in cases:
        sum_ = checksum(case)
        if found["usual"].get(case.name, {}).get("checksum") == sum_:
            continue
        if time.monotonic() > deadline:
            return
        found["usual"][case.name] = {"checksum": sum_, **ask_lean(toolchain, library, case)}
        keep(found)
        print(case.name, found["usual"][case.name], flush=True)


def group(case: Case) -> str:
    folder, _, stem = case.name.partition("/")
    return folder if folder in TITLES else stem.partition("-")[0]


def mark(case: Case, found: dict[str, Any], check: str) -> str:
    answer = found["usual"].get(case.name)
    if answer is None or answer["checksum"] != checksum(case):
        return ""
    if not answer[check]:
        return "refuses" if answer["ended"] else "no answer"
    return "accepts" if case.status == "proved" else "**fooled**"


def page(cases: list[Case], found: dict[str, Any]) -> str:
    """The documentation."""
    attacks = [case for case in cases if group(case) not in ("honest", "unfinished")]
    asked = [case for case in attacks if mark(case, found, "exit")]
    fooled = {
        check: sum(mark(case, found, check) == "**fooled**" for case in asked) for check in CHECKS
    }
    proved = [case for case in attacks if found["judge"].get(case.name) == "proved"]
    statuses = Counter(found["judge"].get(case.name, "").partition(" ")[0] for case in attacks)
    honest = [case for case in cases if group(case) == "honest"]
    passed = sum(found["judge"].get(case.name) == "proved" for case in honest)
    lines = [
        "# The attack suite",
        "",
        "Each file in `tests/attacks/` is one candidate: an attack, an honest proof that looks "
        "like one, or an honest attempt that fails. This page says what became of them, here and "
        "with the checks that are usual elsewhere. It was written by "
        "`python -m tests.attacks.compare`, which really ran them; the tests run this judge on "
        "them each time.",
        "",
        f"- Lean: {found.get('toolchain', '')}",
        f"- {len(attacks)} attacks, {len(proved)} of them accepted by this judge; it says "
        + ", ".join(f"*{status}* {count} times" for status, count in statuses.most_common())
        + ".",
        f"- {len(honest)} honest look-alikes, {passed} of them accepted by this judge.",
        f"- {len(asked)} attacks were given to the usual checks: "
        + ", ".join(f"{CHECKS[check]} is fooled by {fooled[check]}" for check in CHECKS)
        + ". An empty cell was not run.",
        "",
        "| check | what it accepts |",
        "| --- | --- |",
        "| exit status | Lean ends with status 0 on the candidate, with the problem's definitions "
        "before it if it does not bring its own |",
        "| no `sorry` printed | the same, and the word is not in the output |",
        "| `#print axioms` | the same, with the command at the end of the file, and the line that "
        "it prints names no axioms but `propext`, `Classical.choice` and `Quot.sound` |",
        "",
        "The embedded Lean is kinder to the usual checks than a native one. It has only a part of "
        "the code that metaprograms call, so that many attacks which run code come to nothing "
        "there; and it refuses `#print axioms`, because it has no proofs of imported theorems: the "
        "last check then accepts no honest proof either, and is fooled only by who forges its "
        "line. Run the script with a native Lean for the full comparison.",
    ]
    for key, title in TITLES.items():
        rows = [case for case in cases if group(case) == key]
        if not rows:
            continue
        lines += [
            "",
            f"## {title}",
            "",
            "| file | what it does | this judge | " + " | ".join(CHECKS.values()) + " |",
            "| --- | --- | --- |" + " --- |" * len(CHECKS),
        ]
        for case in rows:
            summary = case.summary.replace("|", "\\|")
            cells = [mark(case, found, check) for check in CHECKS]
            verdict = found["judge"].get(case.name, "")
            lines.append(f"| `{case.name}` | {summary} | {verdict} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description="Compare this judge with the usual checks.")
    parser.add_argument("--write", action="store_true", help="only write the page")
    parser.add_argument("--first", nargs="*", default=[], help="beginnings of names to run first")
    parser.add_argument("--minutes", type=float, default=600.0, help="time for the usual checks")
    options = parser.parse_args()
    cases = read_cases("refused", "costly", "honest", "unfinished")
    found: dict[str, Any] = {"judge": {}, "usual": {}}
    if FOUND.exists():
        found.update(json.loads(FOUND.read_text(encoding="utf-8")))
    if not options.write:
        found["judge"] = {}
        judge_all(cases, found)
        first = [case for case in cases if case.name.startswith(tuple(options.first))]
        rest = [case for case in cases if case not in first]
        compare_all([*first, *rest], found, time.monotonic() + 60 * options.minutes)
    PAGE.write_text(page(cases, found), encoding="utf-8")


if __name__ == "__main__":
    main()
