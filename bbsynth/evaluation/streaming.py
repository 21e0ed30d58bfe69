"""An answer that comes piece by piece, as server-sent events, put together again."""

from __future__ import annotations

from typing import Any, Final

import httpx
import msgspec

from bbsynth.evaluation.answers import RequestFailed

__all__ = ["collect_stream"]

_MAX_CHARACTERS: Final = 10_000_000


async def collect_stream(response: httpx.Response, *, chat: bool) -> dict[str, Any]:
    """Return the reply that the pieces add up to, in the form that is not streamed.

    Parameters
    ----------
    response : httpx.Response
        With status 200, not read yet.
    chat : bool
        Whether it is a chat, or plain completion.

    Raises
    ------
    RequestFailed
        If a piece is not what it should be, or the stream ends before the answer does. What came
        until then is not an answer.
    """
    text: list[str] = []
    reasoning: list[str] = []
    finish: str | None = None
    usage: dict[str, Any] | None = None
    model = ""
    done = False
    size = 0
    async for line in response.aiter_lines():
        if not line.startswith("data:"):
            continue  # a comment, an empty line, or the name of an event
        data = line[5:].strip()
        if data == "[DONE]":
            done = True
            break
        piece = _decode(data)
        model = piece.get("model") or model
        usage = piece.get("usage") or usage
        for choice in (piece.get("choices") or [])[:1]:
            part = (choice.get("delta") or {}) if chat else choice
            new = part.get("content" if chat else "text") or ""
            thought = part.get("reasoning_content") or part.get("reasoning") or ""
            size += len(new) + len(thought)
            text.append(new)
            reasoning.append(thought)
            finish = choice.get("finish_reason") or finish
        if size > _MAX_CHARACTERS:
            raise RequestFailed(
                f"an answer of more than {_MAX_CHARACTERS:,} characters", kind="nonsense"
            )
    if not done and finish is None:
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


def _decode(data: str) -> dict[str, Any]:
    try:
        piece = msgspec.json.decode(data)
    except (msgspec.DecodeError, RecursionError):
        piece = None
    if not isinstance(piece, dict):
        raise RequestFailed(
            f"a piece of the stream is not a JSON object: {data[:200]!r}",
            kind="nonsense",
            retry=True,
        )
    if piece.get("error"):
        raise RequestFailed(
            f"the endpoint reports an error in its stream: {str(piece['error'])[:300]}",
            kind="server",
            retry=True,
        )
    choices = piece.get("choices") or []
    if not isinstance(choices, list) or not all(isinstance(one, dict) for one in choices):
        raise RequestFailed(
            f"a piece of the stream has no proper choices: {data[:200]!r}",
            kind="nonsense",
            retry=True,
        )
    return piece
