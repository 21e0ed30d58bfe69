"""A study: which models are asked, how often, and at what cost."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import msgspec

from bbsynth._common.toml import toml_table, what_is_wrong
from bbsynth.errors import UsageError, complain
from bbsynth.evaluation.backends import is_argument, parse_model, settings_from
from bbsynth.evaluation.model import ModelSettings
from bbsynth.evaluation.prompts.styles import Style
from bbsynth.evaluation.runs.folder import MAX_SAMPLES, Arm

__all__ = ["Study", "plan_arms", "plan_study", "read_study"]

_STYLE = "both+sheet"
_SAMPLES = 16


class Study(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is asked, and what may be spent. A TOML file has the same fields.

    Attributes
    ----------
    model : list of ModelSettings
    styles : list of str
        Prompt styles of the models that have none of their own.
    samples : int
        Samples for each problem, of the models that do not say it themselves.
    seed : int
    budget : float or None
        The most that may be spent, in the currency of the prices.
    budget_tokens : int or None
        The most tokens that may be used, of prompts and answers together.
    """

    model: list[ModelSettings] = []
    styles: list[str] = []
    samples: int = _SAMPLES
    seed: int = 0
    budget: float | None = None
    budget_tokens: Annotated[int, msgspec.Meta(ge=0)] | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.samples <= MAX_SAMPLES:
            raise UsageError(f"{self.samples} samples: there have to be 1 to {MAX_SAMPLES:,}")
        if self.budget is not None and not self.budget >= 0:
            raise UsageError(f"the budget is {self.budget}; it has to be 0 or more")

    @property
    def arms(self) -> list[Arm]:
        """Each model in each of its styles; errors as for `plan_arms`."""
        return plan_arms(self.model, self.styles or [_STYLE], self.samples)


def read_study(path: Path) -> Study:
    """Read a study from a TOML file.

    Raises
    ------
    UsageError
        If it cannot be read or something in it is wrong. All models with a mistake are told.
    """
    try:
        plain = toml_table(path.read_bytes(), str(path))
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror or error}") from error
    complaints: list[str] = []
    models: list[ModelSettings] = []
    tables = plain.pop("model", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        complaints.append("`model` has to be tables, which begin with [[model]]")
        tables = []
    for table in tables:
        try:
            models.append(settings_from(table))
        except UsageError as error:
            complaints.append(str(error).replace("\n", "\n  "))
    try:
        study = msgspec.convert(plain, Study)
    except msgspec.ValidationError:
        complaints = [*what_is_wrong(plain, Study), *complaints]
    except UsageError as error:
        complaints.insert(0, str(error))
    if complaints:
        raise complain(str(path), complaints)
    return msgspec.structs.replace(study, model=models)


def plan_study(
    models: Sequence[str],
    *,
    config: Path | None = None,
    endpoint: str = "",
    key: str = "",
    styles: Sequence[str] = (),
    **options: Any,
) -> Study:
    """Put options and a file together; options take precedence.

    Parameters
    ----------
    models : sequence of str
        Names of models in the file, or models as `parse_model` reads them; empty for all of the
        file.
    config : Path, optional
        A TOML file with the fields of `Study`.
    endpoint, key : str
        As for `parse_model`.
    styles : sequence of str
        Prompt styles; empty for those of the file.
    **options
        Other fields of `Study`; None for those of the file.

    Raises
    ------
    UsageError
        If something is wrong with any of that.
    """
    study = Study() if config is None else read_study(config)
    known = {settings.name: settings for settings in study.model}
    chosen = [
        known[text] if text in known else parse_model(text, endpoint=endpoint, key=key)
        for text in models
    ] or study.model
    if not chosen:
        raise UsageError("name a model with --model, or a file of models with --config")
    located = [text for text in models if text not in known and not is_argument(text)]
    if endpoint and all("@" in text for text in located):
        raise UsageError(
            "--endpoint is for models that --model gives by their name alone; those of a file have "
            "an endpoint of their own"
        )
    if key and not located:
        raise UsageError(
            "--key is for models that --model gives with an endpoint; those of a file have a key "
            "of their own"
        )
    given = {name: value for name, value in options.items() if value is not None}
    # What the command line says is meant for all models.
    cleared: dict[str, Any] = {"samples": None} if "samples" in given else {}
    if styles:
        given["styles"] = list(styles)
        cleared["styles"] = []
    given["model"] = [msgspec.structs.replace(settings, **cleared) for settings in chosen]
    return msgspec.structs.replace(study, **given)


def plan_arms(models: Sequence[ModelSettings], styles: Sequence[str], samples: int) -> list[Arm]:
    """Return the arms of a run: each model in each of its styles.

    A model that sees no prompt has one arm, and a deterministic one has one sample.

    Raises
    ------
    UsageError
        If there is no model, two models have the same name, or a style is not valid.
    """
    names = [settings.name for settings in models]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise UsageError(f"there are two models called {twice[0]!r}; give them different names")
    if not models:
        raise UsageError("no model is given")
    arms = []
    for settings in models:
        named = [Style.parse(style).name for style in settings.styles or styles]
        chosen = list(dict.fromkeys(named)) if settings.sees_prompts else [""]
        count = 1 if settings.deterministic else settings.samples or samples
        arms += [Arm(model=settings, style=style, samples=count) for style in chosen]
    return arms
