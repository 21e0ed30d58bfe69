"""A Lean that is a small Python script, to misbehave as no real one does on demand."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bbsynth._common.programs import Launch
from bbsynth.judge.program import Program
from bbsynth.lean.toolchain import Kind, Toolchain

PRELUDE = """
import json, os, sys, time

marker = sys.argv[3] if len(sys.argv) > 3 else ""
asked = 0

def say(reply, marker=marker):
    sys.stdout.write("\\n" + marker + " " + json.dumps(reply) + "\\n")
    sys.stdout.flush()

def hello(**more):
    say({"ready": True, "judge": "fake", "lean": "0", "unproved": [], **more})

def ask():
    global asked
    line = sys.stdin.readline()
    if not line:
        sys.exit(0)
    asked += 1
    return json.loads(line)

def answer(request, **more):
    say({"id": request["id"], "status": "proved", "rule": "", "detail": "", "position": None,
         "messages": [], "axioms": [], "milliseconds": {}, **more})

def eat(size):
    data = bytearray(size)
    for place in range(0, size, 4096):
        data[place] = 1
    return data
"""

OBEDIENT = """
hello()
while True:
    request = ask()
    what, *rest = request["candidate"].split()
    if what == "die":
        os._exit(1)
    elif what == "be-killed":
        with open(rest[0], "a+") as log:
            log.write("killed\\n")
            log.flush()
            log.seek(0)
            if len(log.readlines()) <= int(rest[1]):
                os.kill(os.getpid(), 9)
    elif what == "die-unless-fresh" and asked > 1:
        os._exit(1)
    elif what == "die-without":
        open(rest[1], "w").close()
        if not os.path.exists(rest[0]):
            os._exit(1)
    elif what == "hang":
        if rest:
            with open(rest[0], "a") as log:
                log.write("hang\\n")
        time.sleep(600)
    elif what == "note":
        with open(rest[0], "a") as log:
            log.write("note\\n")
    elif what == "work":
        end = time.process_time() + float(rest[0])
        while time.process_time() < end:
            pass
    elif what == "sleep":
        time.sleep(float(rest[0]))
    elif what == "wait-for":
        while not os.path.exists(rest[0]):
            time.sleep(0.01)
    elif what == "eat":
        hold = eat(int(rest[0]))
        time.sleep(600)
    elif what == "touch":
        open(rest[0], "w").close()
    elif what == "nonsense":
        say({"id": request["id"], "status": "splendid"})
        continue
    elif what == "lie":
        answer(request, axioms=["propext", "sorryAx"])
        continue
    elif what == "wrong":
        answer(request, status="wrong", rule="elaboration", detail="no",
               position={"line": 3, "column": 4}, axioms=["b", "a"], milliseconds={"reference": 7},
               messages=[{"severity": "error", "line": 3, "column": 4, "text": "bad"}])
        continue
    answer(request, rule=str(os.getpid()), detail=request["reference"])
"""
"""Does what the candidate says; then the rule is its process, and the reason is the reference."""

COMPILER = """
from pathlib import Path

root, staging, found = Path(sys.argv[3]), Path(sys.argv[4]), Path(os.environ["LEAN_PATH"])

def orders(text):
    return [line.split()[1:] for line in text.splitlines() if line.startswith("--fake ")]

def accepts(name):
    stem = name.replace(".", "/")
    text = (root / (stem + ".lean")).read_text()
    with open(root / "log", "a") as log:
        log.write(name + "\\n")
    for line in text.splitlines():
        if line.startswith("public import BBSynth"):
            imported = found / (line.split()[2].replace(".", "/") + ".olean")
            if not imported.is_file():
                print("there is no", imported)
                return False
    for order, *rest in orders(text):
        if order == "refuse":
            print(root / (stem + ".lean:4:2: error: no"), flush=True)
            print("and more", file=sys.stderr, flush=True)
            return False
        elif order in ("die-times", "hang-times"):
            with open(root / order, "a+") as times:
                times.write("once\\n")
                times.flush()
                times.seek(0)
                if len(times.readlines()) <= int(rest[0]):
                    os._exit(134) if order == "die-times" else time.sleep(600)
        elif order == "hang":
            time.sleep(600)
        elif order == "touch":
            open(root / rest[0], "w").close()
        elif order == "wait-for":
            while not os.path.exists(root / rest[0]):
                time.sleep(0.01)
        elif order == "write-nothing":
            return True
    for suffix in (".olean", ".olean.private", ".ir"):
        (staging / (stem + suffix)).write_text(name + suffix)
    return True

for line in sys.stdin:
    name = line.strip()
    print("@built" if accepts(name) else "@failed", name, flush=True)
"""
"""Compiles modules as ``Build.lean`` does, but for what lines ``--fake …`` in them say."""

PROGRAM = Program(Path("Judge.lean"), Path(), Path())
"""The judge as a fake toolchain takes it: it looks at neither."""


@dataclass(frozen=True)
class FakeToolchain(Toolchain):
    """Starts `script` in Python; `launched` has the arguments of each start."""

    script: Path = Path()
    launched: list[tuple[str, ...]] = field(default_factory=list, compare=False)

    def launch(
        self,
        args: Sequence[str],
        *,
        cwd: Path,
        lean_path: Sequence[Path] = (),
        readable: Sequence[Path] = (),
        writable: Sequence[Path] = (),
        memory_limit: int | None = None,
        threads: int = 2,
    ) -> Launch:
        self.launched.append(tuple(args))
        return Launch(
            argv=(sys.executable, "-I", "-S", str(self.script), *args),
            env={"LEAN_PATH": os.pathsep.join(str(path) for path in lean_path)},
            cwd=cwd,
        )


def fake_toolchain(
    folder: Path,
    body: str = "",
    *,
    kind: Kind = "native",
    fingerprint: str = "0" * 16,
) -> FakeToolchain:
    script = folder / "fake.py"
    script.write_text(PRELUDE + body, encoding="utf-8")
    return FakeToolchain(
        kind=kind,
        version="Lean (fake)\n",
        origin="a script",
        search_path=(),
        fingerprint=fingerprint,
        script=script,
    )
