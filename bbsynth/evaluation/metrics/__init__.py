"""From the counts of runs to all figures of a report.

- `estimators`, `bootstrap`, `comparison`: pure functions from counts to figures and intervals;
- `failures`: how a proof failed, read from Lean's messages;
- `results`: runs read back as counts;
- `arms`, `pairs`, `tables`: the figures of each model, of two models, of groups of problems;
- `summary`: all of them together.
"""
