"""Problems: theorems about machines, stated in Lean and in words, each with a proof.

- `problem`: what a problem is;
- `index`: problems on disk, and reading them;
- `family`, `families`: the kinds of statement, one module each;
- `rendering`: from a claim to Lean and Markdown, by templates;
- `readback`, `reference`, `crosscheck`: reading the texts back, and checking what they say;
- `sources`, `sampling`, `choice`: machines, and what to say of which;
- `generation`, `folder`: making a whole dataset;
- `candidates`: proofs that others have written, and what they are meant to prove.
"""

from __future__ import annotations

from bbsynth.problems.index import Dataset
from bbsynth.problems.problem import SCHEMA, Problem

__all__ = ["SCHEMA", "Dataset", "Problem"]
