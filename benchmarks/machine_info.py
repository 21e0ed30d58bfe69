"""What a measurement was made on."""

from __future__ import annotations

import os
import platform
from pathlib import Path

import numba
import numpy as np
import psutil

__all__ = ["describe_machine"]


def _processor() -> str:
    # platform.processor() is empty or only the architecture on most Linux systems.
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.is_file():
        for line in cpuinfo.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def describe_machine() -> str:
    """Return processor, cores, memory, system and versions, on three lines."""
    cores = psutil.cpu_count(logical=False) or os.cpu_count()
    memory = psutil.virtual_memory().total / 2**30
    return (
        f"{_processor()}, {cores} cores, {memory:.0f} GiB\n"
        f"{platform.system()} {platform.machine()}\n"
        f"Python {platform.python_version()}, numpy {np.__version__}, numba {numba.__version__}"
    )
