"""What a model is called, where it is, and how it is sampled: the part of a run that is written
down by people, in TOML or on the command line.

No key is ever a part of it, only the name of the environment variable that holds one.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, Literal
from urllib.parse import urlsplit

import httpx
import msgspec

from bbsynth.errors import UsageError

__all__ = [
    "KINDS",
    "Configuration",
    "ModelSpec",
    "PowerSettings",
    "Price",
    "Published",
    "parse_model",
    "read_configuration",
]

Kind = Literal[
    "endpoint", "command", "recorded", "transformers", "tactic", "scripts", "certificate"
]
KINDS: Final = ("command", "recorded", "transformers", "tactic", "scripts", "certificate")
"""The kinds that can be named on the command line as ``kind:argument``."""

_LOCATED: Final = re.compile(r"(.+?)@([a-z]+://.*)")
_VARIABLE: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,60}")
_DETERMINISTIC: Final = frozenset({"tactic", "certificate"})
_KEY_ITSELF: Final = re.compile(r"(?:sk|hf|gsk|xai|r8|ghp)_|(?=.*[a-z])(?=.*\d).{20}")
"""What keys look like: a known beginning, or many small letters and digits."""
_OURS: Final = (
    *("model", "messages", "prompt", "stream", "stream_options", "n", "stop", "seed"),
    *("logprobs", "echo"),
)
"""Fields of a request that `sampling` cannot have: each sample has a seed of its own, for one."""
_SECRET: Final = re.compile(r"auth|key|secret|cookie|password", re.IGNORECASE)


class Price(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a million tokens cost, in whatever currency the budget is in."""

    prompt: float = 0.0
    completion: float = 0.0


