"""Power sampling: draws from p(x)^α, p being what the model says, up to a constant.

Block-wise Metropolis-Hastings as in *Reasoning with sampling* (arXiv 2510.14901): the text grows by
blocks; after each block some moves are made, each of which draws everything after a random place
anew, and keeps it or not. What is proposed is drawn token by token with temperature 1/α, that is,
from q(t | x) = p(t | x)^α / Z(x) with Z(x) = Σ_t p(t | x)^α. So p^α / q is the product of Z over
the prefixes of a text, and a move from x to x′ is accepted with probability

    min(1, ∏ Z(prefixes of x′) / ∏ Z(prefixes of x) · |x| / |x′|).

The last factor is for texts of different lengths: the place is drawn from as many places as there
are tokens. Moves are made in every block, also after a text has come to its end, so that the chain
has the distribution p^α on texts of at most the given length as its limit.
"""

from __future__ import annotations

import math
import random
from collections.abc import Awaitable
from dataclasses import dataclass, replace
from typing import Any, Final, Protocol

import msgspec

from bbsynth.errors import UsageError
from bbsynth.evaluation.backends.endpoint.client import Endpoint, request_body
from bbsynth.evaluation.backends.endpoint.settings import PowerSettings
from bbsynth.evaluation.model import Answer, Request, RequestFailed
from bbsynth.evaluation.retries import Pace, with_retries

__all__ = ["Draft", "PowerSampler", "Token", "power_sample"]

_TOP: Final = 20
"""How many of the likeliest tokens are asked for; Z is summed over them. What is left out is at
most p₂₀^(α−1), p₂₀ being the probability of the last of them."""

_DEFAULT_LENGTH: Final = 2_048


@dataclass(frozen=True, slots=True)
class Token:
    """A token that was drawn, and log Z of the place where it stands."""

    text: str
    log_z: float


@dataclass(frozen=True, slots=True)
class Draft:
    """A text, and whether it has come to its end."""

    tokens: tuple[Token, ...] = ()
    ended: bool = False

    @property
    def text(self) -> str:
        """The tokens in one piece."""
        return "".join(token.text for token in self.tokens)

    @property
    def log_weight(self) -> float:
        """log(p^α / q) of the text."""
        return sum(token.log_z for token in self.tokens)


class _Extend(Protocol):
    """Draws what follows a draft from q, up to a number of tokens."""

    def __call__(self, draft: Draft, tokens: int, *, seed: int) -> Awaitable[Draft]: ...


@dataclass(frozen=True, slots=True)
class _Outcome:
    draft: Draft
    proposed: int
    accepted: int


async def power_sample(
    extend: _Extend,
    *,
    length: int,
    blocks: int,
    moves: int,
    seed: int,
) -> _Outcome:
    """Draw a text from p^α.

    Parameters
    ----------
    extend : callable
        Takes a draft that has not ended, a number of tokens and a seed, and returns the draft with
        up to that number of tokens more, drawn from q.
    length : int
        The most tokens.
    blocks, moves : int
        Blocks that the text grows by, and moves after each.
    seed : int
        Of all random choices.

    Returns
    -------
    outcome
        With the ``draft``, and how many moves were ``proposed`` and ``accepted``.

    Raises
    ------
    UsageError
        If there is not a token for each block.
    """
    if not 1 <= blocks <= length:
        raise UsageError(f"{length} tokens cannot be drawn in {blocks} blocks")
    generator = random.Random(seed)  # noqa: S311 - it has to be repeatable
    draft = Draft()
    proposed = accepted = 0

    async def grow(start: Draft, limit: int) -> Draft:
        if start.ended or len(start.tokens) >= limit:
            return start
        return await extend(start, limit - len(start.tokens), seed=generator.getrandbits(31))

    for block in range(1, blocks + 1):
        limit = round(length * block / blocks)
        draft = await grow(draft, limit)
        for _ in range(moves if draft.tokens else 0):
            place = generator.randrange(len(draft.tokens))
            other = await grow(Draft(draft.tokens[:place]), limit)
            proposed += 1
            if not other.tokens:
                continue
            ratio = other.log_weight - draft.log_weight
            ratio += math.log(len(draft.tokens)) - math.log(len(other.tokens))
            if math.log(1.0 - generator.random()) < ratio:
                accepted += 1
                draft = other
    return _Outcome(draft, proposed, accepted)


