from __future__ import annotations

import pytest

from bbsynth.errors import UsageError
from bbsynth.evaluation.prompts.styles import FORMS, Style


@pytest.mark.parametrize(
    "text",
    [
        "formal",
        "informal",
        "both",
        "both+sheet+shots3+body+plan",
        "formal+body",
        "deepseek-prover+plan",
        "continuation+sheet+shots9",
        *FORMS,
    ],
)
def test_a_style_is_its_text(text: str) -> None:
    assert Style.parse(text).name == text


def test_the_order_of_additions_does_not_matter() -> None:
    assert Style.parse("both+plan+sheet") == Style.parse(" both+sheet+plan ")


def test_who_has_not_seen_the_statement_cannot_repeat_it() -> None:
    assert Style.parse("informal").answer == "body"
    assert Style.parse("informal+body") == Style.parse("informal")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "has to begin with one of formal, informal, both, continuation"),
        ("fromal", "has to begin with"),
        ("both+shets", "'shets' is not one of"),
        ("both+shots0", "is not one of"),
        ("both+sheet+sheet", "twice"),
        ("both+shots1+shots2", "twice"),
        ("kimina+body", "no \\+body"),
        ("continuation+plan", "no \\+plan"),
    ],
)
def test_what_is_no_style(text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        Style.parse(text)
