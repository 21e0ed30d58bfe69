"""From the counts of runs to all figures of a report.

- `estimators`, `intervals`, `comparison`: pure functions from counts to figures with intervals;
- `failures`: how a proof failed, read from Lean's messages;
- `results`: runs read back as counts;
- `groups`: figures of groups of problems;
- `summary`: all figures together.
"""
