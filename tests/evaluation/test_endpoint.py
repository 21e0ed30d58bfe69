from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from bbsynth.errors import UsageError
from bbsynth.evaluation.backends.endpoint import EndpointSettings
from bbsynth.evaluation.backends.endpoint.client import Endpoint, request_body
from bbsynth.evaluation.model import Answer, Request, RequestFailed
from bbsynth.evaluation.prompts.prompt import make_prompt
from bbsynth.evaluation.prompts.styles import Style
from bbsynth.problems import Dataset
from tests.evaluation.fake_endpoint import Fault, Server


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(lambda body: "A proof:\n```lean\nby simp\n```\n") as server:
        yield server


def spec(server: Server, **fields: Any) -> EndpointSettings:
    return EndpointSettings(name="m", model="test-model", endpoint=server.url, **fields)


def ask(
    spec: EndpointSettings, dataset: Dataset, *, style: str = "formal", seed: int = 7
) -> Answer:
    async def go() -> Answer:
        problem = dataset.problems[0]
        model = Endpoint(spec)
        try:
            prompt = make_prompt(problem, Style.parse(style))
            return await model.answer(Request(problem=problem, prompt=prompt, sample=0, seed=seed))
        finally:
            await model.close()

    return asyncio.run(go())


@pytest.mark.parametrize("api", ["chat", "completion"])
@pytest.mark.parametrize("stream", [False, True])
def test_an_answer(server: Server, dataset: Dataset, api: str, stream: bool) -> None:
    sampling = {"temperature": 0.6, "top_p": 0.95, "max_tokens": 100}
    answer = ask(spec(server, api=api, stream=stream, sampling=sampling), dataset)
    assert answer.text == "A proof:\n```lean\nby simp\n```\n"
    assert (answer.prompt_tokens, answer.completion_tokens) == (100, 10)
    assert answer.finish == "stop"
    (body,) = server.bodies
    assert body["model"] == "test-model"
    assert body["seed"] == 7
    assert {name: body[name] for name in sampling} == sampling
    assert ("messages" in body) == (api == "chat")
    assert ("stream" in body) == stream


def test_what_is_sent_is_the_prompt(server: Server, dataset: Dataset) -> None:
    prompt = make_prompt(dataset.problems[0], Style.parse("goedel"))
    body = request_body(spec(server, api="completion", send_seed=False), prompt, seed=1)
    assert body == {"model": "test-model", "prompt": prompt.text, "stop": ["```"]}
    body = request_body(spec(server), prompt, seed=1)
    assert body["messages"] == [{"role": "user", "content": prompt.text}]


