"""Has a text seen the problems of a dataset?

- `corpus`: text of any size, piece by piece;
- `ngrams`: runs of words that it shares with statements;
- `scan`: both put together, with the names that are looked for.

Nothing here knows what problems are about; `bbsynth.release.search` puts in the machines.
"""
