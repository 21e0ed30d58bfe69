from __future__ import annotations

import time
from dataclasses import dataclass, replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bbsynth.errors import UsageError
from bbsynth.judge.completion import MAX_CHARACTERS, Code, assemble, extract


@dataclass(frozen=True)
class Problem:
    id: str = "two"
    theorem: str = "two"
    formal_statement: str = "import BBSynth\n\ntheorem two : 1 + 1 = 2 := by\n  sorry\n"
    negation_statement: str = ""


PROBLEM = Problem()
FULL = "import BBSynth\n\ntheorem two : 1 + 1 = 2 := by\n  rfl\n"
ALONE = "theorem two : 1 + 1 = 2 := rfl\n"


def candidate(text: str) -> str:
    task = assemble(PROBLEM, extract(text, "two"))
    assert task.fault == ""
    return task.candidate


@pytest.mark.parametrize("text", [FULL, ALONE, "-- sure\n" + ALONE, "/- a /- b -/ c -/" + ALONE])
def test_what_declares_something_is_left_as_it_is(text: str) -> None:
    assert candidate(text) == text


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("by\n  rfl\n", "by\n  rfl\n"),
        ("rfl", "rfl"),
        (":= by rfl", " by rfl"),
        (":= rfl -- it := is", " rfl -- it := is"),
        ("  by rfl", "by rfl"),
        ("Nat.add_comm 1 1", "Nat.add_comm 1 1"),
        ("⟨1, rfl⟩", "⟨1, rfl⟩"),
        ("-- so:\nby rfl", "\nby rfl"),
    ],
)
def test_a_proof_alone_is_put_behind_our_statement(text: str, body: str) -> None:
    task = assemble(PROBLEM, Code(text))
    assert task.candidate == "import BBSynth\n\ntheorem two : 1 + 1 = 2 :=\n" + body
    assert (task.lines_before, task.first_line) == (3, 1)


@pytest.mark.parametrize(
    ("text", "tactics"),
    [
        ("exact rfl", "exact rfl"),
        ("\n  exact rfl\n", "\n  exact rfl\n"),
        ("  -- so:\n  omega", "\n  omega"),
        ("intro h\n  exact h", "  intro h\n  exact h"),  # the question ended with "  "
        ("intro h\nexact h", "intro h\nexact h"),
        ("exact f\n    (g 1)", "exact f\n    (g 1)"),
        ("have h : p := by\n    omega\n  exact h", "  have h : p := by\n    omega\n  exact h"),
        ("have h : p := by\n  omega\nexact h", "have h : p := by\n  omega\nexact h"),
        ("rfl\nomega", "rfl\nomega"),
        ("by_cases h : p\n· omega\n· omega", "by_cases h : p\n· omega\n· omega"),
        ("open Nat in\nexact rfl", "open Nat in\nexact rfl"),
        ("set_option maxRecDepth 9 in\nomega", "set_option maxRecDepth 9 in\nomega"),
    ],
)
def test_tactics_alone_are_put_behind_by(text: str, tactics: str) -> None:
    task = assemble(PROBLEM, Code(text))
    assert task.candidate == "import BBSynth\n\ntheorem two : 1 + 1 = 2 := by\n" + tactics


@pytest.mark.parametrize(
    "text",
    [
        "have h : p := by\n  omega\nh",
        "show 1 + 1 = 2 from by\n  exact rfl",
        "match h with\n| x => by\n  exact x",
        "rfl",
        "trivial",
        "next.elim 1",
    ],
)
def test_a_term_is_not_taken_for_tactics(text: str) -> None:
    task = assemble(PROBLEM, Code(text))
    assert task.candidate == "import BBSynth\n\ntheorem two : 1 + 1 = 2 :=\n" + text


@pytest.mark.parametrize("text", ["I cannot do it.", "? by rfl", "/- by rfl", "1"])
def test_what_is_no_code_is_malformed(text: str) -> None:
    task = assemble(PROBLEM, extract(text, "two"))
    assert task.fault == "it begins with neither a declaration nor a proof"
    assert task.candidate == ""


def test_an_empty_text_is_empty() -> None:
    for text in ("", " \n\n", "-- nothing\n", "```lean\n\n```"):
        task = assemble(PROBLEM, extract(text, "two"))
        assert task.fault or not task.candidate.strip() or task.candidate == text


ANSWER = f"""First a plan.

```lean
theorem helper : True := trivial
```

Now the whole.

```lean4
{FULL}```

In Python it would be
```python
theorem two : 1 + 1 == 2
```
"""