class Published(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A figure from a paper, shown beside ours and never mixed with it.

    Attributes
    ----------
    k : int
        pass@k.
    value : float
        In per cent.
    source : str
        Where it stands.
    benchmark : str
        On which problems; they are not ours.
    """

    k: int
    value: float
    source: str
    benchmark: str


class PowerSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Power sampling; see `bbsynth.evaluation.power`."""

    alpha: float = 4.0
    blocks: int = 16
    moves: int = 10


class ModelSpec(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A model and how it is sampled.

    Attributes
    ----------
    name : str
        What it is called in the report.
    kind : str
        What it is: an OpenAI-compatible ``endpoint``, a ``command``, ``recorded`` answers, a local
        ``transformers`` model, or one of the baselines ``tactic``, ``scripts``, ``certificate``.
    model : str
        What the endpoint calls it; the tactic, the program, the file.
    endpoint : str
        The base URL, such as ``http://localhost:8000/v1``.
    api : {"chat", "completion"}
        Which of the endpoint's two interfaces is used.
    key : str
        The name of the environment variable with the key; empty if none is needed.
    styles : list of str
        Prompt styles; empty for those of the run.
    samples : int or None
        Samples for each problem; None for those of the run.
    sampling : dict
        Fields of the request, sent as they are: ``temperature``, ``top_p``, ``max_tokens``, …
    send_seed : bool
        Whether the request has a ``seed``.
    power : PowerSettings or None
        Power sampling with these settings, for endpoints that give log-probabilities.
    stream : bool
        Whether the answer is asked for piece by piece.
    concurrency : int
        Requests at a time.
    requests_per_minute : float or None
        The most requests in a minute.
    timeout : float
        Seconds without a sign of life after which a request has failed, where it is streamed,
        without a piece of the answer; for a program, seconds.
    retries : int
        How often a request is repeated that may succeed later.
    price : Price
    published : list of Published
    """

    name: str
    kind: Kind = "endpoint"
    model: str = ""
    endpoint: str = ""
    api: Literal["chat", "completion"] = "chat"
    key: str = ""
    styles: list[str] = []
    samples: int | None = None
    sampling: dict[str, Any] = {}
    send_seed: bool = True
    power: PowerSettings | None = None
    stream: bool = False
    concurrency: int = 8
    requests_per_minute: float | None = None
    timeout: float = 600.0
    retries: int = 5
    price: Price = Price()
    published: list[Published] = []

    @property
    def deterministic(self) -> bool:
        """Whether a second sample would be the same as the first."""
        return self.kind in _DETERMINISTIC

    @property
    def sees_prompts(self) -> bool:
        """Whether the prompt style makes a difference."""
        return self.kind in ("endpoint", "command", "transformers")

    @property
    def is_baseline(self) -> bool:
        """Whether it needs no model."""
        return self.kind in ("tactic", "scripts", "certificate")

    def identity(self) -> dict[str, Any]:
        """Return what the answers depend on, and not how they are fetched."""
        plain: dict[str, Any] = msgspec.to_builtins(self)
        for name in (
            *("styles", "samples", "concurrency", "requests_per_minute", "timeout", "retries"),
            *("price", "published", "key", "stream", "endpoint"),
        ):
            plain.pop(name)
        return plain


class Configuration(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A study: models, and what is asked of them. A TOML file has the same fields.

    Attributes
    ----------
    model : list of ModelSpec
    styles : list of str
    samples : int
    seed : int
    budget : float or None
        The most that may be spent.
    budget_tokens : int or None
        The most tokens that may be used, of prompts and answers together.
    """

    model: list[ModelSpec] = []
    styles: list[str] = []
    samples: int | None = None
    seed: int | None = None
    budget: float | None = None
    budget_tokens: int | None = None


def read_configuration(path: Path) -> Configuration:
    """Read a study from a TOML file.

    Raises
    ------
    UsageError
        If it cannot be read, or something in it is not as it should be; the message says where.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot read {path}: {error}") from error
    try:
        configuration = msgspec.convert(tomllib.loads(text), Configuration)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path} is not TOML: {error}") from error
    except msgspec.ValidationError as error:
        raise UsageError(f"{path}: {error}") from error
    for spec in configuration.model:
        check_model(spec, where=f"{path}: model {spec.name!r}")
    return configuration


def parse_model(text: str, *, endpoint: str = "", key: str = "") -> ModelSpec:
    """Return the model that a text on the command line names.

    Parameters
    ----------
    text : str
        ``kind:argument``, such as ``tactic:decide``, ``scripts:0.5``, ``command:./prove``,
        ``recorded:answers.jsonl``, ``transformers:org/name``, or ``certificate``; or
        ``name@URL``, or a name alone if `endpoint` is given.
    endpoint : str
        The base URL for names without one.
    key : str
        The name of the environment variable with the key for an endpoint.

    Raises
    ------
    UsageError
        If it names none.
    """
    kind, _, argument = text.partition(":")
    if kind in KINDS:
        spec = ModelSpec(
            name=text,
            kind=kind,  # type: ignore[arg-type]
            model=argument.strip(),
            concurrency=1 if kind in ("command", "transformers") else 8,
        )
    else:
        located = _LOCATED.fullmatch(text)
        name, url = (located[1], located[2]) if located else (text, endpoint)
        if not url:
            raise UsageError(
                f"there is no model {text!r}: it is not in the file of models, and it is none of "
                f"{', '.join(f'{kind}:…' for kind in KINDS)}; a model behind an endpoint is named "
                "as NAME@http://…/v1, or by its NAME with --endpoint"
            )
        spec = ModelSpec(name=name, kind="endpoint", model=name, endpoint=url, key=key)
    check_model(spec, where=f"model {spec.name!r}")
    return spec


def check_model(spec: ModelSpec, *, where: str) -> None:
    """Check what the types do not say.

    Raises
    ------
    UsageError
        If something is wrong. A value that may be a key is not repeated in the message.
    """

    def refuse(problem: str) -> None:
        raise UsageError(f"{where}: {problem}")

    if not spec.name.strip() or len(spec.name) > 200 or not spec.name.isprintable():
        refuse("its name has to be one line of 1 to 200 characters")
    if spec.key and (not _VARIABLE.fullmatch(spec.key) or _KEY_ITSELF.match(spec.key)):
        refuse(
            "key has to be the name of an environment variable, such as OPENAI_API_KEY, and not "
            "the key itself"
        )
    if spec.kind == "endpoint":
        _check_endpoint(spec, refuse)
    elif spec.kind != "certificate" and not spec.model:
        refuse(f"a model of kind {spec.kind} needs an argument: {spec.kind}:…")
    if spec.kind == "scripts":
        try:
            temperature = float(spec.model)
        except ValueError:
            temperature = -1.0
        if not 0 < temperature <= 100:
            refuse(f"{spec.model!r} is not a temperature from 0 to 100, such as scripts:0.5")
    for name, value, least in (
        ("samples", spec.samples, 1),
        ("concurrency", spec.concurrency, 1),
        ("timeout", spec.timeout, 0.01),
        ("retries", spec.retries, 0),
        ("requests_per_minute", spec.requests_per_minute, 0.01),
        ("price.prompt", spec.price.prompt, 0),
        ("price.completion", spec.price.completion, 0),
    ):
        if value is not None and not value >= least:
            refuse(f"{name} is {value}; it has to be {least} or more")
    power = spec.power
    if power is not None and not (power.alpha >= 1 and power.blocks >= 1 and power.moves >= 0):
        refuse("power sampling needs alpha ≥ 1, blocks ≥ 1 and moves ≥ 0")
    if power is not None:
        length = spec.sampling.get("max_tokens", power.blocks)
        if isinstance(length, bool) or not isinstance(length, int) or length < power.blocks:
            refuse(
                f"max_tokens is {length!r}; power sampling needs a whole number, at least one "
                f"token for each of {power.blocks} blocks"
            )
    if power is not None and (spec.kind != "endpoint" or spec.api != "completion"):
        refuse('power sampling needs an endpoint with api = "completion"')


def _check_endpoint(spec: ModelSpec, refuse: Any) -> None:
    try:
        url = urlsplit(spec.endpoint)
        good = url.scheme in ("http", "https") and bool(url.hostname) and url.port != 0
        good = good and bool(httpx.URL(spec.endpoint).host)
    except (ValueError, httpx.InvalidURL):
        good = False
    if not good:
        refuse("endpoint has to be a URL such as http://localhost:8000/v1")
    if url.username or url.password or url.query:
        refuse("endpoint must have no user, password or query in it; use `key` for a key")
    if not spec.model:
        refuse("`model` is missing: what the endpoint calls the model")
    for name in spec.sampling:
        if name in _OURS:
            refuse(f"sampling must not set {name!r}, which bbsynth sets itself")
    for name in _names_in(spec.sampling):
        if _SECRET.search(name):
            refuse(f"sampling has {name!r}, which looks like a secret; use `key` for a key")


def _names_in(value: object) -> Iterator[str]:
    """Yield all names in a table, those in tables within it too."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from _names_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _names_in(inner)
