from __future__ import annotations

import asyncio
import itertools
import math
import random
from collections import Counter
from typing import Any

import pytest

from bbsynth.errors import UsageError
from bbsynth.evaluation.backends.endpoint import EndpointSettings, PowerSettings
from bbsynth.evaluation.backends.endpoint.client import Endpoint
from bbsynth.evaluation.backends.endpoint.power import (
    Draft,
    PowerSampler,
    Token,
    power_sample,
    read_tokens,
)
from bbsynth.evaluation.model import Request, RequestFailed
from bbsynth.evaluation.prompts.prompt import Prompt
from bbsynth.problems import Dataset
from tests.evaluation.fake_endpoint import Server

ALPHA = 2.0
LENGTH = 4
END = "."


def model(prefix: str) -> dict[str, float]:
    """A language of three letters in which what begins likely goes on unlikely.

    The greedy beginning `a` leads to many middling texts, the rarer `b` to a few likely ones; so
    p^α is far from what temperature 1/α draws.
    """
    if not prefix:
        return {"a": 0.55, "b": 0.45}
    if prefix[0] == "a":
        return {"a": 0.4, "b": 0.35, END: 0.25}
    return {"b": 0.7, END: 0.3} if len(prefix) < 3 else {"b": 0.35, END: 0.65}


def texts(alpha: float) -> dict[str, float]:
    """The exact distribution p^α on texts of at most LENGTH tokens."""
    found: dict[str, float] = {}

    def walk(prefix: str, p: float) -> None:
        if prefix.endswith(END) or len(prefix) == LENGTH:
            found[prefix] = p**alpha
            return
        for token, chance in model(prefix).items():
            walk(prefix + token, p * chance)

    walk("", 1.0)
    total = sum(found.values())
    return {text: value / total for text, value in found.items()}


async def extend(draft: Draft, tokens: int, *, seed: int) -> Draft:
    """Draw from q exactly."""
    generator = random.Random(seed)
    new, text = list(draft.tokens), draft.text
    for _ in range(tokens):
        powers = {token: chance**ALPHA for token, chance in model(text).items()}
        z = sum(powers.values())
        (token,) = generator.choices(list(powers), [value / z for value in powers.values()])
        new.append(Token(token, math.log(z)))
        text += token
        if token == END:
            return Draft(tuple(new), ended=True)
    return Draft(tuple(new))


def draws(count: int, **settings: int) -> dict[str, float]:
    async def go() -> Counter[str]:
        found: Counter[str] = Counter()
        for seed in range(count):
            outcome = await power_sample(extend, length=LENGTH, seed=seed, **settings)
            found[outcome.draft.text] += 1
        return found

    return {text: n / count for text, n in asyncio.run(go()).items()}


def distance(one: dict[str, float], two: dict[str, float]) -> float:
    return sum(abs(one.get(text, 0) - two.get(text, 0)) for text in one | two) / 2


def test_the_distribution_is_the_power() -> None:
    exact = texts(ALPHA)
    assert distance(draws(3_000, blocks=2, moves=15), exact) < 0.03


def test_without_moves_it_is_something_else() -> None:
    """Temperature 1/α, token by token, is not p^α: there would be nothing to test."""
    exact = texts(ALPHA)
    assert distance(draws(4_000, blocks=1, moves=0), exact) > 0.2
    assert distance(texts(1.0), exact) > 0.2


def test_it_is_repeatable() -> None:
    outcomes = [
        asyncio.run(power_sample(extend, length=4, blocks=2, moves=5, seed=3)) for _ in "ab"
    ]
    assert outcomes[0] == outcomes[1]
    assert outcomes[0].proposed == 10
    assert 0 <= outcomes[0].accepted <= 10


def test_more_blocks_than_tokens() -> None:
    with pytest.raises(UsageError, match="4 tokens cannot be drawn in 5 blocks"):
        asyncio.run(power_sample(extend, length=4, blocks=5, moves=1, seed=0))


