"""How an endpoint is written down, and what is wrong with it.

No key is ever a part of it, only the name of the environment variable that holds one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Final, Literal
from urllib.parse import urlsplit

import httpx
import msgspec

from bbsynth.evaluation.model import Model, ModelSettings, NotEmpty, Seconds

__all__ = ["EndpointSettings", "PowerSettings"]

_VARIABLE: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,60}")
_KEY_ITSELF: Final = re.compile(r"(?:sk|hf|gsk|xai|r8|ghp)_|(?=.*[a-z])(?=.*\d).{20}")
"""What keys look like: a known beginning, or many small letters and digits."""
_SET_BY_US: Final = frozenset(
    ("model", "messages", "prompt", "stream", "stream_options", "n", "stop", "seed")
) | {"logprobs", "echo"}
"""Fields of a request that `sampling` cannot have: each sample has a seed of its own, for one."""
_SECRET: Final = re.compile(r"auth|key|secret|cookie|password", re.IGNORECASE)


class PowerSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Power sampling; see `bbsynth.evaluation.backends.endpoint.power`."""

    alpha: Annotated[float, msgspec.Meta(ge=1)] = 4.0
    blocks: Annotated[int, msgspec.Meta(ge=1)] = 16
    moves: Annotated[int, msgspec.Meta(ge=0)] = 10


class EndpointSettings(ModelSettings, frozen=True, kw_only=True, tag="endpoint"):
    """A model behind an OpenAI-compatible endpoint.

    Attributes
    ----------
    model : str
        The name of the model at the endpoint.
    endpoint : str
        The base URL, such as ``http://localhost:8000/v1``.
    api : {"chat", "completion"}
        Which of the endpoint's two interfaces is used.
    key : str
        The name of the environment variable with the key; empty if none is needed.
    sampling : dict
        Fields of the request, sent as they are: ``temperature``, ``top_p``, ``max_tokens``, …
    send_seed : bool
        Whether the request has a ``seed``.
    power : PowerSettings or None
        Power sampling with these settings, for endpoints that give log-probabilities.
    stream : bool
        Whether the answer is asked for piece by piece.
    timeout : float
        Seconds without a byte (if streamed, without a piece of the answer) after which a request
        has failed.
    """

    model: NotEmpty
    endpoint: str
    api: Literal["chat", "completion"] = "chat"
    key: str = ""
    sampling: dict[str, Any] = msgspec.field(default_factory=dict)
    send_seed: bool = True
    power: PowerSettings | None = None
    stream: bool = False
    timeout: Seconds = 600.0

    sees_prompts: ClassVar[bool] = True
    uses_tokens: ClassVar[bool] = True
    not_compared: ClassVar[frozenset[str]] = ModelSettings.not_compared | {
        *("endpoint", "key", "stream", "timeout")
    }

    def complaints(self) -> Iterator[str]:
        """Yield what is wrong. A value that may be a key is not repeated."""
        yield from super().complaints()
        if self.key and (not _VARIABLE.fullmatch(self.key) or _KEY_ITSELF.match(self.key)):
            yield (
                "key has to be the name of an environment variable, such as OPENAI_API_KEY, and "
                "not the key itself"
            )
        yield from _wrong_address(self.endpoint)
        for name in self.sampling:
            if name in _SET_BY_US:
                yield f"sampling must not set {name!r}, which bbsynth sets itself"
        for name in _names_in(self.sampling):
            if _SECRET.search(name):
                yield f"sampling has {name!r}, which looks like a secret; use `key` for a key"
        if self.power is not None:
            yield from self._wrong_power(self.power)

    def _wrong_power(self, power: PowerSettings) -> Iterator[str]:
        length = self.sampling.get("max_tokens", power.blocks)
        if isinstance(length, bool) or not isinstance(length, int) or length < power.blocks:
            yield (
                f"max_tokens is {length!r}; power sampling needs a whole number, at least one "
                f"token for each of {power.blocks} blocks"
            )
        if self.api != "completion":
            yield 'power sampling needs api = "completion"'

    def open(self) -> Model:
        """Return the model; UsageError if the environment variable with the key is not set."""
        from bbsynth.evaluation.backends.endpoint.client import Endpoint
        from bbsynth.evaluation.backends.endpoint.power import PowerSampler

        endpoint = Endpoint(self)
        return endpoint if self.power is None else PowerSampler(endpoint, self.power)


def _wrong_address(address: str) -> Iterator[str]:
    try:
        url = urlsplit(address)
        good = url.scheme in ("http", "https") and bool(url.hostname) and url.port != 0
        good = good and bool(httpx.URL(address).host)
    except (ValueError, httpx.InvalidURL):
        good = False
    if not good:
        yield "endpoint has to be a URL such as http://localhost:8000/v1"
    elif url.username or url.password or url.query:
        yield "endpoint must have no user, password or query in it; use `key` for a key"


def _names_in(value: object) -> Iterator[str]:
    """Yield the names in a table, and those in tables within it."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from _names_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _names_in(inner)
