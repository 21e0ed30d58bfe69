"""What the operating system does to confine a program that is not trusted.

- `confinement`: what this machine offers, and how it is applied to a program that is started;
- `confine`: the small program that gives up its rights and becomes that one;
- `seccomp`: the filter of system calls.
"""

from __future__ import annotations

from bbsynth.sandbox.confinement import (
    Protection,
    confine,
    lacking,
    probe,
    protections,
    require_sandbox,
    start,
)

__all__ = [
    "Protection",
    "confine",
    "lacking",
    "probe",
    "protections",
    "require_sandbox",
    "start",
]
