"""Local models, with a stand-in for transformers and torch, which are too large for a test."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from types import SimpleNamespace
from typing import Any

import pytest

from bbsynth.errors import UsageError
from bbsynth.evaluation.backends import parse_model
from bbsynth.evaluation.backends.transformers import LocalModel, TransformersSettings
from bbsynth.evaluation.model import RequestFailed
from bbsynth.problems import Dataset
from tests.evaluation.asking import ask


class Ids(list[int]):
    """A tensor of one row, as far as it is used."""

    @property
    def shape(self) -> tuple[int, int]:
        return 1, len(self)


class Inputs(dict[str, Ids]):
    def to(self, device: str) -> Inputs:
        return self


class FakeTokenizer:
    def apply_chat_template(self, messages: list[dict[str, str]], **options: Any) -> Inputs:
        assert [message["role"] for message in messages] == ["system", "user"]
        return Inputs(input_ids=Ids(range(5)))

    def __call__(self, text: str, **options: Any) -> Inputs:
        return Inputs(input_ids=Ids(range(3)))

    def decode(self, ids: list[int], **options: Any) -> str:
        return "".join(map(chr, ids))


class FakeModel:
    device = "cpu"

    def __init__(self) -> None:
        self.options: list[dict[str, Any]] = []
        self.answer = "by simp"

    def generate(self, input_ids: Ids, **options: Any) -> list[list[int]]:
        if self.answer == "explode":
            raise RuntimeError("out of memory")
        self.options.append(options)
        return [[*input_ids, *map(ord, self.answer)][: len(input_ids) + options["max_new_tokens"]]]


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> FakeModel:
    model = FakeModel()
    seeds: list[int] = []

    def load(name: str, **options: Any) -> FakeModel:
        if name == "no/such":
            raise OSError("no such model")
        return model

    transformers = SimpleNamespace(
        AutoTokenizer=SimpleNamespace(from_pretrained=lambda name: FakeTokenizer()),
        AutoModelForCausalLM=SimpleNamespace(from_pretrained=load),
    )
    torch = SimpleNamespace(
        cuda=SimpleNamespace(is_available=lambda: False),
        manual_seed=seeds.append,
        inference_mode=nullcontext,
    )
    monkeypatch.setitem(sys.modules, "transformers", transformers)  # type: ignore[arg-type]
    monkeypatch.setitem(sys.modules, "torch", torch)  # type: ignore[arg-type]
    return model


def test_an_answer(fake: FakeModel, dataset: Dataset) -> None:
    spec = TransformersSettings(
        name="m", model="org/name", sampling={"temperature": 0.6, "top_p": 0.9}
    )
    answer = ask(LocalModel(spec), dataset.problems[0])
    assert (answer.text, answer.finish) == ("by simp", "stop")
    assert (answer.prompt_tokens, answer.completion_tokens) == (5, 7)
    assert fake.options[0] == {
        "max_new_tokens": 4096,
        "do_sample": True,
        "temperature": 0.6,
        "top_p": 0.9,
    }


def test_completion_and_the_limit(fake: FakeModel, dataset: Dataset) -> None:
    spec = TransformersSettings(
        name="m",
        model="org/name",
        api="completion",
        sampling={"temperature": 0, "max_tokens": 4},
    )
    answer = ask(LocalModel(spec), dataset.problems[0])
    assert (answer.text, answer.finish, answer.prompt_tokens) == ("by s", "length", 3)
    assert fake.options[0]["do_sample"] is False


def test_what_goes_wrong(fake: FakeModel, dataset: Dataset) -> None:
    with pytest.raises(RequestFailed, match="cannot load no/such") as caught:
        ask(parse_model("transformers:no/such").open(), dataset.problems[0])
    assert caught.value.fatal
    fake.answer = "explode"
    with pytest.raises(RequestFailed, match="out of memory"):
        ask(parse_model("transformers:org/name").open(), dataset.problems[0])


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "transformers", None)
    with pytest.raises(UsageError, match=r"pip install 'bbsynth\[local\]'"):
        parse_model("transformers:org/name").open()