def test_a_key_is_sent_and_shown_to_nobody(
    dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEST_KEY", "sk-very-secret")
    with Server(key="sk-very-secret") as server:
        assert ask(spec(server, key="TEST_KEY"), dataset).text == "by simp"
    with Server(key="sk-another") as server:
        with pytest.raises(RequestFailed, match="does not accept the key in TEST_KEY") as caught:
            ask(spec(server, key="TEST_KEY"), dataset)
        assert caught.value.fatal
        assert "Incorrect API key provided: <key>" in caught.value.reason
        assert "secret" not in caught.value.reason
        with pytest.raises(RequestFailed, match="a request without a key"):
            ask(spec(server), dataset)


def test_a_key_is_missing(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TEST_KEY", raising=False)
    with pytest.raises(UsageError, match="the environment variable TEST_KEY is not set"):
        Endpoint(spec(server, key="TEST_KEY"))


@pytest.mark.parametrize(
    ("fault", "kind", "retry", "message"),
    [
        (
            Fault(429, headers={"Retry-After": "3"}),
            "rate-limit",
            True,
            "accepts no request for now",
        ),
        (Fault(503), "server", True, "status 503"),
        (Fault(500, "oh\nno"), "server", True, "oh no"),
        (Fault(body="<html>hello</html>"), "nonsense", True, "not a JSON object: '<html>"),
        (Fault(body="[1]"), "nonsense", True, "not a JSON object"),
        (Fault(body='{"choices": []}'), "nonsense", True, "does not keep to the OpenAI protocol"),
        (Fault(body='{"choices": [{"message": 3}]}'), "nonsense", True, "does not keep to"),
        (Fault(body='{"choices": [{"message": {}}]}'), "nonsense", True, "does not keep to"),
        (
            Fault(body='{"choices": [{"message": {"content": ""}, "finish_reason": "error"}]}'),
            "server",
            True,
            "ended the answer with an error: error",
        ),
        (
            Fault(body='{"choices": [{"message": {"content": "x"}, "error": {"code": 502}}]}'),
            "server",
            True,
            "ended the answer with an error: .*502",
        ),
        (Fault(body='{"error": {"message": "overloaded"}}'), "server", True, "overloaded"),
        (Fault(cut=20), "cut-off", True, "in the middle of an answer"),
        (Fault(400, "too long"), "refused", False, "refuses the request .status 400.: too long"),
        (Fault(301), "refused", False, "has moved"),
    ],
)
def test_faults(
    server: Server, dataset: Dataset, fault: Fault, kind: str, retry: bool, message: str
) -> None:
    server.faults = [fault]
    with pytest.raises(RequestFailed, match=message) as caught:
        ask(spec(server), dataset)
    assert (caught.value.kind, caught.value.retry) == (kind, retry)
    assert caught.value.wait == (3.0 if fault.status == 429 else None)


@pytest.mark.parametrize("cut", [30, 150])
def test_a_stream_that_is_cut_off_is_no_answer(server: Server, dataset: Dataset, cut: int) -> None:
    server.faults = [Fault(cut=cut)]
    with pytest.raises(RequestFailed) as caught:
        ask(spec(server, stream=True), dataset)
    assert (caught.value.kind, caught.value.retry) == ("cut-off", True)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ('data: {"choices": [{"delta": {"content": "by"}}]}\n\n', "cut-off"),
        ("data: nonsense\n\n", "nonsense"),
        ('data: {"choices": [3]}\n\n', "nonsense"),
        ('data: {"error": {"message": "overloaded"}}\n\n', "server"),
        ('data: {"choices": [{"delta": {"content": 5}}]}\n\n', "nonsense"),
        ('data: {"choices": [{"delta": {"content": ["a"]}}]}\n\n', "nonsense"),
        ('data: {"choices": [{"delta": "by"}]}\n\n', "nonsense"),
        ('data: {"choices": [{"delta": {}, "finish_reason": 3}]}\n\n', "nonsense"),
        ("data: [DONE]\n\n", "cut-off"),
        ('data: {"choices": [], "usage": [1]}\n\ndata: [DONE]\n\n', "cut-off"),
        ('data: {"choices": [{"delta": {}, "finish_reason": "abort"}]}\n\n', "server"),
        ('data: {"choices": [{"delta": {}, "error": {"code": 502}}]}\n\n', "server"),
        ("data: " + "x" * 5_000_000, "nonsense"),
    ],
    ids=range(13),
)
def test_streams_of_nonsense(server: Server, dataset: Dataset, body: str, kind: str) -> None:
    server.faults = [Fault(body=body)]
    with pytest.raises(RequestFailed) as caught:
        ask(spec(server, stream=True), dataset)
    assert caught.value.kind == kind


def test_a_parameter_is_refused(dataset: Dataset) -> None:
    with Server(refuses={"temperature", "seed"}) as server:
        with pytest.raises(RequestFailed, match="refuses the parameter 'temperature'") as caught:
            ask(spec(server, sampling={"temperature": 1.0}), dataset)
        assert caught.value.fatal
        assert "take it out of `sampling`" in caught.value.reason
        with pytest.raises(RequestFailed, match="send_seed = false"):
            ask(spec(server), dataset)
        assert ask(spec(server, send_seed=False), dataset).text == "by simp"


def test_an_unknown_model(server: Server, dataset: Dataset) -> None:
    other = msgspec.structs.replace(spec(server), model="gpt-7")
    with pytest.raises(RequestFailed, match="knows no model 'gpt-7'") as caught:
        ask(other, dataset)
    assert caught.value.fatal


def test_nobody_there(dataset: Dataset) -> None:
    nowhere = EndpointSettings(name="m", model="m", endpoint="http://127.0.0.1:9/v1")
    with pytest.raises(
        RequestFailed, match=r"cannot connect to http://127\.0\.0\.1:9/v1"
    ) as caught:
        ask(nowhere, dataset)
    assert (caught.value.kind, caught.value.retry) == ("connection", True)


def test_a_slow_endpoint(server: Server, dataset: Dataset) -> None:
    server.faults = [Fault(delay=5)]
    with pytest.raises(RequestFailed, match=r"within 0\.2 seconds") as caught:
        ask(spec(server, timeout=0.2), dataset)
    assert (caught.value.kind, caught.value.retry) == ("timeout", True)


@pytest.mark.parametrize("content", ["", None])
def test_an_empty_answer_is_an_answer(dataset: Dataset, content: str | None) -> None:
    choice = {
        "finish_reason": "length",
        "message": {"role": "assistant", "content": content, "reasoning_content": "Hm"},
    }
    with Server(lambda body: choice) as server:
        answer = ask(spec(server), dataset)
    assert (answer.text, answer.reasoning, answer.finish) == ("", "Hm", "length")


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize(
    "body", ["{key}", "x" * 190 + "{key}", '{{"choices": [3, "{key}"]}}', "data: {key}\n\n"]
)
def test_no_part_of_a_key_is_repeated(
    server: Server, dataset: Dataset, monkeypatch: pytest.MonkeyPatch, stream: bool, body: str
) -> None:
    key = "sk-" + "secret" * 10
    monkeypatch.setenv("A_KEY", key)
    server.faults = [Fault(body=body.format(key=key))]
    with pytest.raises(RequestFailed) as caught:
        ask(spec(server, key="A_KEY", stream=stream), dataset)
    assert "sk-sec" not in caught.value.reason