def test_the_block_with_the_theorem_is_taken() -> None:
    assert candidate(ANSWER) == FULL.rstrip("\n")
    assert assemble(PROBLEM, extract(ANSWER, "two")).first_line == 10


def test_the_last_block_with_the_theorem_is_taken() -> None:
    assert candidate(ANSWER + f"Or shorter:\n```lean\n{ALONE}```\n") == ALONE.rstrip("\n")


def test_what_is_marked_as_lean_goes_before_what_is_not_marked() -> None:
    said = "```text\ntheorem two : 1 + 1 = 2\n```\n```\nthe theorem two is proved\n```\n"
    assert candidate(f"```lean\n{ALONE}```\nThis shows\n{said}") == ALONE.rstrip("\n")
    assert candidate(f"{said}```\n{ALONE}```\n") == ALONE.rstrip("\n")


def test_the_proof_may_come_after_a_block_with_the_statement() -> None:
    answer = "```lean\ntheorem two : 1 + 1 = 2 := by\n  sorry\n```\nProof:\n```lean\nby omega\n```"
    assert candidate(answer).endswith(":=\nby omega")


@pytest.mark.parametrize(
    "text",
    [
        "Nat.add_comm 1 1\n```\nThat is all.",
        "rfl\n```\n",
        "show 1 + 1 = 2 from rfl\n```\nThat is all.",
    ],
)
def test_an_answer_may_go_on_with_a_term(text: str) -> None:
    assert candidate(text).endswith(":=\n" + text[: text.index("\n```")])


def test_prose_and_a_whole_block_are_no_continued_term() -> None:
    assert candidate(f"Nat.add_comm helps:\n```\n{ALONE}```") == ALONE.rstrip("\n")
    assert candidate("Nat.add_comm helps:\n```\nby omega\n```").endswith(":=\nby omega")


@pytest.mark.parametrize(
    "declaration",
    [
        "lemma a",
        "  lemma a",
        "private lemma a",
        "@[simp] lemma a",
        "set_option maxRecDepth 9 in lemma a",
        "open Nat in lemma a",
        "/-- one -/ lemma a",
        "/- one\n-/ lemma «a b»",
        "noncomputable private  lemma a",
    ],
)
def test_lemma_is_another_word_for_theorem(declaration: str) -> None:
    text = f"{declaration} : 1 = 1 := rfl\n{ALONE}"
    assert candidate(text) == text.replace("lemma", "theorem")


@pytest.mark.parametrize("part", ["-- a lemma b", "/-\nlemma a -/", "x.lemma a", "f lemma"])
def test_lemma_elsewhere_is_left_alone(part: str) -> None:
    assert candidate(f"{ALONE}example := {part}\n") == f"{ALONE}example := {part}\n"


@pytest.mark.parametrize(
    "text",
    [
        "```" + "a" * 1_000_000 + "`",
        "```" + " " * 1_000_000 + "`",
        "theorem foo : 1 = 1 := rfl\n" + "@[a]\n" * 200_000,
        "theorem foo : 1 = 1 := rfl\n" + "private\n" * 100_000,
        "lemma a " * 120_000,
        "theorem foo := 1\n" + "</think" * 140_000,
        "<answer>" * 120_000,
        "<answer>\n" * 110_000,
        "`" * 1_000_000,
        "```\n" * 250_000,
        "```\ntheorem two\n```\n" * 45_000,
        "```lean\ntheorem two sorry\n```\n```lean\nby\n```\n" * 20_000,
        "/-" * 500_000,
        "open a" + " a" * 400_000,
        "open" + " " * 900_000,
        "set_option a " + " " * 900_000,
        "theorem" + " " * 900_000,
        "exact a\n" * 120_000,
        '"' * 900_000,
        " " * 999_999 + "x",
        "\n" * 999_999 + "x",
        ":= sorry " * 100_000,
        "x" * 10_000_000,
    ],
    ids=range(23),
)
def test_no_text_takes_long(text: str) -> None:
    start = time.process_time()
    assemble(PROBLEM, extract(text, "two"))
    assert time.process_time() - start < 5


def test_an_answer_is_a_text() -> None:
    with pytest.raises(UsageError, match="an answer is a str, not NoneType"):
        extract(None, "two")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "ending", [":= by sorry", ":= sorry\n", ":=\n  by\n  sorry\n\n", ":= by\n  sorry"]
)
def test_how_the_statement_may_leave_its_proof_out(ending: str) -> None:
    problem = replace(PROBLEM, formal_statement=f"theorem two : 1 + 1 = 2 {ending}")
    assert assemble(problem, Code("by rfl")).candidate == "theorem two : 1 + 1 = 2 :=\nby rfl"
    with pytest.raises(UsageError, match="does not end with `:= by sorry`"):
        assemble(replace(PROBLEM, formal_statement="theorem two : 1 + 1 = 2"), Code("by rfl"))


