from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from bbsynth.errors import UsageError
from bbsynth.evaluation.backends import parse_model
from bbsynth.evaluation.backends.endpoint import EndpointSettings
from bbsynth.evaluation.runs.study import read_study

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("text", "kind", "model"),
    [
        ("tactic:decide +kernel", "tactic", "decide +kernel"),
        ("scripts:0.5", "scripts", "0.5"),
        ("certificate", "certificate", ""),
        ("command:./prove --fast", "command", "./prove --fast"),
        ("recorded:a.jsonl", "recorded", "a.jsonl"),
        ("qwen:7b@http://localhost:11434/v1", "endpoint", "qwen:7b"),
    ],
)
def test_models_on_the_command_line(text: str, kind: str, model: str) -> None:
    plain = msgspec.to_builtins(parse_model(text))
    assert (plain["kind"], plain.get("model", "")) == (kind, model)


def test_an_endpoint_for_names() -> None:
    spec = parse_model("qwq@32b", endpoint="http://localhost/v1", key="MY_KEY")
    assert isinstance(spec, EndpointSettings)
    assert (spec.model, spec.endpoint, spec.key) == ("qwq@32b", "http://localhost/v1", "MY_KEY")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("qwq-32b", "there is no model 'qwq-32b'"),
        ("tactic:", "needs an argument: tactic:…"),
        ("scripts:hot", "'hot' is not a temperature"),
        ("scripts:-1", "not a temperature"),
        ("scripts:nan", "not a temperature"),
        ("m@ftp://host/v1", "has to be a URL"),
        ("m@http://user:pass@host/v1", "no user, password or query"),
        ("m@http://[half/v1", "has to be a URL"),
    ],
)
def test_what_is_no_model(text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        parse_model(text)


GOOD = """
samples = 16
styles = ["both+sheet"]
[[model]]
name = "QwQ-32B"
model = "Qwen/QwQ-32B"
endpoint = "http://localhost:8000/v1"
key = "MY_KEY"
sampling = {temperature = 0.6, top_p = 0.95, max_tokens = 8192}
price = {prompt = 0.1, completion = 0.3}
published = [{k = 16, value = 49.0, source = "a paper", benchmark = "its own"}]
"""


def test_a_file(tmp_path: Path) -> None:
    file = tmp_path / "models.toml"
    file.write_text(GOOD)
    study = read_study(file)
    (spec,) = study.model
    assert isinstance(spec, EndpointSettings)
    assert (study.samples, spec.sampling["max_tokens"], spec.published[0].value) == (16, 8192, 49)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("samples = 16", "samples = "), "is not TOML"),
        (("samples = 16", 'samples = "many"'), "samples is 'many': expected `int`, got `str`"),
        (
            ("samples = 16", "smaples = 16"),
            "there is no key 'smaples'; the keys are model",
        ),
        (
            ('key = "MY_KEY"', 'kee = "X"'),
            "model 'QwQ-32B': there is no key 'kee'; the",
        ),
        (('key = "MY_KEY"', "concurrency = 0"), "concurrency is 0: expected `int` >= 1"),
        (('key = "MY_KEY"', "timeout = 0"), "timeout is 0: expected `float` >= 0.01"),
        (('key = "MY_KEY"', "power = {alpha = 4}"), 'needs api = "completion"'),
        (("max_tokens = 8192", "n = 3"), "must not set 'n'"),
        (("max_tokens = 8192", 'api_key = "x"'), "looks like a secret"),
    ],
)
def test_mistakes_in_a_file(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    file = tmp_path / "models.toml"
    file.write_text(GOOD.replace(*change))
    with pytest.raises(UsageError, match=message):
        read_study(file)


@pytest.mark.parametrize(
    "value", ["sk-proj-abc123", "sk_abc", "hf_abcdef", "a" * 70, "gsk_5fGh", "q" * 12 + "1" * 12]
)
def test_a_key_itself_is_refused_and_not_repeated(tmp_path: Path, value: str) -> None:
    file = tmp_path / "models.toml"
    file.write_text(GOOD.replace("MY_KEY", value))
    with pytest.raises(UsageError, match="and not the key itself") as caught:
        read_study(file)
    assert value not in str(caught.value)


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot read"):
        read_study(tmp_path / "nothing.toml")


def test_what_answers_depend_on() -> None:
    spec = EndpointSettings(
        name="m", model="x", endpoint="http://a/v1", sampling={"temperature": 1}
    )
    elsewhere = msgspec.structs.replace(
        spec, endpoint="http://b/v1", concurrency=3, retries=0, key="K", timeout=1.0
    )
    hotter = msgspec.structs.replace(spec, sampling={"temperature": 2})
    assert spec.identity() == elsewhere.identity()
    assert spec.identity() != hotter.identity()


@pytest.mark.parametrize("url", ["http://localhost:99999/v1", "http://xn--/v1", "http://[/v1"])
def test_addresses_that_are_none(url: str) -> None:
    with pytest.raises(UsageError, match="endpoint has to be a URL"):
        parse_model(f"m@{url}")


def test_a_secret_deep_in_a_request(tmp_path: Path) -> None:
    file = tmp_path / "models.toml"
    file.write_text(
        '[[model]]\nname = "a"\nmodel = "a"\nendpoint = "http://x/v1"\n'
        'sampling = {extra = [{api_key = "abc"}]}\n'
    )
    with pytest.raises(UsageError, match="looks like a secret"):
        read_study(file)


@pytest.mark.parametrize("length", ['"many"', "15", "1.5", "true"])
def test_power_sampling_of_no_length(tmp_path: Path, length: str) -> None:
    file = tmp_path / "models.toml"
    file.write_text(
        '[[model]]\nname = "a"\nmodel = "a"\nendpoint = "http://x/v1"\napi = "completion"\n'
        f"sampling = {{max_tokens = {length}}}\npower = {{}}\n"
    )
    with pytest.raises(UsageError, match="power sampling needs a whole number"):
        read_study(file)


@pytest.mark.parametrize("name", ["seed", "n", "stream_options", "messages"])
def test_sampling_cannot_set_what_is_set_anyway(tmp_path: Path, name: str) -> None:
    file = tmp_path / "m.toml"
    file.write_text(
        f'[[model]]\nname = "m"\nmodel = "m"\nendpoint = "http://a/v1"\nsampling = {{{name} = 1}}\n'
    )
    with pytest.raises(UsageError, match=f"sampling must not set '{name}'"):
        read_study(file)
