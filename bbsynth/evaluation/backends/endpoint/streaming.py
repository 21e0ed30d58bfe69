"""An answer that comes in pieces, as server-sent events, put together."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from typing import Any, Final

import httpx
import msgspec

from bbsynth.evaluation.model import RequestFailed

__all__ = ["collect_stream", "error_text", "json_object"]

_MAX_CHARACTERS: Final = 10_000_000
_MAX_LINE: Final = 4_000_000
"""Bytes; a piece is a few words and what is said about them."""


_LONE_SURROGATE: Final = re.compile(
    rb"(?<!\\)(?:\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])"
    rb"|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2})"
)
"""Half of a character, as tokens that were cut apart leave it: JSON allows it, Unicode does not."""


def json_object(content: bytes | str, what: str) -> dict[str, Any]:
    """Return an object of JSON, in which half a character becomes a replacement character.

    Raises
    ------
    RequestFailed
        If it is something else, or reports an error; `what` names it.
    """
    try:
        value = _decoded(content)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        text = content if isinstance(content, str) else content.decode("utf-8", "replace")
        raise RequestFailed(
            f"{what} is not a JSON object: {' '.join(text.split())!r}", kind="nonsense", retry=True
        )
    if value.get("error") and not value.get("choices"):
        raise RequestFailed(
            f"{what} reports an error: {error_text(value['error'])}", kind="server", retry=True
        )
    return value


def error_text(error: object) -> str:
    """Return what an error says, which is a text or has one in it."""
    if isinstance(error, dict):
        error = error.get("message") or error.get("detail") or error
    return str(error)


def _decoded(content: bytes | str) -> Any:
    try:
        return msgspec.json.decode(content)
    except msgspec.DecodeError:
        raw = content.encode() if isinstance(content, str) else content
        whole = _LONE_SURROGATE.sub(rb"\\ufffd", raw)
        if whole == raw:
            raise
        return msgspec.json.decode(whole)


async def collect_stream(response: httpx.Response, *, chat: bool, timeout: float) -> dict[str, Any]:
    """Return the reply that the pieces add up to, in the form that is not streamed.

    Parameters
    ----------
    response : httpx.Response
        With status 200, not read yet.
    chat : bool
        Whether it is a chat, or plain completion.
    timeout : float
        Seconds that a piece of the answer may take. Comments, which only keep the connection open,
        do not count as pieces.

    Raises
    ------
    RequestFailed
        If a piece does not keep to the protocol, or the stream ends before the answer does. What
        came until then is not an answer.
    TimeoutError
        If the next piece does not come in time.
    """
    async with asyncio.timeout(timeout) as limit:
        return await _collect(response, chat=chat, timeout=timeout, limit=limit)


async def _collect(
    response: httpx.Response, *, chat: bool, timeout: float, limit: asyncio.Timeout
) -> dict[str, Any]:
    clock = asyncio.get_running_loop().time
    text: list[str] = []
    reasoning: list[str] = []
    finish: str | None = None
    usage: dict[str, Any] | None = None
    model = ""
    done = said = False
    size = 0
    async for line in _lines(response):
        if not line.startswith("data:"):
            continue  # a comment, an empty line, or the name of an event
        limit.reschedule(clock() + timeout)
        data = line[5:].strip()
        if data == "[DONE]":
            done = True
            break
        piece = json_object(data, "a piece of the stream")
        choices = piece.get("choices") or []
        if not isinstance(choices, list) or not all(isinstance(one, dict) for one in choices):
            raise RequestFailed(
                f"the choices of a piece of the stream are not a list of objects: {data!r}",
                kind="nonsense",
                retry=True,
            )
        model = piece.get("model") or model
        usage = piece.get("usage") or usage
        for choice in choices[:1]:
            new, thought, ended = _read(choice, data, chat=chat)
            size += len(new) + len(thought)
            text.append(new)
            reasoning.append(thought)
            said = True
            finish = ended or finish
        if size > _MAX_CHARACTERS:
            raise RequestFailed(
                f"the answer has more than {_MAX_CHARACTERS:,} characters", kind="nonsense"
            )
    if not said or (not done and finish is None):
        raise RequestFailed(
            f"the stream ended in the middle of an answer, after {size:,} characters",
            kind="cut-off",
            retry=True,
        )
    whole = "".join(text)
    choice = {"finish_reason": finish or ""}
    if chat:
        choice["message"] = {"content": whole, "reasoning_content": "".join(reasoning)}
    else:
        choice["text"] = whole
    return {"choices": [choice], "usage": usage, "model": model}


async def _lines(response: httpx.Response) -> AsyncIterator[str]:
    """Yield the lines of a response, up to a greatest length."""
    rest = b""
    async for piece in response.aiter_bytes():
        *lines, rest = (rest + piece).split(b"\n")
        for line in lines:
            yield line.decode("utf-8", "replace").strip()
        if len(rest) > _MAX_LINE:
            raise RequestFailed(
                f"a line of the stream has more than {_MAX_LINE:,} bytes", kind="nonsense"
            )
    yield rest.decode("utf-8", "replace").strip()


def _read(choice: dict[str, Any], data: str, *, chat: bool) -> tuple[str, str, str]:
    """Return the text, the reasoning and the reason for the end in a piece; empty if absent."""
    if choice.get("error"):
        raise RequestFailed(
            f"a piece of the stream reports an error: {error_text(choice['error'])}",
            kind="server",
            retry=True,
        )
    part = (choice.get("delta") or {}) if chat else choice
    if isinstance(part, dict):
        new = part.get("content" if chat else "text") or ""
        thought = part.get("reasoning_content") or part.get("reasoning") or ""
        ended = choice.get("finish_reason") or ""
        if isinstance(new, str) and isinstance(thought, str) and isinstance(ended, str):
            return new, thought, ended
    raise RequestFailed(
        f"a piece of the stream does not keep to the OpenAI protocol: {data!r}",
        kind="nonsense",
        retry=True,
    )
