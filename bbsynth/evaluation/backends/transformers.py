"""Hugging Face models on this machine, through the optional package `transformers`."""

from __future__ import annotations

import asyncio
import importlib
import threading
from typing import Any, ClassVar, Literal

import msgspec

from bbsynth.errors import UsageError
from bbsynth.evaluation.model import Answer, ModelSettings, NotEmpty, Request, RequestFailed

__all__ = ["SETTINGS", "LocalModel", "TransformersSettings"]

_REMEDY = "pip install 'bbsynth[local]' installs what is needed for models on this machine"


class TransformersSettings(ModelSettings, frozen=True, kw_only=True, tag="transformers"):
    """A model on this machine.

    Attributes
    ----------
    model : str
        A name on the Hugging Face hub, or a folder.
    api : {"chat", "completion"}
        Whether prompts are chats, or texts to be continued.
    sampling : dict
        Of which ``temperature``, ``top_p``, ``top_k`` and ``max_tokens`` are used.
    """

    model: NotEmpty
    api: Literal["chat", "completion"] = "chat"
    sampling: dict[str, Any] = msgspec.field(default_factory=dict)

    sees_prompts: ClassVar[bool] = True
    argument_defaults: ClassVar[dict[str, Any]] = {"concurrency": 1}

    def open(self) -> LocalModel:
        """Return the model; UsageError if a package is missing."""
        return LocalModel(self)


class LocalModel:
    """A model that is loaded at the first request, and answers one request at a time.

    Parameters
    ----------
    settings : TransformersSettings

    Raises
    ------
    UsageError
        If transformers or torch is not installed.
    """

    def __init__(self, settings: TransformersSettings) -> None:
        self._settings = settings
        try:
            self._transformers: Any = importlib.import_module("transformers")
            self._torch: Any = importlib.import_module("torch")
        except ImportError as error:
            raise UsageError(f"model {settings.name!r}: {error}; {_REMEDY}") from error
        self._lock = threading.Lock()
        self._loaded: tuple[Any, Any] | None = None

    async def answer(self, request: Request) -> Answer:
        """Generate an answer, in a thread of its own."""
        return await asyncio.to_thread(self._answer, request)

    def _load(self) -> tuple[Any, Any]:
        if self._loaded is None:
            try:
                tokenizer = self._transformers.AutoTokenizer.from_pretrained(self._settings.model)
                model = self._transformers.AutoModelForCausalLM.from_pretrained(
                    self._settings.model, torch_dtype="auto"
                )
            except (OSError, ValueError, RuntimeError) as error:
                raise RequestFailed(
                    f"cannot load {self._settings.model}: {error}", kind="missing", fatal=True
                ) from error
            if self._torch.cuda.is_available():
                model = model.to("cuda")
            self._loaded = tokenizer, model
        return self._loaded

    def _answer(self, request: Request) -> Answer:
        with self._lock:
            tokenizer, model = self._load()
            prompt, sampling = request.prompt, self._settings.sampling
            if self._settings.api == "chat":
                messages = [{"role": m.role, "content": m.content} for m in prompt.messages]
                inputs = tokenizer.apply_chat_template(
                    messages, add_generation_prompt=True, return_tensors="pt", return_dict=True
                )
            else:
                inputs = tokenizer(prompt.text, return_tensors="pt")
            inputs = inputs.to(model.device)
            self._torch.manual_seed(request.seed)
            temperature = float(sampling.get("temperature", 1.0))
            options: dict[str, Any] = {"max_new_tokens": int(sampling.get("max_tokens", 4096))}
            if temperature > 0:
                options |= {"do_sample": True, "temperature": temperature}
                options |= {name: sampling[name] for name in ("top_p", "top_k") if name in sampling}
            else:
                options["do_sample"] = False
            if prompt.stop:
                options |= {"stop_strings": list(prompt.stop), "tokenizer": tokenizer}
            asked = inputs["input_ids"].shape[1]
            try:
                with self._torch.inference_mode():
                    output = model.generate(**inputs, **options)[0][asked:]
            except RuntimeError as error:  # out of memory, for instance
                raise RequestFailed(f"{self._settings.model}: {error}", kind="program") from error
            full = len(output) >= options["max_new_tokens"]
            return Answer(
                text=tokenizer.decode(output, skip_special_tokens=True),
                finish="length" if full else "stop",
                prompt_tokens=asked,
                completion_tokens=len(output),
                model=self._settings.model,
            )

    async def close(self) -> None:
        """Release the memory."""
        self._loaded = None


SETTINGS = TransformersSettings