class Speaker:
    """The same language behind an endpoint, with the log-probabilities of temperature 1."""

    def __init__(self, prompt_end: str, *, lists_the_end: bool) -> None:
        self.prompt_end = prompt_end
        self.lists_the_end = lists_the_end

    def __call__(self, body: dict[str, Any]) -> dict[str, Any]:
        text = body["prompt"].rpartition(self.prompt_end)[2]
        generator = random.Random(body["seed"])
        alpha = 1 / body["temperature"]
        tokens, own, top = [], [], []
        said, finish = "", "length"
        for _ in range(body["max_tokens"]):
            chances = model(text + said)
            logs = {token: math.log(chance) for token, chance in chances.items()}
            (token,) = generator.choices(list(chances), [c**alpha for c in chances.values()])
            if token != END or self.lists_the_end:
                tokens.append(token)
                own.append(logs[token])
                top.append(logs)
            if token == END:
                finish = "stop"
                break
            said += token
        figures = {"tokens": tokens, "token_logprobs": own, "top_logprobs": top}
        return {"text": said, "finish_reason": finish, "logprobs": figures}


def sampler(server: Server, **settings: Any) -> PowerSampler:
    spec = EndpointSettings(
        name="m",
        model="test-model",
        endpoint=server.url,
        api="completion",
        stream=True,
        sampling={"max_tokens": LENGTH, "top_p": 0.9},
    )
    return PowerSampler(Endpoint(spec), PowerSettings(**settings))


def test_through_an_endpoint(dataset: Dataset) -> None:
    problem = dataset.problems[0]
    with Server(Speaker("Say it:\n", lists_the_end=True)) as server:

        async def many() -> Counter[str]:
            power = sampler(server, alpha=ALPHA, blocks=1, moves=10)
            prompt = Prompt(problem=problem.id, style="", messages=(), text="Say it:\n")
            found: Counter[str] = Counter()
            for seed in range(120):
                answer = await power.answer(
                    Request(problem=problem, prompt=prompt, sample=0, seed=seed)
                )
                ended = END if answer.finish == "stop" else ""
                found[answer.text + ended] += 1
                assert answer.detail["moves"] == 10
                assert answer.completion_tokens == 10 * answer.detail["requests"]
            await power.close()
            return found

        found = {text: n / 120 for text, n in asyncio.run(many()).items()}
        assert distance(found, texts(ALPHA)) < 0.18
        body = server.bodies[0]
        assert body["temperature"] == 1 / ALPHA
        assert body["logprobs"] == 20
        assert "top_p" not in body
        assert "stream" not in body


def test_an_endpoint_that_does_not_list_the_end() -> None:
    reply = {
        "choices": [
            Speaker("#", lists_the_end=False)(
                {"prompt": "#bbb", "seed": 1, "temperature": 0.25, "max_tokens": 3}
            )
        ]
    }
    tokens, ended = read_tokens(reply, ALPHA)
    assert ended
    assert "".join(token.text for token in tokens) == reply["choices"][0]["text"]


def test_an_endpoint_without_log_probabilities(dataset: Dataset) -> None:
    with Server() as server:
        power = sampler(server, blocks=1)

        async def go() -> None:
            prompt = Prompt(problem="p", style="", messages=(), text="?")
            request = Request(problem=dataset.problems[0], prompt=prompt, sample=0, seed=0)
            try:
                await power.answer(request)
            finally:
                await power.close()

        with pytest.raises(RequestFailed, match="gives no log-prob") as caught:
            asyncio.run(go())
    assert caught.value.fatal


def test_log_z_is_a_sum_over_all_tokens() -> None:
    for prefix in ("", "a", "bbb"):
        logs = {token: math.log(chance) for token, chance in model(prefix).items()}
        token = next(iter(logs))
        figures = {"tokens": [token], "token_logprobs": [logs[token]], "top_logprobs": [logs]}
        reply = {"choices": [{"text": token, "finish_reason": "length", "logprobs": figures}]}
        ((read,), ended) = read_tokens(reply, ALPHA)
        exact = sum(chance**ALPHA for chance in model(prefix).values())
        assert read.log_z == pytest.approx(math.log(exact))
        assert not ended


def test_the_small_language_is_what_it_should_be() -> None:
    for alpha in (1.0, ALPHA):
        assert sum(texts(alpha).values()) == pytest.approx(1.0)
    assert len(texts(1.0)) == len(
        {t for n in range(1, 5) for t in map("".join, itertools.product("ab.", repeat=n))}
        & texts(1.0).keys()
    )
