"""From what is written about a model to the model itself."""

from __future__ import annotations

from bbsynth.evaluation.answers import Model
from bbsynth.evaluation.baselines import CertificateProver, RandomScripts, SingleTactic
from bbsynth.evaluation.endpoint import Endpoint
from bbsynth.evaluation.external import ExternalProgram
from bbsynth.evaluation.local import LocalModel
from bbsynth.evaluation.power import PowerSampler
from bbsynth.evaluation.recorded import RecordedAnswers
from bbsynth.evaluation.specs import ModelSpec

__all__ = ["make_model"]


def make_model(spec: ModelSpec) -> Model:
    """Return the model that a specification describes.

    Raises
    ------
    UsageError
        If something that it needs is missing here: a key, a program, a file, a package.
    """
    match spec.kind:
        case "endpoint":
            endpoint = Endpoint(spec)
            return endpoint if spec.power is None else PowerSampler(endpoint, spec.power)
        case "command":
            return ExternalProgram(spec)
        case "recorded":
            return RecordedAnswers(spec)
        case "transformers":
            return LocalModel(spec)
        case "tactic":
            return SingleTactic(spec)
        case "scripts":
            return RandomScripts(spec)
        case "certificate":
            return CertificateProver()
