"""How fast and how large: ``python -m benchmarks``. A benchmark is a module ``bench_<name>``."""
