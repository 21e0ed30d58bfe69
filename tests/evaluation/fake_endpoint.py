"""A local server that speaks the protocol of OpenAI-compatible endpoints, and misbehaves on demand.

It checks what it is sent as a real one does: the key, the model, the fields of the body. What it
answers is up to a function; what goes wrong, to a list of faults that are used up one by one.
"""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

FIELDS = {
    *("model", "messages", "prompt", "temperature", "top_p", "max_tokens", "seed", "stop"),
    *("stream", "stream_options", "logprobs", "n", "max_completion_tokens"),
}


@dataclass(frozen=True)
class Fault:
    """Something that goes wrong with a request.

    Parameters
    ----------
    status : int
        Of the response; with 200 it is the body that is wrong.
    body : str
        What is sent instead of an answer; as an error message for other statuses.
    headers : dict
    cut : int or None
        Characters of the body after which the connection is closed.
    delay : float
        Seconds before anything is sent.
    kind : str
        The type that the response says its body is of; empty for the right one.
    """

    status: int = 200
    body: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None
    delay: float = 0.0
    kind: str = ""


class Server:
    """An endpoint in a thread of its own.

    Parameters
    ----------
    answer : callable
        From the body of a request to a text, or to a whole choice as a dict.
    key : str
        The key that is asked for; none if it is empty.
    model : str
        The model that it has; empty if it has all.
    refuses : set of str
        Fields that it does not know.
    """

    def __init__(
        self,
        answer: Callable[[dict[str, Any]], Any] = lambda body: "by simp",
        *,
        key: str = "",
        model: str = "test-model",
        refuses: frozenset[str] | set[str] = frozenset(),
    ) -> None:
        self.answer = answer
        self.key = key
        self.model = model
        self.refuses = refuses
        self.faults: list[Fault | None] = []
        self.bodies: list[dict[str, Any]] = []
        self.count = 0
        self.keep_bodies = True
        self.most_at_once = 0
        self._at_once = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._ready = threading.Event()
        self._connections: set[asyncio.Task[None]] = set()
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def __enter__(self) -> Server:
        self._thread.start()
        self._ready.wait(10)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        self._stop = asyncio.Event()
        server = await asyncio.start_server(self._connection, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stop.wait()
        server.close()
        for task in list(self._connections):
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        try:
            while await self._one(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self._connections.discard(task)
            writer.close()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = await reader.readuntil(b"\r\n\r\n")
        first, *lines = head.decode().split("\r\n")
        headers = {
            name.strip().lower(): value.strip()
            for name, _, value in (line.partition(":") for line in lines if line)
        }
        body = json.loads(await reader.readexactly(int(headers.get("content-length", "0"))))
        self.count += 1
        if self.keep_bodies:
            self.bodies.append(body)
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            return await self._respond(first.split()[1], headers, body, writer)
        finally:
            self._at_once -= 1

    async def _respond(
        self,
        path: str,
        headers: dict[str, str],
        body: dict[str, Any],
        writer: asyncio.StreamWriter,
    ) -> bool:
        fault = self.faults.pop(0) if self.faults else None
        if fault is not None and fault.delay:
            await asyncio.sleep(fault.delay)
        status, content, kind = self._content(path, headers, body)
        more: dict[str, str] = {}
        cut = None
        if fault is not None:
            more, cut, kind = fault.headers, fault.cut, fault.kind or kind
            if fault.status != 200:
                status, kind = fault.status, "application/json"
                content = json.dumps({"error": {"message": fault.body or "a fault"}})
            elif fault.body is not None:
                content = fault.body
        data = content.encode()
        lines = [f"HTTP/1.1 {status} Whatever", f"Content-Type: {kind}"]
        lines += [f"{name}: {value}" for name, value in more.items()]
        chunked = kind == "text/event-stream"
        lines.append("Transfer-Encoding: chunked" if chunked else f"Content-Length: {len(data)}")
        writer.write("\r\n".join(lines).encode() + b"\r\n\r\n")
        sent = data if cut is None else data[:cut]
        if chunked:
            for i in range(0, len(sent), 1000):
                piece = sent[i : i + 1000]
                writer.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
            if cut is None:
                writer.write(b"0\r\n\r\n")
        else:
            writer.write(sent)
        await writer.drain()
        return cut is None

    def _content(
        self, path: str, headers: dict[str, str], body: dict[str, Any]
    ) -> tuple[int, str, str]:
        def error(status: int, message: str, param: str | None = None) -> tuple[int, str, str]:
            details = {"message": message, "type": "invalid_request_error", "param": param}
            return status, json.dumps({"error": details}), "application/json"

        chat = path == "/v1/chat/completions"
        if not chat and path != "/v1/completions":
            return error(404, f"no such path: {path}")
        if self.key and headers.get("authorization") != f"Bearer {self.key}":
            given = headers.get("authorization", "").removeprefix("Bearer ")
            return error(401, f"Incorrect API key provided: {given}")
        if self.model and body.get("model") != self.model:
            return error(404, f"The model `{body.get('model')}` does not exist")
        for name in body:
            if name not in FIELDS or name in self.refuses:
                return error(400, f"Unsupported parameter: '{name}'", name)
        if ("messages" if chat else "prompt") not in body:
            return error(400, "you must provide messages or a prompt")
        said = self.answer(body)
        choice = said if isinstance(said, dict) else {"finish_reason": "stop"}
        if not isinstance(said, dict):
            if chat:
                choice["message"] = {"role": "assistant", "content": said}
            else:
                choice["text"] = said
        usage = {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110}
        if not body.get("stream"):
            reply = {"choices": [choice], "usage": usage, "model": f"{body['model']}-0613"}
            return 200, json.dumps(reply), "application/json"
        text = (choice["message"]["content"] if chat else choice["text"]) or ""
        pieces: list[Any] = []
        for i in range(0, len(text), 7):
            part = text[i : i + 7]
            pieces.append({"choices": [{"delta": {"content": part}} if chat else {"text": part}]})
        end = {"delta": {}} if chat else {"text": ""}
        pieces.append({"choices": [end | {"finish_reason": choice["finish_reason"]}]})
        pieces.append({"choices": [], "usage": usage})
        events = [f"data: {json.dumps(piece)}\n\n" for piece in pieces]
        return 200, ": hello\n\n" + "".join(events) + "data: [DONE]\n\n", "text/event-stream"
