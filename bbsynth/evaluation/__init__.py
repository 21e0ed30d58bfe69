"""From a model to figures one can believe: prompts, runs, metrics, reports.

- `estimators`, `bootstrap`, `comparison`: pure functions from counts to figures.
"""