class PowerSampler:
    """A model behind an endpoint, sampled from p^α.

    The endpoint has to give log-probabilities as they are before the temperature is applied, which
    is what vLLM and llama.cpp do unless told otherwise. A text is continued by sending it back, so
    tokens may be cut differently at the seam. Where the endpoint does not list the token that ends
    a text, its Z is taken to be 1, as it is when the end is certain; an end that is not likely is
    then drawn too seldom. ``end_listed`` in an answer's ``detail`` is 1 if it was listed.

    Parameters
    ----------
    endpoint : Endpoint
        With plain completion.
    settings : PowerSettings
    """

    def __init__(self, endpoint: Endpoint, settings: PowerSettings) -> None:
        # The log-probabilities are needed, which come with a whole reply only.
        endpoint.settings = msgspec.structs.replace(endpoint.settings, stream=False)
        self._endpoint = endpoint
        self._settings = settings
        self._pace = Pace(endpoint.settings.requests_per_minute)

    async def answer(self, request: Request) -> Answer:
        """Draw an answer; this takes up to blocks × (moves + 1) requests."""
        model, settings = self._endpoint.settings, self._settings
        prompt_tokens: list[int] = []
        completion_tokens: list[int] = []
        ends: list[bool] = []
        requests = 0

        async def ask(body: dict[str, Any]) -> tuple[list[Token], bool, dict[str, Any]]:
            try:
                # This one request is repeated, and not all of them.
                return await with_retries(
                    lambda: self._endpoint.post(body, lambda reply: _read(reply, settings.alpha)),
                    pace=self._pace,
                    retries=model.retries,
                    failures=[],
                )
            except RequestFailed as failed:
                failed.retry = False
                # The requests before it have used tokens.
                failed.prompt_tokens = sum(prompt_tokens)
                failed.completion_tokens = sum(completion_tokens)
                raise

        async def extend(draft: Draft, tokens: int, *, seed: int) -> Draft:
            nonlocal requests
            body = request_body(model, request.prompt, seed=seed)
            body["prompt"] = request.prompt.text + draft.text
            for name in ("top_p", "top_k", "min_p"):
                body.pop(name, None)
            body |= {"temperature": 1.0 / settings.alpha, "max_tokens": tokens, "logprobs": _TOP}
            new, ended, usage = await ask(body)
            requests += 1
            for name, counts in zip(_USAGE, (prompt_tokens, completion_tokens), strict=True):
                if isinstance(usage.get(name), int) and usage[name] >= 0:
                    counts.append(usage[name])
            if ended:
                ends.append(bool(new) and not new[-1].text)
            return replace(draft, tokens=draft.tokens + tuple(new[:tokens]), ended=ended)

        outcome = await power_sample(
            extend,
            length=model.sampling.get("max_tokens", _DEFAULT_LENGTH),
            blocks=settings.blocks,
            moves=settings.moves,
            seed=request.seed,
        )
        answer = Answer(
            text=outcome.draft.text,
            finish="stop" if outcome.draft.ended else "length",
            prompt_tokens=sum(prompt_tokens) if completion_tokens else None,
            completion_tokens=sum(completion_tokens) if completion_tokens else None,
            model=model.model,
            detail={
                "requests": requests,
                "moves": outcome.proposed,
                "accepted": outcome.accepted,
                "end_listed": int(all(ends)),
            },
        )
        return self._endpoint.without_key(answer)

    async def close(self) -> None:
        """Close all connections."""
        await self._endpoint.close()


_USAGE: Final = ("prompt_tokens", "completion_tokens")


def _read(reply: dict[str, Any], alpha: float) -> tuple[list[Token], bool, dict[str, Any]]:
    """Return the tokens of a reply, whether the text has ended, and how many tokens were used."""
    tokens, ended = read_tokens(reply, alpha)
    if not tokens and not ended:
        raise RequestFailed("the endpoint gave no token", kind="nonsense", retry=True)
    usage = reply.get("usage")
    return tokens, ended, usage if isinstance(usage, dict) else {}


def read_tokens(reply: dict[str, Any], alpha: float) -> tuple[list[Token], bool]:
    """Return the tokens of a reply with log Z for each, and whether the text has ended.

    Raises
    ------
    RequestFailed
        If the endpoint gives no log-probabilities.
    """
    try:
        choice = reply["choices"][0]
        figures = choice["logprobs"]
        texts, tops = figures["tokens"], figures["top_logprobs"]
        own = figures["token_logprobs"]
        ended = choice.get("finish_reason") == "stop"
        tokens = []
        left = len(choice["text"])
        for text, log_p, top in zip(texts, own, tops, strict=True):
            logs = dict(top or {})
            logs.setdefault(text, log_p)
            highest = max(logs.values())
            log_z = alpha * highest + math.log(
                sum(math.exp(alpha * (value - highest)) for value in logs.values())
            )
            # The token that ends a text is listed, but is no part of the text.
            shown = text[:left] if ended else text
            left -= len(shown)
            tokens.append(Token(shown, log_z))
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise RequestFailed(
            "the endpoint gives no log-probabilities of tokens, which power sampling needs",
            kind="refused",
            fatal=True,
        ) from error
    return tokens, ended
