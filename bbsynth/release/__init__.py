"""Dataset releases: built from a pinned configuration, the same bytes every time.

- `configuration`: the TOML file that a release is made from;
- `sources`: from a source of the configuration to problems;
- `equivalence`, `splits`: no machine in two splits, whatever it is called, and no rule;
- `held_out`: the private set, and the commitments to it; `mentions`: machines in texts of rows;
- `quality`: every statement cross-checked, every proof judged;
- `rows`, `tables`, `archive`: Parquet, JSON lines, plain files;
- `card`, `croissant`, `changelog`, `checksums`: what is said about them;
- `history`: what was published before;
- `writing`, `build`: all of it; `folder`: reading it; `verify`, `checks`: checking it;
- `search`: has a text seen the problems?
"""

from __future__ import annotations

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
]
