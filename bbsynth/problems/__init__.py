"""Problems: theorems stated in Lean and in words, each with a proof, in any domain.

- `problem`: what a problem is;
- `index`: problems on disk, and reading them;
- `domain`, `registry`: what a domain brings, such as machines, and where it is found;
- `family`: a kind of statement, and the claims that it makes;
- `rendering`: from a claim to Lean and Markdown, by templates;
- `readback`, `crosscheck`: reading the texts back, and checking what they say;
- `options`, `choice`, `stratified`, `tiers`: what is asked for, and which claims are taken;
- `generation`, `folder`: making a whole dataset;
- `candidates`: proofs that others have written, and what they are meant to prove.
"""

from __future__ import annotations

from bbsynth.problems.index import Dataset
from bbsynth.problems.problem import SCHEMA, Problem

__all__ = ["SCHEMA", "Dataset", "Problem"]
