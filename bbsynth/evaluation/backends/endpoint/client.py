"""Requests to an OpenAI-compatible endpoint, and every way in which they can fail."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from typing import Any, Final, TypeVar

import httpx
import msgspec

import bbsynth
from bbsynth.errors import UsageError
from bbsynth.evaluation.backends.endpoint.settings import EndpointSettings
from bbsynth.evaluation.backends.endpoint.streaming import (
    collect_stream,
    error_text,
    json_object,
)
from bbsynth.evaluation.model import Answer, Request, RequestFailed
from bbsynth.evaluation.prompts.prompt import Prompt

__all__ = ["Endpoint", "request_body"]

T = TypeVar("T")

_LONGEST: Final = 500
"""Characters of what an endpoint says that are repeated in a message."""

_MAX_BYTES: Final = 50_000_000
"""The longest response that is read."""

_TOO_LONG: Final = re.compile(r"context (?:length|window|size)|input tokens|too many tokens", re.I)
"""How endpoints say that a prompt is too long."""

_FAILED: Final = frozenset({"error", "abort", "aborted", "cancelled"})
"""Reasons for the end of an answer that say that something went wrong behind the endpoint."""

_MOST_TOKENS: Final = 10**9
"""A larger number of tokens for one answer is not believed."""


_FAULTS: Final = (
    (
        (httpx.TimeoutException, TimeoutError),
        "timeout",
        "no answer from {url} within {seconds:g} seconds",
    ),
    (httpx.ConnectError, "connection", "cannot connect to {url}: {said}"),
    (
        (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError),
        "cut-off",
        "{url} ended the connection in the middle of an answer: {said}",
    ),
    (httpx.HTTPError, "connection", "{url}: {said}"),
)
"""What goes wrong on the way; the first that fits."""


def request_body(settings: EndpointSettings, prompt: Prompt, *, seed: int) -> dict[str, Any]:
    """Return what is sent to the endpoint, as plain data for JSON.

    Parameters
    ----------
    settings : EndpointSettings
    prompt : Prompt
    seed : int
        Left out if the model's ``send_seed`` is false.
    """
    body: dict[str, Any] = {"model": settings.model}
    if settings.api == "chat":
        body["messages"] = [
            {"role": message.role, "content": message.content} for message in prompt.messages
        ]
    else:
        body["prompt"] = prompt.text
    body |= settings.sampling
    if prompt.stop:
        body["stop"] = list(prompt.stop)
    if settings.send_seed:
        body["seed"] = seed
    if settings.stream:
        body["stream"] = True
        body["stream_options"] = {"include_usage": True}
    return body


class Endpoint:
    """A model behind an endpoint.

    Parameters
    ----------
    settings : EndpointSettings

    Raises
    ------
    UsageError
        If the environment variable with the key is not set.
    """

    def __init__(self, settings: EndpointSettings) -> None:
        self.settings = settings
        self._secret = os.environ.get(settings.key, "").strip() if settings.key else ""
        if settings.key and not self._secret:
            raise UsageError(
                f"model {settings.name!r} needs a key, and the environment variable "
                f"{settings.key} is not set"
            )
        if not self._secret.isascii() or not self._secret.isprintable():
            raise UsageError(f"what is in {settings.key} cannot be a key: it is not ASCII text")
        headers = {"User-Agent": f"bbsynth/{bbsynth.__version__}"}
        if self._secret:
            headers["Authorization"] = f"Bearer {self._secret}"
        path = "chat/completions" if settings.api == "chat" else "completions"
        self._url = f"{settings.endpoint.rstrip('/')}/{path}"
        try:
            self._client = self._connect(headers)
        except (ImportError, ValueError, httpx.InvalidURL) as error:
            raise UsageError(
                f"model {settings.name!r}: the proxy that the environment names cannot be used: "
                f"{error}"
            ) from error

    def _connect(self, headers: dict[str, str]) -> httpx.AsyncClient:
        settings = self.settings
        return httpx.AsyncClient(
            headers=headers,
            timeout=httpx.Timeout(settings.timeout, connect=min(30.0, settings.timeout)),
            limits=httpx.Limits(
                max_connections=settings.concurrency, max_keepalive_connections=settings.concurrency
            ),
            follow_redirects=False,  # a key must not travel to where we did not send it
        )

    async def answer(self, request: Request) -> Answer:
        """Ask once; the caller repeats what may succeed later."""
        body = request_body(self.settings, request.prompt, seed=request.seed)
        return self.without_key(await self.post(body, self._read))

    def without_key(self, answer: Answer) -> Answer:
        """Return an answer without the key, which the endpoint may have repeated."""
        if not self._secret:
            return answer

        def clean(text: str) -> str:
            return text.replace(self._secret, "<key>")

        return msgspec.structs.replace(
            answer,
            text=clean(answer.text),
            reasoning=clean(answer.reasoning),
            finish=clean(answer.finish),
            model=clean(answer.model),
        )

    async def post(self, body: dict[str, Any], read: Callable[[dict[str, Any]], T]) -> T:
        """Send a request, and return what `read` makes of the reply.

        Raises
        ------
        RequestFailed
            If there is none that could be read. A key is not repeated in the message.
        """
        try:
            return read(await self._post(body))
        except RequestFailed as failed:
            failed.reason = self._clean(failed.reason)
            raise

    async def _post(self, body: dict[str, Any]) -> dict[str, Any]:
        try:
            async with self._client.stream(
                "POST",
                self._url,
                content=msgspec.json.encode(body),
                headers={"Content-Type": "application/json"},
            ) as response:
                if response.status_code != 200:
                    raise self._refusal(response, await _read_all(response))
                # Some endpoints do not stream although they are asked to.
                whole = "application/json" in response.headers.get("content-type", "")
                if body.get("stream") and not whole:
                    return await collect_stream(
                        response, chat=self.settings.api == "chat", timeout=self.settings.timeout
                    )
                return json_object(await _read_all(response), "the answer")
        except (httpx.HTTPError, TimeoutError) as error:
            kind, reason = next(rest for kinds, *rest in _FAULTS if isinstance(error, kinds))
            said = str(error) or type(error).__name__
            reason = reason.format(url=self._url, seconds=self.settings.timeout, said=said)
            raise RequestFailed(reason, kind=kind, retry=True) from error
        except (httpx.InvalidURL, UnicodeError, OverflowError) as error:
            raise RequestFailed(
                f"{self._url} is not an address that can be reached: {error}",
                kind="refused",
                fatal=True,
            ) from error

    def _clean(self, text: str) -> str:
        text = " ".join(text.split())
        if self._secret:
            text = text.replace(self._secret, "<key>")
        return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"

    def _refusal(self, response: httpx.Response, content: bytes) -> RequestFailed:
        status = response.status_code
        said, parameter = _error_message(content)
        said = " ".join(said.split()) or "it gives no reason"
        if status in (401, 403):
            key = self.settings.key
            where = f"the key in {key}" if key else "a request without a key"
            return RequestFailed(
                f"{self._url} does not accept {where} (status {status}): {said}",
                kind="key",
                fatal=True,
            )
        if status == 404:
            return RequestFailed(
                f"{self._url} knows no model {self.settings.model!r}, or is not the right address "
                f"(status 404): {said}",
                kind="refused",
                fatal=True,
            )
        if status in (408, 409, 425, 429) or status >= 500:
            return RequestFailed(
                f"{self._url} accepts no request for now (status {status}): {said}",
                kind="rate-limit" if status == 429 else "server",
                retry=True,
                wait=_retry_after(response.headers),
            )
        if 300 <= status < 400:
            return RequestFailed(
                f"{self._url} has moved (status {status}); correct the endpoint in the settings",
                kind="refused",
                fatal=True,
            )
        if _TOO_LONG.search(said):
            # Shorter prompts may fit.
            return RequestFailed(
                f"this prompt with its answer is too long for the model at {self._url} "
                f"(status {status}): {said}",
                kind="refused",
            )
        if parameter and (parameter in self.settings.sampling or parameter == "seed"):
            remedy = "send_seed = false" if parameter == "seed" else "take it out of `sampling`"
            return RequestFailed(
                f"{self._url} refuses the parameter {parameter!r} (status {status}): {said}; "
                f"for this model: {remedy}",
                kind="refused",
                fatal=True,
            )
        return RequestFailed(
            f"{self._url} refuses the request (status {status}): {said}", kind="refused"
        )

    def _read(self, reply: dict[str, Any]) -> Answer:
        """Return the answer in a reply; see the reference of the OpenAI API."""
        try:
            (choice, *_) = reply["choices"]
            finish = choice.get("finish_reason") or ""
            if choice.get("error") or finish in _FAILED:
                raise RequestFailed(
                    f"{self._url} ended the answer with an error: {choice.get('error') or finish}",
                    kind="server",
                    retry=True,
                )
            if self.settings.api == "chat":
                message = choice["message"]
                text = _joined(message["content"])
                reasoning = message.get("reasoning_content") or message.get("reasoning") or ""
            else:
                text, reasoning = choice["text"], ""
            usage = reply.get("usage")
            usage = usage if isinstance(usage, dict) else {}
            return msgspec.convert(
                {
                    "text": text or "",
                    "reasoning": reasoning,
                    "finish": finish,
                    "prompt_tokens": _tokens(usage.get("prompt_tokens")),
                    "completion_tokens": _tokens(usage.get("completion_tokens")),
                    "model": reply.get("model") or "",
                },
                Answer,
            )
        except (KeyError, TypeError, ValueError, AttributeError, msgspec.ValidationError) as error:
            shown = msgspec.json.encode(reply).decode("utf-8", "replace")
            raise RequestFailed(
                f"{self._url} does not keep to the OpenAI protocol: {shown}",
                kind="nonsense",
                retry=True,
            ) from error

    async def close(self) -> None:
        """Close all connections."""
        await self._client.aclose()


def _joined(content: object) -> object:
    """Return the text of an answer that comes in parts; anything else as it is."""
    if not isinstance(content, list):
        return content
    return "".join(part["text"] for part in content if part["type"] in ("text", "output_text"))


def _tokens(count: object) -> int | None:
    """Return a number of tokens, or None if it is impossible: that does not spoil the answer."""
    if isinstance(count, float) and count.is_integer():
        count = int(count)
    if isinstance(count, bool) or not isinstance(count, int) or not 0 <= count <= _MOST_TOKENS:
        return None
    return count


async def _read_all(response: httpx.Response) -> bytes:
    content = bytearray()
    async for piece in response.aiter_bytes():
        content += piece
        if len(content) > _MAX_BYTES:
            raise RequestFailed(
                f"the answer has more than {_MAX_BYTES:,} bytes", kind="nonsense", retry=False
            )
    return bytes(content)


def _error_message(content: bytes) -> tuple[str, str]:
    """Return what an error response says, and which parameter it is about."""
    try:
        reply = msgspec.json.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return content.decode("utf-8", "replace"), ""
    error = reply.get("error", reply) if isinstance(reply, dict) else reply
    said = error_text(error)
    parameter = error.get("param") if isinstance(error, dict) else None
    if isinstance(parameter, str) and parameter:
        return said, parameter
    named = re.search(
        r"(?:parameter|argument)s?(?:\s+supplied)?:?\s+['\"`]?(\w+)", said, re.IGNORECASE
    )
    return said, named[1] if named else ""


def _retry_after(headers: httpx.Headers) -> float | None:
    """Return the seconds that ``Retry-After`` asks for: a number, or a date."""
    value = headers.get("retry-after", "").strip()
    if not value:
        return None
    try:
        return max(0.0, float(value))
    except ValueError:
        pass
    try:
        then = parsedate_to_datetime(value)
        now = parsedate_to_datetime(headers["date"]) if "date" in headers else None
        return max(0.0, (then - now).total_seconds()) if now is not None else None
    except (TypeError, ValueError):
        return None
