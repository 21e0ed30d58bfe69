"""What a model is: its settings, what it is asked, what it answers, and how asking may fail.

Each kind of model is a module in `bbsynth.evaluation.backends`, with a subclass of `ModelSettings`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Protocol, TypeAlias

import msgspec

from bbsynth.errors import complain
from bbsynth.evaluation.prompts.prompt import Prompt
from bbsynth.problems import Problem

__all__ = [
    "Answer",
    "Model",
    "ModelSettings",
    "NotEmpty",
    "Price",
    "Published",
    "Request",
    "RequestFailed",
    "Seconds",
]

Tokens: TypeAlias = Annotated[int, msgspec.Meta(ge=0)]
NotNegative: TypeAlias = Annotated[float, msgspec.Meta(ge=0)]
NotEmpty: TypeAlias = Annotated[str, msgspec.Meta(min_length=1)]
Seconds: TypeAlias = Annotated[float, msgspec.Meta(ge=0.01)]


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """A request for one sample.

    Attributes
    ----------
    problem : Problem
    prompt : Prompt
    sample : int
        The number of the sample, from 0.
    seed : int
        For the model's random choices, from 0 to 2³¹ − 1: it depends on the seed of the run, the
        model, the style, the problem and the sample, and on nothing else.
    """

    problem: Problem
    prompt: Prompt
    sample: int
    seed: int


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What a model answered.

    Attributes
    ----------
    text : str
        The answer as it came; it may be empty.
    reasoning : str
        The model's thoughts, if the endpoint gives them apart from the answer. Not judged.
    finish : str
        Why the model ended, in the endpoint's words, such as ``stop`` or ``length``.
    prompt_tokens, completion_tokens : int or None
        As counted by the endpoint; None if it does not count.
    model : str
        The name of the model, according to the endpoint.
    detail : dict
        Figures of the way of sampling, such as the number of accepted moves.
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
        Tokens that were used all the same, by the first of several requests for one answer.
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
    """A model that can be asked."""

    async def answer(self, request: Request) -> Answer:
        """Return an answer.

        Raises
        ------
        RequestFailed
            If there is none.
        """

    async def close(self) -> None:
        """Release connections, files and memory."""


class Price(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The price of a million tokens, in the currency of the budget."""

    prompt: NotNegative = 0.0
    completion: NotNegative = 0.0


class Published(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A figure from a paper, shown beside ours and never mixed with it.

    Attributes
    ----------
    k : int
        pass@k.
    value : float
        In per cent.
    source : str
        The paper.
    benchmark : str
        The problems it was measured on, which are not ours.
    """

    k: int
    value: float
    source: str
    benchmark: str


class ModelSettings(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind"
):
    """What all kinds of model have in common; each kind adds its own settings.

    Attributes
    ----------
    name : str
        Its name in the report.
    styles : list of str
        Prompt styles; empty for those of the run.
    samples : int or None
        Samples for each problem; None for those of the run.
    concurrency : int
        Requests at a time.
    requests_per_minute : float or None
        The most requests in a minute.
    retries : int
        How often a request is repeated that may succeed later.
    price : Price
    published : list of Published

    Raises
    ------
    UsageError
        When they are made, if they contradict each other.
    """

    name: str
    styles: list[str] = []
    samples: Annotated[int, msgspec.Meta(ge=1)] | None = None
    concurrency: Annotated[int, msgspec.Meta(ge=1)] = 8
    requests_per_minute: Annotated[float, msgspec.Meta(ge=0.01)] | None = None
    retries: Annotated[int, msgspec.Meta(ge=0)] = 5
    price: Price = Price()
    published: list[Published] = []

    deterministic: ClassVar[bool] = False
    """Whether a second sample would be the same as the first."""

    sees_prompts: ClassVar[bool] = False
    """Whether the prompt style makes a difference."""

    uses_tokens: ClassVar[bool] = False
    """Whether a budget can only be kept if the model counts its tokens."""

    is_automation: ClassVar[bool] = False
    """Whether it is Lean's automation alone: reports show what is solved without any model."""

    argument_defaults: ClassVar[dict[str, Any]] = {}
    """Settings of a model that is named on the command line as ``kind:argument``."""

    not_compared: ClassVar[frozenset[str]] = frozenset(
        ("styles", "samples", "concurrency", "requests_per_minute", "retries", "price", "published")
    )
    """Settings that answers do not depend on."""

    def __post_init__(self) -> None:
        if complaints := list(self.complaints()):
            raise complain(f"model {self.name!r}", complaints)

    def complaints(self) -> Iterator[str]:
        """Yield what is wrong with the settings beyond their types."""
        if not self.name.strip() or len(self.name) > 200 or not self.name.isprintable():
            yield "its name has to be one line of 1 to 200 characters"

    def identity(self) -> dict[str, Any]:
        """Return the settings that answers depend on."""
        plain: dict[str, Any] = msgspec.to_builtins(self)
        return {name: value for name, value in plain.items() if name not in self.not_compared}

    def open(self) -> Model:
        """Return the model.

        Raises
        ------
        UsageError
            If something that it needs is missing: a key, a program, a file, a package.
        """
        raise NotImplementedError
