"""What is asked of a model, and what comes back: an answer, or the reason why there is none."""

from __future__ import annotations

from typing import Annotated, Protocol, TypeAlias

import msgspec

from bbsynth.evaluation.prompts import Prompt
from bbsynth.problems import Problem

__all__ = ["Answer", "Model", "Request", "RequestFailed"]


Tokens: TypeAlias = Annotated[int, msgspec.Meta(ge=0)]


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """One sample that is asked for.

    Attributes
    ----------
    problem : Problem
    prompt : Prompt
    sample : int
        Its number, from 0.
    seed : int
        For the model's random choices, from 0 to 2³¹ − 1: it depends on the seed of the run, the
        model, the style, the problem and the sample, and on nothing else.
    """

    problem: Problem
    prompt: Prompt
    sample: int
    seed: int


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What a model said.

    Attributes
    ----------
    text : str
        The answer as it came; it may be empty.
    reasoning : str
        What the endpoint gave apart from the answer as the model's thoughts. It is not judged.
    finish : str
        Why the model ended, in the endpoint's words, such as ``stop`` or ``length``.
    prompt_tokens, completion_tokens : int or None
        As counted by the endpoint, 0 or more; None if it does not say.
    model : str
        What the endpoint says it is.
    detail : dict
        Figures of the way of sampling, such as the share of accepted moves.
    """

    text: str
    reasoning: str = ""
    finish: str = ""
    prompt_tokens: Tokens | None = None
    completion_tokens: Tokens | None = None
    model: str = ""
    detail: dict[str, float] = {}


class RequestFailed(Exception):
    """No answer came. That says nothing about the model's proofs.

    Parameters
    ----------
    reason : str
        What happened.
    kind : str
        One word for it: ``connection``, ``timeout``, ``rate-limit``, ``server``, ``nonsense``,
        ``cut-off``, ``refused``, ``key``, ``program``, ``missing``.
    retry : bool
        Whether the same request may succeed later.
    wait : float, optional
        Seconds that the endpoint asked to wait.
    fatal : bool
        Whether every other request to this model would fail in the same way.

    Attributes
    ----------
    prompt_tokens, completion_tokens : int
        What was used all the same, by the parts of an answer that is made of several requests.
    """

    def __init__(
        self,
        reason: str,
        *,
        kind: str,
        retry: bool = False,
        wait: float | None = None,
        fatal: bool = False,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.kind = kind
        self.retry = retry
        self.wait = wait
        self.fatal = fatal
        self.prompt_tokens = 0
        self.completion_tokens = 0


class Model(Protocol):
    """Whatever can be asked."""

    async def answer(self, request: Request) -> Answer:
        """Return an answer.

        Raises
        ------
        RequestFailed
            If there is none.
        """

    async def close(self) -> None:
        """Give back what it holds."""