def test_another_theorem_with_a_longer_name_does_not_count() -> None:
    answer = f"```lean\n{ALONE}```\n```lean\ntheorem two' : True := trivial\n```"
    assert candidate(answer) == ALONE.rstrip("\n")


def test_without_the_theorem_the_last_lean_block_is_taken() -> None:
    answer = "```lean\nby simp\n```\nor\n```lean\nby rfl\n```\nwhich prints\n```\nnothing\n```"
    assert candidate(answer).endswith(":=\nby rfl")


def test_a_block_that_is_not_closed_goes_to_the_end() -> None:
    assert candidate(f"Here:\n```lean\n{ALONE}") == ALONE


def test_longer_fences_hold_shorter_ones() -> None:
    text = "/- ```\nx\n``` -/\n" + ALONE.rstrip("\n")
    assert candidate(f"````lean\n{text}\n````") == text


def test_what_was_thought_does_not_count() -> None:
    answer = f"<think>\n```lean\n{FULL}```\n</think>\n```lean\n{ALONE}```"
    assert candidate(answer) == ALONE.rstrip("\n")
    task = assemble(PROBLEM, extract(answer, "two"))
    assert answer.split("\n")[task.first_line - 1] == ALONE.rstrip("\n")


def test_a_thought_may_end_on_the_line_on_which_the_answer_begins() -> None:
    for opening in ("Hm.</think>```lean\n", "<think>Hm.</think> ```lean\n", "</think>```\n"):
        assert candidate(f"{opening}{ALONE}```") == ALONE.rstrip("\n")
    assert candidate(f"<think>Two</think>{ALONE}") == ALONE


def test_an_answer_may_be_in_an_element() -> None:
    for answer in (
        f"<think>so</think><answer>{ALONE}</answer>",
        f"</think>\n<answer>\n```lean\n{ALONE}```\n</answer>\nOr:\n```lean\nby simp\n```",
        f"I answer in `<answer>` and `</answer>`.\n```lean\n{ALONE}```",
        f"<answer>by simp</answer>\nBetter: <answer>{ALONE}</answer>",
        f"<thinking>so</thinking>\n{ALONE}",
    ):
        assert candidate(answer).strip("\n") == ALONE.rstrip("\n")


def test_a_statement_said_once_more_does_not_take_a_proof_back() -> None:
    again = "theorem two : 1 + 1 = 2 := by\n  sorry -- as asked"
    answer = f"```lean\n{ALONE}```\nThis proves\n```lean\n{again}\n```\n"
    assert candidate(answer) == ALONE.rstrip("\n")
    assert candidate(f"```lean\n{again}\n```\n") == again
    done = f"-- no sorry\n{ALONE}".rstrip("\n")
    assert candidate(f"{answer}```lean\n{done}\n```\n") == done


def test_a_mark_of_thought_in_a_remark_is_no_mark() -> None:
    for remark in ("/- </think> -/", "-- </think>"):
        assert candidate(f"{remark}\n{ALONE}") == f"{remark}\n{ALONE}"


def test_a_block_may_be_indented() -> None:
    block = "      ```lean\n      theorem two : 1 + 1 = 2 := by\n        rfl\n      ```\n"
    assert candidate(f"1. The proof:\n\n{block}") == "theorem two : 1 + 1 = 2 := by\n  rfl"


@pytest.mark.parametrize("code", [FULL, ALONE, "/- ```\nby\n``` -/\n" + ALONE])
def test_an_answer_may_go_on_with_a_block_that_the_question_opened(code: str) -> None:
    answer = f"{code}```\n\nIt is computed, and `rfl` is:\n```\nrfl\n```\n"
    assert candidate(answer) == code.rstrip("\n")
    task = assemble(PROBLEM, extract("by\n  rfl\n```\nThat is all.", "two"))
    assert task.candidate.endswith(":=\nby\n  rfl")
    assert candidate(f"by two steps:\n```\n{ALONE}```") == ALONE.rstrip("\n")


def test_prose_before_code_without_marks_is_passed_over() -> None:
    for prose in ("Sure. Here it is:\n\n", "Proof:\n", "open questions remain, but\n\n"):
        task = assemble(PROBLEM, extract(prose + FULL, "two"))
        if prose.startswith("open"):  # it could be code
            assert task.candidate == prose + FULL
        else:
            assert task.candidate == FULL
            assert task.first_line == prose.count("\n") + 1
    assert candidate("the proof is as follows:\n\n" + ALONE) == ALONE
    for prose in ("Here is the proof:\n\n", "so the proof is:\n"):
        assert candidate(f"{prose}by\n  rfl").endswith(":=\nby\n  rfl")
    task = assemble(PROBLEM, extract("It is proved\nby induction, I think", "two"))
    assert task.fault == "it begins with neither a declaration nor a proof"
    assert candidate("Two lemmas:\n\ntheorem a : True := trivial\n" + ALONE).startswith("theorem a")


