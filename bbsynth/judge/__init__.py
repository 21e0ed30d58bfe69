"""Lean: finding and installing it, and having it judge candidate proofs.

- `toolchain`: what a Lean is; `native`, `embedded`: the two kinds; `elan`: what elan has installed;
- `running`: programs run to their end, within limits;
- `candidates`, `selection`: which one is used; `selftest`: whether it is good enough;
- `install`, `download`, `embedded_package`, `embedded_module`, `embedded_patch`: how the embedded
  Lean comes to be on this machine, and what is changed in it;
- `library`, `program`: the Lean library of bbsynth, and the judge, compiled;
- `modules`, `compiling`, `compiled`: Lean modules as sources, as work, and as files;
- `embedded_invoke`: C++ exceptions of the embedded Lean, caught within WebAssembly;
- `verdict`: what is asked of the judge, and what it answers;
- `judge`: the judge itself; `completion`: from what a model answers to what Lean is given;
- `cache`, `canaries`: verdicts that were made before, and verdicts that are known beforehand;
- `paranoid`, `paranoid_case`, `export`: other programs that check proofs, and what they read;
- `process`, `pool`: Lean processes at work;
- `sandbox`, `confine`, `seccomp`: what holds these processes in;
- `gate`, `report`: the table of what a candidate may use, and verdicts, for people;
- `diagnosis`: whether all of this works here;
- `leandojo`: the one way to LeanDojo, which is optional.

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
