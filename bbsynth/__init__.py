"""bbsynth: theorem-proving benchmarks synthesized from small Turing machines."""

__version__ = "0.1.0"
