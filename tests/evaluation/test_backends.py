"""What holds for every kind of model."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from bbsynth.errors import UsageError
from bbsynth.evaluation.backends import AnyModel, backends, parse_model, settings_from
from bbsynth.evaluation.backends.endpoint import EndpointSettings, PowerSettings
from bbsynth.evaluation.runs.folder import read_run
from bbsynth.problems import Dataset
from tests.evaluation.fake_runs import write_fake_run

ARGUMENTS = {"scripts": "scripts:0.5", "certificate": "certificate", "endpoint": "m@http://x/v1"}


def test_each_module_is_a_kind() -> None:
    folder = Path(__file__).parents[2] / "bbsynth" / "evaluation" / "backends"
    modules = {path.stem for path in folder.iterdir() if not path.name.startswith("_")}
    assert set(backends()) == modules


@pytest.mark.parametrize("kind", backends())
def test_settings_are_written_and_read(kind: str) -> None:
    settings = parse_model(ARGUMENTS.get(kind, f"{kind}:x"))
    assert isinstance(settings, backends()[kind])
    plain = msgspec.to_builtins(settings)
    assert plain["kind"] == kind
    assert msgspec.json.decode(msgspec.json.encode(settings), type=AnyModel) == settings
    assert settings_from(plain) == settings
    assert set(settings.not_compared) < set(plain)
    assert not settings.identity().keys() & settings.not_compared


def test_an_argument_that_is_not_taken() -> None:
    with pytest.raises(UsageError, match="takes no argument"):
        parse_model("certificate:x")


def test_all_that_is_wrong_with_an_endpoint() -> None:
    with pytest.raises(UsageError) as caught:
        EndpointSettings(
            name="",
            model="m",
            endpoint="http://x/v1?token=1",
            sampling={"n": 2, "api_key": "y", "max_tokens": 3},
            power=PowerSettings(),
        )
    for complaint in (
        "its name has to be one line",
        "no user, password or query",
        "must not set 'n'",
        "'api_key', which looks like a secret",
        "max_tokens is 3; power sampling needs",
        'power sampling needs api = "completion"',
    ):
        assert complaint in str(caught.value)


def test_runs_whose_models_have_the_settings_of_all_kinds(tmp_path: Path, dataset: Dataset) -> None:
    """As `run.json` was written before each kind had its own."""
    everything = {
        **{"endpoint": "", "api": "chat", "key": "", "sampling": {}, "send_seed": True},
        **{"power": None, "stream": False, "timeout": 600.0, "model": ""},
    }
    names = ["certificate", "scripts:0.5", "tactic:simp", "m"]
    path = write_fake_run(tmp_path, dataset.problems[:1], {name: ["+"] for name in names})
    run = read_run(path)
    plain = json.loads((path / "run.json").read_text())
    for arm in plain["arms"]:
        arm["model"] = everything | arm["model"]
    (path / "run.json").write_text(json.dumps(plain))
    assert read_run(path) == run
