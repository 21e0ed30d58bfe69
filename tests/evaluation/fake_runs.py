"""Runs on disk that were never run: answers and verdicts are written down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from bbsynth._common.jsonlines import LineWriter
from bbsynth.evaluation.backends import parse_model
from bbsynth.evaluation.backends.endpoint import EndpointSettings
from bbsynth.evaluation.model import Answer, ModelSettings
from bbsynth.evaluation.runs.folder import (
    ANSWERS,
    VERDICTS,
    AnswerRecord,
    RunRecord,
    VerdictRecord,
    open_run,
    write_run,
)
from bbsynth.evaluation.runs.study import plan_arms
from bbsynth.problems import Problem


def write_fake_run(
    path: Path,
    problems: Sequence[Problem],
    outcomes: Mapping[str, Sequence[str]],
    *,
    samples: int = 4,
    judge: str = "judge",
    text: str = "by {}",
    specs: Sequence[ModelSettings] = (),
) -> Path:
    """Write a run.

    `outcomes` has for each model, by its name or as on the command line, and for each problem in
    turn, a letter for each sample: `+` a proof, `-` a failure, `?` an answer without a verdict,
    `!` a request that failed, a blank nothing.
    """
    known = {spec.name: spec for spec in specs}
    named = {
        name: known[name]
        if name in known
        else parse_model(name)
        if name == "certificate" or ":" in name
        else EndpointSettings(name=name, model="m", endpoint="http://x/v1")
        for name in outcomes
    }
    arms = plan_arms(list(named.values()), ["both"], samples)
    record = open_run(path, problems=problems, wanted=RunRecord(dataset="fake", arms=arms))
    info = {"identity": judge, "toolchain": "Lean (fake)", "limits": ""}
    write_run(path, msgspec.structs.replace(record, judge=info))
    with LineWriter(path / ANSWERS) as answers, LineWriter(path / VERDICTS) as verdicts:
        for arm, rows in zip(arms, outcomes.values(), strict=True):
            for problem, row in zip(problems, rows, strict=True):
                for sample, letter in enumerate(row):
                    if letter == " ":
                        continue
                    which = {
                        "model": arm.model.name,
                        "style": arm.style,
                        "problem": problem.id,
                        "sample": sample,
                    }
                    failed = letter == "!"
                    answers.write(
                        AnswerRecord(
                            **which,  # type: ignore[arg-type]
                            prompt="",
                            seed=0,
                            answer=None
                            if failed
                            else Answer(
                                text=text.format(letter), prompt_tokens=10, completion_tokens=1
                            ),
                            error="no" if failed else "",
                            error_kind="server" if failed else "",
                            cost=0.0 if failed else 0.5,
                        )
                    )
                    if letter in "+-":
                        verdicts.write(
                            VerdictRecord(
                                **which,  # type: ignore[arg-type]
                                judge=judge,
                                status="proved" if letter == "+" else "wrong",
                                rule="" if letter == "+" else "elaboration",
                                reason="" if letter == "+" else "Lean does not accept the proof",
                                messages=[] if letter == "+" else ["1:1: error: unsolved goals"],
                            )
                        )
    return path