@pytest.mark.parametrize(
    "text",
    [
        "/- " * 300_000 + "\n```\n" * 20_000,
        "by\n" + "-- ```\n```\n" * 90_000,
        "by " + '\\"' * 450_000,
        "theorem a :\n" * 80_000,
        "</think>" * 100_000,
        "So\n" + "</think> a\n" * 90_000,
        "a" * 900_000 + "</think",
        " " * 900_000 + "x",
        "\n" * 900_000 + "x",
        "--" * 450_000,
        "theorem " * 100_000,
        "@[a] " * 150_000 + "\nlemma",
    ],
)
def test_texts_made_to_take_long_do_not(text: str) -> None:
    problem = replace(PROBLEM, negation_statement="theorem not_two : 1 + 1 ≠ 2 := by\n  sorry\n")
    start = time.perf_counter()
    assemble(problem, extract(text, "two"))
    assert time.perf_counter() - start < 5


def test_code_in_other_languages_is_no_lean() -> None:
    task = assemble(PROBLEM, extract("```python\nprint()\n```", "two"))
    assert task.fault == "there is no Lean code in the answer"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("lemma a : True := trivial\n", "theorem a : True := trivial\n"),
        ("@[simp] private lemma a : 1 = 1 := rfl", "@[simp] private theorem a : 1 = 1 := rfl"),
        ("theorem lemma_a : 1 = 1 := lemma", "theorem lemma_a : 1 = 1 := lemma"),
    ],
)
def test_a_lemma_is_a_theorem(text: str, expected: str) -> None:
    assert candidate(text) == expected


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("by " + "a" * MAX_CHARACTERS, "it is longer than 1,000,000 characters"),
        ("by \0", "it has a NUL character in it"),
        ("by \ud800", "not Unicode: a lone surrogate at character 3"),
        ("by " + "(" * 10_000, "its brackets are nested more than 1,000 deep"),
    ],
    ids=["long", "nul", "surrogate", "deep"],
)
def test_hopeless_texts(text: str, fault: str) -> None:
    assert assemble(PROBLEM, Code(text)).fault == fault


def test_line_ends_and_marks_of_windows() -> None:
    assert candidate("\ufeff" + FULL.replace("\n", "\r\n")) == FULL


@given(st.text())
@example("left")
@example("rfl")
def test_any_answer_gives_a_task(text: str) -> None:
    task = assemble(PROBLEM, extract(text, "two"), name="n")
    assert task.name == "n"
    assert task.reference == PROBLEM.formal_statement
    if task.lines_before:
        statement = "import BBSynth\n\ntheorem two : 1 + 1 = 2 :="
        assert task.candidate.startswith((f"{statement}\n", f"{statement} by\n"))


@given(
    st.lists(
        st.sampled_from(["```", "~~~", "```lean", "theorem two : x := y", "by", "a", "</think>"])
    )
)
def test_the_first_line_is_where_the_code_is(lines: list[str]) -> None:
    answer = "\n".join(lines)
    code = extract(answer, "two")
    if not code.fault and "\n" in code.text:
        found = answer.split("\n")[code.first_line - 1 :]
        assert found[0].endswith(code.text.split("\n")[0])
        assert found[1 : 1 + code.text.count("\n")] == code.text.split("\n")[1:]


@dataclass(frozen=True)
class Refutable(Problem):
    theorem: str = "a"
    formal_statement: str = "theorem a : 1 = 1 := by\n  sorry\n"
    negation_statement: str = "theorem not_a : 1 = 1 := by\n  sorry\n"


@pytest.mark.parametrize(
    "remark", ["-- so theorem {} is wrong /-", "/- -- theorem {} /- -/ -/", '/-- "theorem {} -/']
)
def test_a_comment_does_not_decide_which_statement_is_meant(remark: str) -> None:
    for meant, other in (("a", "not_a"), ("not_a", "a")):
        text = f"theorem {meant} : 1 = 1 := rfl\n{remark.format(other)}\n"
        assert assemble(Refutable(), Code(text, 1)).theorem == meant
        assert assemble(Refutable(), Code(f"{remark.format(other)}\n{text}", 1)).theorem == meant
