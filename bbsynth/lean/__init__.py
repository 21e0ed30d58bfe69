"""Lean on this machine: toolchains, and modules compiled by them.

- `toolchain`: what a Lean is; `native`, `embedded`: the two kinds;
- `elan`, `candidates`: what elan has installed, and where else a native Lean may be;
- `modules`, `compiler`, `compiling`, `compiled`: Lean modules as sources, as work, and as files;
- `library`: the Lean library of bbsynth, compiled once and kept.

Which toolchain is used is decided in `bbsynth.judge.selection`, as a native Lean is used only if it
passes a self-test with the judge.
"""
