"""Asking a model one thing."""

from __future__ import annotations

import asyncio

from bbsynth.evaluation.model import Answer, Model, Request
from bbsynth.evaluation.prompts.prompt import make_prompt
from bbsynth.evaluation.prompts.styles import Style
from bbsynth.problems import Problem


def ask(model: Model, problem: Problem, *, sample: int = 0, seed: int = 7) -> Answer:
    async def go() -> Answer:
        prompt = make_prompt(problem, Style.parse("both"))
        request = Request(problem=problem, prompt=prompt, sample=sample, seed=seed)
        return await model.answer(request)

    return asyncio.run(go())
