from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from bbsynth.errors import UsageError
from bbsynth.evaluation.backends.recorded import RecordedAnswers
from bbsynth.evaluation.model import RequestFailed
from bbsynth.problems import Dataset
from tests.evaluation.asking import ask


def recorded(file: Path) -> RecordedAnswers:
    return RecordedAnswers(file)


def test_answers_in_the_order_of_the_file(tmp_path: Path, dataset: Dataset) -> None:
    file = tmp_path / "answers.jsonl"
    one, two = dataset.problems[:2]
    lines = [
        {"problem_id": one.id, "sample": 5, "completion": "by simp"},
        {"problem_id": two.id, "completion": "∀", "model": "x"},
        {"problem_id": one.id, "sample": "b", "completion": ""},
    ]
    text = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines) + "\n\n"
    file.write_text("\ufeff" + text)  # a mark that some editors put at the beginning
    model = recorded(file)
    assert ask(model, one).text == "by simp"
    assert ask(model, one, sample=1).text == ""
    assert ask(model, two).text == "∀"
    with pytest.raises(RequestFailed, match="has 1 answers to") as caught:
        ask(model, two, sample=1)
    assert (caught.value.kind, caught.value.retry, caught.value.fatal) == ("missing", False, False)
    asyncio.run(model.close())


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "has no answers in it"),
        ('{"problem_id": "x"}\n', "line 1: .*completion"),
        ('{"problem_id": "x", "completion": ""}\n{', "line 2"),
    ],
)
def test_files_of_something_else(tmp_path: Path, content: str, message: str) -> None:
    file = tmp_path / "answers.jsonl"
    file.write_text(content)
    with pytest.raises(UsageError, match=message):
        recorded(file)


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot read"):
        recorded(tmp_path / "answers.jsonl")
