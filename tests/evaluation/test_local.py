from __future__ import annotations

import sys

import pytest

from bbsynth.errors import UsageError
from bbsynth.evaluation.local import LocalModel
from bbsynth.evaluation.specs import parse_model


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "transformers", None)
    with pytest.raises(UsageError, match=r"pip install 'bbsynth\[local\]'"):
        LocalModel(parse_model("transformers:org/name"))
