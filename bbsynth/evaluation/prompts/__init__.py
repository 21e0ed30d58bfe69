"""The exact text that a model is given for a problem, in several styles."""

from __future__ import annotations

from bbsynth.evaluation.prompts.prompt import Message, Prompt, candidate_text, make_prompt
from bbsynth.evaluation.prompts.styles import Style

__all__ = ["Message", "Prompt", "Style", "candidate_text", "make_prompt"]
