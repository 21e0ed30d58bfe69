"""Settings in TOML, held against a `msgspec.Struct`: everything that is wrong is said at once."""

from __future__ import annotations

import functools
import re
import tomllib
import types
import typing
from collections.abc import Callable, Iterator
from typing import Annotated, Any, TypeVar, get_args, get_origin

import msgspec

from bbsynth.errors import UsageError, complain

__all__ = ["parse_toml", "toml_table", "what_is_wrong"]

_Settings = TypeVar("_Settings", bound=msgspec.Struct)


def parse_toml(
    content: bytes,
    kind: type[_Settings],
    where: str,
    *,
    prepare: Callable[[dict[str, Any]], None] | None = None,
) -> _Settings:
    """Return the settings in the text of a TOML file.

    Parameters
    ----------
    content : bytes
        The text, UTF-8.
    kind : type
        What it is to be. A field whose type has a description (``Meta(description=…)``) names it
        where its value does not fit.
    where : str
        What to call the text in messages.
    prepare : callable, optional
        Changes the tables before they are held against `kind`.

    Raises
    ------
    UsageError
        If it is not TOML, or something is missing, unknown, or out of range; all of these are told.
    """
    plain = toml_table(content, where)
    if prepare is not None:
        prepare(plain)
    try:
        return msgspec.convert(plain, kind)
    except msgspec.ValidationError:
        raise complain(where, what_is_wrong(plain, kind)) from None


def toml_table(content: bytes, where: str) -> dict[str, Any]:
    """Return the text of a TOML file as plain data; UsageError if it is not TOML."""
    try:
        return tomllib.loads(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise UsageError(f"{where} is not UTF-8: {error.reason}") from error
    except (ValueError, RecursionError) as error:
        # Not only TOMLDecodeError: also numbers with too many digits, and tables nested too deep.
        raise UsageError(f"{where} is not TOML: {error}") from error


def what_is_wrong(plain: object, kind: type[msgspec.Struct]) -> Iterator[str]:
    """Yield all that keeps plain data from being of a type; see `parse_toml`."""
    return _wrong(plain, kind, "")


def _wrong(value: object, kind: Any, path: str) -> Iterator[str]:
    """Yield what does not fit, of the innermost values that do not."""
    try:
        msgspec.convert(value, kind)
        return
    except msgspec.ValidationError as error:
        message = str(error)
    inner = [what for name, one, of in _parts(value, kind, path) for what in _wrong(one, of, name)]
    inner += _keys(value, kind, path)
    if inner:
        yield from inner
        return
    description = next((one.description for one in _notes(kind) if one.description), None)
    reason = re.sub(r" - at `\$.*`$", "", message)
    if description is not None:
        yield f"{path} is {value!r:.80}; expected {description}"
    elif isinstance(value, (dict, list)) or not path:
        yield f"{path}: {reason}" if path else reason
    else:
        yield f"{path} is {value!r:.80}: {reason[:1].lower()}{reason[1:]}"


def _parts(value: object, kind: Any, path: str) -> Iterator[tuple[str, object, Any]]:
    """Yield the values in a table or a list: how each is called, and what type it has to be of."""
    kind = _plain(kind)
    if isinstance(value, dict) and _is_struct(kind):
        fields = _fields(kind)
        for name, one in value.items():
            if name in fields:
                yield (f"{path}: {name}" if path else name), one, fields[name]
    elif isinstance(value, dict) and get_origin(kind) is dict:
        name_kind, value_kind = get_args(kind)
        for name, one in value.items():
            yield f"the name of {path}.{name}", name, name_kind
            yield f"{path}.{name}", one, value_kind
    elif isinstance(value, list) and get_origin(kind) is list:
        for number, one in enumerate(value, start=1):
            yield f"{path} number {number}", one, get_args(kind)[0]


def _keys(value: object, kind: Any, path: str) -> Iterator[str]:
    """Yield the keys of a table that are unknown, or missing."""
    kind = _plain(kind)
    if not isinstance(value, dict) or not _is_struct(kind):
        return
    place = f" in {path}" if path else ""
    fields = msgspec.structs.fields(kind)
    known = [field.encode_name for field in fields]
    for name in value:
        if name not in known and kind.__struct_config__.forbid_unknown_fields:
            yield f"there is no key {name!r}{place}; the keys are {', '.join(known)}"
    for field in fields:
        if field.required and field.encode_name not in value:
            yield f"the key {field.encode_name!r} is missing{place}"


@functools.cache
def _fields(kind: type[msgspec.Struct]) -> dict[str, Any]:
    hints = typing.get_type_hints(kind, include_extras=True)
    return {field.encode_name: hints[field.name] for field in msgspec.structs.fields(kind)}


def _is_struct(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


def _notes(kind: Any) -> list[msgspec.Meta]:
    return [one for one in getattr(kind, "__metadata__", ()) if isinstance(one, msgspec.Meta)]


def _plain(kind: Any) -> Any:
    """Return a type without its constraints, and without None as another possibility."""
    if get_origin(kind) is Annotated:
        return _plain(get_args(kind)[0])
    if get_origin(kind) in (typing.Union, types.UnionType):
        others = [one for one in get_args(kind) if one is not type(None)]
        return _plain(others[0]) if len(others) == 1 else kind
    return kind
