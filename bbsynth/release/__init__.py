"""Dataset releases: built from a pinned configuration, the same bytes every time.

- `configuration`: the TOML file that a release is made from;
- `sources`: the seam to `bbsynth.problems`; `facets`: what is asked of a problem;
- `equivalence`, `splits`: no machine in two splits, whatever it is called, and no rule;
- `held_out`: the private set, and the commitments to it; `spoken`: what rows tell of others;
- `quality`: every statement cross-checked, every proof judged;
- `rows`, `tables`, `archive`: Parquet, JSON lines, plain files;
- `card`, `croissant`, `changelog`, `checksums`: what is said about them; `documents`: as JSON;
- `history`: what was published before;
- `writing`, `build`: all of it; `folder`: reading it; `verify`, `checks`: checking it;
- `contamination`, `corpus`, `ngrams`, `machine_strings`: has a text seen the problems?
"""

from __future__ import annotations

from bbsynth.busy_beaver.machines import run_key
from bbsynth.release.build import Summary, build_release
from bbsynth.release.configuration import Configuration, read_configuration
from bbsynth.release.folder import Release
from bbsynth.release.held_out import PrivateSeed

__all__ = [
    "Configuration",
    "PrivateSeed",
    "Release",
    "Summary",
    "build_release",
    "read_configuration",
    "run_key",
]
