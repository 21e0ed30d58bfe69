"""From options and a configuration file to what is asked of a run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from bbsynth.errors import UsageError
from bbsynth.evaluation.folder import RunRecord
from bbsynth.evaluation.run import plan_arms
from bbsynth.evaluation.sampling import Budget
from bbsynth.evaluation.specs import (
    KINDS,
    Configuration,
    ModelSpec,
    parse_model,
    read_configuration,
)

__all__ = ["Question", "ask_for"]

_STYLE = "both+sheet"
_SAMPLES = 16


class Question(msgspec.Struct, frozen=True):
    """What is asked of a run, and what may be spent on it."""

    wanted: RunRecord
    budget: Budget


def ask_for(
    *,
    dataset: str,
    models: Sequence[str],
    config: Path | None = None,
    endpoint: str = "",
    key: str = "",
    styles: Sequence[str] = (),
    samples: int | None = None,
    seed: int | None = None,
    budget: float | None = None,
    budget_tokens: int | None = None,
) -> Question:
    """Put options and a configuration together; options take precedence.

    Parameters
    ----------
    dataset : str
        For people.
    models : sequence of str
        Names in the configuration, or models as `parse_model` reads them; empty for all of the
        configuration.
    config : Path, optional
        A TOML file; see `bbsynth.evaluation.specs.Configuration`.
    endpoint, key : str
        As for `parse_model`.
    styles : sequence of str
        Prompt styles for models that have none of their own.
    samples, seed, budget, budget_tokens
        As in the configuration.

    Raises
    ------
    UsageError
        If something is wrong with any of that.
    """
    study = Configuration() if config is None else read_configuration(config)
    known = {spec.name: spec for spec in study.model}
    chosen: list[ModelSpec] = [
        known[text] if text in known else parse_model(text, endpoint=endpoint, key=key)
        for text in models
    ] or list(study.model)
    if not chosen:
        raise UsageError("name a model with --model, or a file of models with --config")
    located = [text for text in models if text not in known and text.partition(":")[0] not in KINDS]
    if endpoint and not any("@" not in text for text in located):
        raise UsageError(
            "--endpoint is for models that are given by --model as a name alone; those of a file "
            "have their own"
        )
    if key and not located:
        raise UsageError(
            "--key is for models that are given by --model with an endpoint; those of a file have "
            "their own"
        )
    samples_given = samples
    samples = samples if samples is not None else study.samples or _SAMPLES
    if samples < 1:
        raise UsageError(f"{samples} samples: there has to be at least 1")
    if samples_given is not None:
        chosen = [msgspec.structs.replace(spec, samples=None) for spec in chosen]
    if styles:
        # What is said on the command line is meant for all models.
        chosen = [msgspec.structs.replace(spec, styles=[]) for spec in chosen]
    budget = budget if budget is not None else study.budget
    arms = plan_arms(chosen, list(styles) or study.styles or [_STYLE], samples)
    if budget is not None and not budget >= 0:
        raise UsageError(f"the budget is {budget}; it has to be 0 or more")
    seed = seed if seed is not None else study.seed or 0
    return Question(
        wanted=RunRecord(dataset=dataset, seed=seed, arms=arms),
        budget=Budget(
            cost=budget,
            tokens=budget_tokens if budget_tokens is not None else study.budget_tokens,
        ),
    )
