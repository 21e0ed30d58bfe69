"""All benchmarks: ``python -m benchmarks``, or some: ``python -m benchmarks judge machines``."""

from __future__ import annotations

import importlib
import pkgutil
import sys

import benchmarks
from benchmarks.machine_info import describe_machine


def main() -> None:
    """Run the benchmarks that were named, or all."""
    prefix = "bench_"
    known = [
        module.name.removeprefix(prefix)
        for module in pkgutil.iter_modules(benchmarks.__path__)
        if module.name.startswith(prefix)
    ]
    wanted = sys.argv[1:] or known
    unknown = [name for name in wanted if name not in known]
    if unknown:
        sys.exit(f"no benchmark {', '.join(unknown)}; there are {', '.join(known)}")
    print(describe_machine())
    for name in wanted:
        print(f"\n{name}")
        for bench in importlib.import_module(f"benchmarks.{prefix}{name}").BENCHES:
            for line in bench():
                print(f"  {line}", flush=True)


if __name__ == "__main__":
    main()
