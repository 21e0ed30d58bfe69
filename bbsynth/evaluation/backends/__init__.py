"""Kinds of model, one module each. Adding one is adding a module here.

- `endpoint`: a model behind an OpenAI-compatible endpoint, power sampling among it;
- `command`: a program; `recorded`: answers in a file; `transformers`: a model on this machine;
- `tactic`, `scripts`, `certificate`: baselines that need no model.

A module has a subclass of `bbsynth.evaluation.model.ModelSettings` called ``SETTINGS``, whose
``tag`` is the name of the kind, and which opens the model.
"""

from __future__ import annotations

import functools
import importlib
import operator
import pkgutil
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import msgspec

from bbsynth._common.toml import what_is_wrong
from bbsynth.errors import UsageError, complain
from bbsynth.evaluation.model import ModelSettings

__all__ = [
    "AnyModel",
    "backends",
    "is_argument",
    "parse_model",
    "settings_from",
    "without_foreign",
]

_DEFAULT: Final = "endpoint"
_LOCATED: Final = re.compile(r"(.+?)@([a-z]+://.*)")


@functools.cache
def backends() -> Mapping[str, type[ModelSettings]]:
    """Return the settings of all kinds of model, by the name of the kind."""
    modules = sorted(module.name for module in pkgutil.iter_modules(__path__))
    found: dict[str, type[ModelSettings]] = {}
    for name in modules:
        settings: type[ModelSettings] = importlib.import_module(f"{__name__}.{name}").SETTINGS
        found[str(settings.__struct_config__.tag)] = settings
    return MappingProxyType(found)


if TYPE_CHECKING:
    AnyModel: TypeAlias = ModelSettings
else:
    AnyModel = functools.reduce(operator.or_, backends().values())
"""Settings of any kind, told apart by ``kind``."""


def settings_from(plain: Mapping[str, Any]) -> ModelSettings:
    """Return the settings in a table of a TOML file. Without ``kind`` it is an endpoint.

    Raises
    ------
    UsageError
        If something in it is wrong. A value that may be a key is not repeated in the message.
    """
    name = plain.get("name")
    where = f"model {name!r}" if isinstance(name, str) else "a model without a name"
    kind = plain.get("kind", _DEFAULT)
    if kind not in backends():
        raise UsageError(f"{where}: there is no kind {kind!r}; there are {', '.join(backends())}")
    settings = backends()[kind]
    rest = {key: value for key, value in plain.items() if key != "kind"}
    try:
        return msgspec.convert(rest, settings)
    except msgspec.ValidationError:
        raise complain(where, what_is_wrong(rest, settings)) from None


def parse_model(text: str, *, endpoint: str = "", key: str = "") -> ModelSettings:
    """Return the settings of the model that a text on the command line names.

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
        If it is no model, or something about it is wrong.
    """
    kind, _, argument = text.partition(":")
    if is_argument(text):
        settings = backends()[kind]
        plain = {"kind": kind, "name": text, **settings.argument_defaults}
        takes_one = any(field.encode_name == "model" for field in msgspec.structs.fields(settings))
        if takes_one != bool(argument.strip()):
            raise UsageError(
                f"model {text!r}: a model of kind {kind} "
                + (f"needs an argument: {kind}:…" if takes_one else "takes no argument")
            )
        return settings_from(plain | ({"model": argument.strip()} if takes_one else {}))
    located = _LOCATED.fullmatch(text)
    name, url = (located[1], located[2]) if located else (text, endpoint)
    if not url:
        kinds = ", ".join(f"{kind}:…" for kind in backends() if kind != _DEFAULT)
        raise UsageError(
            f"there is no model {text!r}: it is neither in the file of models nor one of {kinds}; "
            "a model behind an endpoint is NAME@http://…/v1, or its NAME with --endpoint"
        )
    return settings_from({"name": name, "model": name, "endpoint": url, "key": key})


def is_argument(text: str) -> bool:
    """Whether a text on the command line has the form ``kind:argument``."""
    kind = text.partition(":")[0]
    return kind in backends() and kind != _DEFAULT


def without_foreign(plain: Mapping[str, Any]) -> dict[str, Any]:
    """Return settings that were written down without those that their kind does not have.

    Older runs have the settings of all kinds for each model.
    """
    settings = backends().get(plain.get("kind", ""), ModelSettings)
    known = {"kind", *(field.encode_name for field in msgspec.structs.fields(settings))}
    return {name: value for name, value in plain.items() if name in known}