@pytest.mark.parametrize("stream", [False, True])
def test_an_answer_that_repeats_the_key(
    dataset: Dataset, monkeypatch: pytest.MonkeyPatch, stream: bool
) -> None:
    monkeypatch.setenv("A_KEY", "sk-secret")
    with Server(lambda body: "-- sk-secret\nby simp", key="sk-secret") as server:
        answer = ask(spec(server, key="A_KEY", stream=stream), dataset)
    assert answer.text == "-- <key>\nby simp"


def test_a_proxy_that_cannot_be_used(
    server: Server, dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALL_PROXY", "nonsense://127.0.0.1:9")
    with pytest.raises(UsageError, match="the proxy that the environment names"):
        ask(spec(server), dataset)


@pytest.mark.parametrize(
    ("usage", "expected"),
    [
        ('{"prompt_tokens": 1, "completion_tokens": -5}', (1, None)),
        ('{"prompt_tokens": 2.0, "completion_tokens": 2.5}', (2, None)),
        ('{"prompt_tokens": "3", "completion_tokens": 1e30}', (None, None)),
        ("[1, 2]", (None, None)),
        ("null", (None, None)),
    ],
)
@pytest.mark.parametrize("stream", [False, True])
def test_odd_figures_do_not_spoil_an_answer(
    server: Server,
    dataset: Dataset,
    usage: str,
    expected: tuple[int | None, int | None],
    stream: bool,
) -> None:
    choice = (
        '{"delta": {"content": "by rfl"}, "message": {"content": "by rfl"}, "finish_reason": "x"}'
    )
    reply = f'{{"choices": [{choice}], "usage": {usage}}}'
    server.faults = [Fault(body=f"data: {reply}\n\n" if stream else reply)]
    answer = ask(spec(server, stream=stream), dataset)
    assert answer.text == "by rfl"
    assert (answer.prompt_tokens, answer.completion_tokens) == expected


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ('{"content": "by \\ud83d rfl"}', "by \ufffd rfl"),
        ('{"content": "by \\ud83d\\ude00 \\udc00"}', "by \U0001f600 \ufffd"),
        (
            '{"content": [{"type": "text", "text": "by "}, {"type": "text", "text": "rfl"}]}',
            "by rfl",
        ),
    ],
)
def test_other_ways_to_write_an_answer(
    server: Server, dataset: Dataset, message: str, text: str
) -> None:
    server.faults = [Fault(body=f'{{"choices": [{{"message": {message}}}]}}')]
    assert ask(spec(server), dataset).text == text


def test_a_stream_that_comes_in_one_piece(server: Server, dataset: Dataset) -> None:
    """Some endpoints do not know `stream`, and answer as if it was not there."""
    reply = '{"choices": [{"message": {"content": "by rfl"}, "finish_reason": "stop"}]}'
    server.faults = [Fault(body=reply, kind="application/json")]
    assert ask(spec(server, stream=True), dataset).text == "by rfl"


def test_comments_are_no_answer(dataset: Dataset) -> None:
    """A connection that is only kept open is given up in time."""

    def drip(listener: socket.socket) -> None:
        connection, _ = listener.accept()
        with connection, contextlib.suppress(OSError):
            connection.recv(100_000)
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n")
            for _ in range(200):
                connection.sendall(b": ping\n\n")
                time.sleep(0.1)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=drip, args=(listener,))
        thread.start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/v1"
        one = EndpointSettings(name="m", model="m", endpoint=url, stream=True, timeout=0.5)
        start = time.monotonic()
        with pytest.raises(RequestFailed, match=r"within 0\.5 seconds") as caught:
            ask(one, dataset)
        assert time.monotonic() - start < 10
        thread.join()
    assert (caught.value.kind, caught.value.retry) == ("timeout", True)


@pytest.mark.parametrize(
    "said",
    [
        "This model's maximum context length is 4096 tokens and your request has 3000 input tokens",
        "the request exceeds the available context size",
    ],
)
def test_a_question_that_is_too_long_says_nothing_of_others(
    server: Server, dataset: Dataset, said: str
) -> None:
    message = f"'max_tokens' or parameter max_tokens is too large: 2048. {said}"
    server.faults = [Fault(400, message)]
    with pytest.raises(RequestFailed, match="too long for the model at") as caught:
        ask(spec(server, sampling={"max_tokens": 2048}), dataset)
    assert (caught.value.fatal, caught.value.retry) == (False, False)


def test_the_usual_wording_of_a_refused_seed(server: Server, dataset: Dataset) -> None:
    server.faults = [Fault(400, "Unrecognized request argument supplied: seed")]
    with pytest.raises(RequestFailed, match="send_seed = false") as caught:
        ask(spec(server), dataset)
    assert caught.value.fatal
