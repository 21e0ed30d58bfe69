"""A baseline, and an upper bound: the reference proof, which is made from a certificate."""

from __future__ import annotations

from typing import ClassVar

from bbsynth.evaluation.model import Answer, ModelSettings, Request

__all__ = ["SETTINGS", "CertificateProver"]


class CertificateProver:
    """Answers every problem with its reference proof."""

    async def answer(self, request: Request) -> Answer:
        """Return the reference proof."""
        return Answer(text=request.problem.reference_proof, finish="stop")

    async def close(self) -> None:
        """Nothing has to be released."""


class CertificateSettings(ModelSettings, frozen=True, kw_only=True, tag="certificate"):
    """The reference proof as a model."""

    deterministic: ClassVar[bool] = True

    def open(self) -> CertificateProver:
        """Return the model."""
        return CertificateProver()


SETTINGS = CertificateSettings
