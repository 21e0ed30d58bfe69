"""Runs: asking models for proofs, having them judged, and keeping everything in a folder.

- `study`: which models are asked, how often, and at what cost, from TOML and options;
- `selection`: about which problems;
- `folder`: a run on disk; `samples`: which samples of a run are there;
- `run`: the two halves side by side: `sampling`, which asks, and `judging`.
"""
