"""The judge: candidate proofs in, verdicts out.

- `judge`: the judge as everybody uses it; `verdict`: what is asked of it, and what it answers;
- `completion`: from what a model answers to what Lean is given;
- `program`, `process`, `pool`: the judge compiled, kept running in a Lean, and in several;
- `cache`, `known_answers`: verdicts that were made before, and verdicts that are known beforehand;
- `selection`, `selftest`: which Lean is used, and whether it is good enough;
- `paranoid`, `paranoid_case`, `export`: other programs that check proofs, and what they read;
- `gate`, `report`: the table of what a candidate may use, and verdicts, for people;
- `diagnosis`: whether all of this works here.

The verdicts are made in Lean, in ``lean/Judge/Check.lean``.
"""

from __future__ import annotations

from bbsynth.judge.completion import assemble, extract
from bbsynth.judge.judge import Judge
from bbsynth.judge.selection import find_toolchain
from bbsynth.judge.verdict import Limits, Message, Position, Status, Task, Verdict
from bbsynth.lean.toolchain import Toolchain

__all__ = [
    "Judge",
    "Limits",
    "Message",
    "Position",
    "Status",
    "Task",
    "Toolchain",
    "Verdict",
    "assemble",
    "extract",
    "find_toolchain",
]
