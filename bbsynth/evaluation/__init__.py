"""From a model to figures one can believe: prompts, runs, metrics, reports.

- `styles`, `sheet`, `prompts`, `selection`: what is asked, about which problems;
- `specs`, `asking`: models and studies as people write them down;
- `answers`, `making`: what a model is, and making one from what is written;
- `endpoint`, `streaming`, `transport`: models behind an OpenAI-compatible endpoint;
- `external`, `recorded`, `local`, `baselines`: other models; `power`: sampling from p(x)^α;
- `folder`, `journal`: a run on disk; `run`, `sampling`, `judging`: doing it, and resuming it;
- `estimators`, `bootstrap`, `comparison`: pure functions from counts to figures;
- `results`, `failures`, `arms`, `pairs`, `tables`, `summary`: from runs to all figures of a report;
- `wording`, `drawing`, `page`, `export`: a report to be read, and as data.

Import from the modules: ``from bbsynth.evaluation.estimators import pass_at_k``.
"""
