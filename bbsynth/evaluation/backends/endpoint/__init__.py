"""Models behind an OpenAI-compatible endpoint: hosted, vLLM, llama.cpp, Ollama, and others.

- `settings`: how an endpoint is written down;
- `client`: one request, and every way in which it can fail; `streaming`: an answer in pieces;
- `power`: power sampling, several requests for one answer.
"""

from __future__ import annotations

from bbsynth.evaluation.backends.endpoint.settings import EndpointSettings, PowerSettings

__all__ = ["SETTINGS", "EndpointSettings", "PowerSettings"]

SETTINGS = EndpointSettings
