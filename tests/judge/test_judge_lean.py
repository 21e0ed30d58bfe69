"""The judge itself, on a real Lean: what it makes of proofs, mistakes and tricks.

All candidates are about one problem of the committed set, unless they say otherwise.
"""

from __future__ import annotations

import os
import random
import re
import signal
from pathlib import Path

import psutil
import pytest

from bbsynth.judge import Judge
from bbsynth.judge.verdict import Limits, Status, Task, Verdict
from bbsynth.problems import Dataset
from bbsynth.problems.problem import Problem

DATASET = Dataset.open(Path(__file__).resolve().parents[2] / "generated" / "2x2")
PROBLEM = DATASET["2x2-halts-after-1RB1LB_1LA1RZ"]
NAME = PROBLEM.theorem
STATEMENT = f"theorem {NAME} : machine.HaltsAfter 6 :=\n"
TERM = "Machine.haltsAfter_of_check (by decide +kernel)"
SHORT = f"{STATEMENT}  {TERM}\n"
"""The reference proof without what stands before the theorem."""

ALLOWED_AXIOMS = {"propext", "Classical.choice", "Quot.sound"}

assert SHORT in PROBLEM.reference_proof


def _task(candidate: str, problem: Problem = PROBLEM, name: str = "n") -> Task:
    return Task(
        name=name,
        theorem=problem.theorem,
        reference=problem.formal_statement,
        candidate=candidate,
    )


def _by(tactics: str) -> str:
    return STATEMENT + "  by\n" + "".join(f"    {line}\n" for line in tactics.splitlines())


#: Honest proofs, by what they try.
PROOFS = {
    "the reference": PROBLEM.reference_proof,
    "only the theorem": SHORT,
    "its own header": f"import BBSynth\n\nopen BBSynth\n\n{SHORT}",
    "a module of Lean": f"import Init.Data.List\nimport BBSynth.Loop\n{SHORT}",
    "comments": f"/-! A module -/\n-- ∀ 😀 é\n/- a /- nested -/ one -/\n/-- A theorem. -/\n{SHORT}",
    "a changed comment": PROBLEM.reference_proof.replace("/-- The machine", "/-- My machine"),
    "no comment": re.sub(r"/--.*?-/\n", "", PROBLEM.reference_proof, flags=re.DOTALL),
    "a very long comment": f"-- {'x' * 1_000_000}\n{SHORT}",
    "brackets": f"{STATEMENT}  {'(' * 100}{TERM}{')' * 100}\n",
    "a term": f"{STATEMENT}  ⟨rfl, fun t ht => by\n    match t, ht with\n"
    "    | 0, _ | 1, _ | 2, _ | 3, _ | 4, _ | 5, _ => exact fun h => nomatch h⟩\n",
    "a lemma": f"theorem lemma1 : machine.HaltsAfter 6 := {TERM}\n{STATEMENT}  lemma1\n",
    "a private lemma": f"private theorem a : machine.HaltsAfter 6 := {TERM}\n{STATEMENT}  a\n",
    "a definition": f"def six := 6\ntheorem six_eq : six = 6 := rfl\n"
    f"theorem a : machine.HaltsAfter six := {TERM}\n" + _by("rw [← six_eq]\nexact a"),
    "an abbreviation": f"abbrev Goal := machine.HaltsAfter 6\ntheorem a : Goal := {TERM}\n"
    f"{STATEMENT}  a\n",
    "structural recursion": "def f : Nat → Nat | 0 => 6 | 1 => 3 | n + 2 => f n\n"
    "theorem f4 : f 4 = 6 := by simp [f]\n"
    + _by("rw [← f4]\nexact Machine.haltsAfter_of_check (by rw [f4]; decide +kernel)"),
    "well-founded recursion": "def down (n : Nat) : Nat := if h : n = 0 then 6 else down (n / 2)\n"
    "termination_by n\ntheorem down0 : down 0 = 6 := by unfold down; simp\n"
    + _by("rw [← down0]\nexact Machine.haltsAfter_of_check (by rw [down0]; decide +kernel)"),
    "where": f"def six : Nat := foo\nwhere foo : Nat := 6\n{SHORT}",
    "an instance": f"instance foo : Decidable (machine.HaltsAfter 6) := .isTrue ({TERM})\n"
    + _by("decide"),
    "omega and simp": "@[simp] theorem a (x y : Nat) (h : x < y) : ¬ y ≤ x := by omega\n"
    + _by(f"have : ¬ 2 ≤ 1 := by simp\nexact {TERM}"),
    "sections": f"section\nuniverse u\nvariable (a : Sort u) (n : Nat)\nopen Nat in\n{SHORT}end\n",
    "from within a namespace": f"namespace A\n{SHORT.replace(NAME, '_root_.' + NAME)}end A\n",
    "in other words": SHORT.replace("machine.HaltsAfter 6", "BBSynth.Machine.HaltsAfter machine 6"),
    "limits of its own": "set_option maxHeartbeats 100000\n"
    f"set_option maxRecDepth 20000 in\n{SHORT}",
    "an example": f"example : True := trivial\n{SHORT}",
    "unused definitions of the same name elsewhere": "namespace A\n"
    "def machine : Nat := 7\ndef BBSynth.Machine.HaltsAfter (_ : Nat) : Prop := False\n"
    f"end A\n{SHORT}",
}

#: Texts that do not prove the statement: the rule in the verdict, and the text. No rule where
#: more than one would do.
WRONG = {
    "a digit in the statement": ("statement-changed", SHORT.replace("After 6", "After 7")),
    "a digit in the full text": (
        "statement-changed",
        PROBLEM.reference_proof.replace("After 6", "After 5"),
    ),
    "a local definition of the theorem": (
        "local-definition",
        f"{STATEMENT}  foo\nwhere foo : machine.HaltsAfter 6 := {TERM}\n",
    ),
    "a local recursion in the theorem": (
        "local-definition",
        _by(
            f"let rec go : Nat → machine.HaltsAfter 6\n  | 0 => {TERM}\n  | n + 1 => go n\n"
            "exact go 3"
        ),
    ),
    "a changed statement that is true": (
        "statement-changed",
        f"theorem {NAME} : machine.Halts :=\n  ⟨6, {TERM}⟩\n",
    ),
    "another hypothesis": (
        "statement-changed",
        f"theorem {NAME} (h : False) : machine.HaltsAfter 6 :=\n  h.elim\n",
    ),
    "an implicit hypothesis": (
        "statement-changed",
        f"theorem {NAME} {{h : False}} : machine.HaltsAfter 6 :=\n  h.elim\n",
    ),
    "a hypothesis as a variable": (
        "",
        f"variable (h : machine.HaltsAfter 6)\n{_by('exact h')}",
    ),
    "the same up to computation": ("statement-changed", SHORT.replace("After 6", "After (3 + 3)")),
    "another machine": (
        "statement-changed",
        PROBLEM.reference_proof.replace("| 0, 0 => ⟨1", "| 0, 0 => ⟨0"),
    ),
    "another kind of machine": (
        "statement-changed",
        PROBLEM.reference_proof.replace("def machine", "abbrev machine"),
    ),
    "another machine before the theorem": (
        "statement-changed",
        f"def machine : Machine 2 2 := fun _ _ => ⟨0, .right, none⟩\n{SHORT}",
    ),
    "another machine in a namespace": (
        "elaboration",
        f"namespace A\ndef machine : Machine 2 2 := fun _ _ => ⟨0, .right, none⟩\n{SHORT}end A\n",
    ),
    "another machine in an open namespace": (
        "",
        f"def A.machine : Machine 2 2 := fun _ _ => ⟨0, .right, none⟩\nopen A\n{SHORT}",
    ),
    "another machine in our namespace": (
        "",
        f"def BBSynth.machine : Machine 2 2 := fun _ _ => ⟨0, .right, none⟩\n{SHORT}",
    ),
    "another machine, from within": (
        "",
        "namespace A\ndef machine : Machine 2 2 := fun _ _ => ⟨0, .right, none⟩\n"
        f"{SHORT.replace(NAME, '_root_.' + NAME)}end A\n",
    ),
    "another machine under the full name": (
        "",
        f"namespace A\ndef _root_.machine : Nat := 1\nend A\n{_by('trivial')}",
    ),
    "a notion of halting in another namespace": (
        "",
        "def Machine.HaltsAfter {n k} (_ : BBSynth.Machine n k) (_ : Nat) : Prop := True\n"
        f"{STATEMENT}  trivial\n",
    ),
    "a notion of halting, from within": (
        "",
        "namespace A\ndef BBSynth.Machine.HaltsAfter (_ : Nat) : Prop := True\nopen BBSynth\n"
        f"theorem _root_.{NAME} : BBSynth.Machine.HaltsAfter 6 :=\n  trivial\nend A\n",
    ),
    "a constant of the library": (
        "",
        "def BBSynth.Machine.HaltsAfter {n k : Nat} (_ : Machine n k) (_ : Nat) : Prop := True\n"
        f"{STATEMENT}  trivial\n",
    ),
    "a theorem of the library": (
        "",
        "theorem BBSynth.Machine.haltsAfter_of_check : machine.HaltsAfter 6 := sorry\n"
        f"{STATEMENT}  Machine.haltsAfter_of_check\n",
    ),
    "other numerals": ("statement-changed", f"instance : OfNat Nat 6 := ⟨1⟩\n{SHORT}"),
    "other instances": (
        "statement-changed",
        f"instance foo : NeZero 2 := ⟨by decide⟩\n{SHORT}",
    ),
    "another decision": (
        "",
        "instance (priority := 5000) foo (b : Bool) : Decidable (b = true) := .isTrue sorry\n"
        f"theorem {NAME} : machine.HaltsAfter 6 :=\n"
        "  Machine.haltsAfter_of_check (by exact of_decide_eq_true rfl)\n",
    ),
    "sorry": ("sorry", f"{STATEMENT}  sorry\n"),
    "sorry as a tactic": ("sorry", _by("sorry")),
    "sorry in a case": ("sorry", _by("constructor\n· rfl\n· intro t ht\n  sorry")),
    "admit": ("sorry", _by("admit")),
    "stop": ("sorry", _by("stop\ndecide")),
    "sorryAx": ("sorry", f"{STATEMENT}  sorryAx _ false\n"),
    "sorry in a lemma": ("sorry", f"theorem a : False := sorry\n{STATEMENT}  a.elim\n"),
    "sorry in a definition": (
        "sorry",
        f"def a : PLift False := sorry\n{STATEMENT}  a.down.elim\n",
    ),
    "sorry in an instance": (
        "sorry",
        "instance : Decidable (machine.HaltsAfter 6) := .isTrue sorry\n" + _by("decide"),
    ),
    "sorry by simp": (
        "sorry",
        f"@[simp] theorem a : machine.HaltsAfter 6 = True := sorry\n{_by('simp')}",
    ),
    "the problem itself": ("sorry", PROBLEM.formal_statement),
    "a proof that fails": ("elaboration", _by("rfl")),
    "a proof that is not finished": ("elaboration", _by("constructor")),
    "a proof by itself": ("elaboration", f"{STATEMENT}  {NAME}\n"),
    "a lemma that fails": (
        "",
        f"theorem a : 1 = 2 := by decide\n{STATEMENT}  absurd a (by decide)\n",
    ),
    "a name that is not there": ("elaboration", f"{STATEMENT}  Machine.haltsAfter_of_nothing\n"),
    "another theorem": ("theorem-missing", "theorem other : True := trivial\n"),
    "only a comment": ("theorem-missing", f"/- {SHORT} -/\n"),
    "an example of it": ("theorem-missing", f"example : machine.HaltsAfter 6 := {TERM}\n"),
    "a theorem in a namespace": ("theorem-missing", f"namespace A\n{SHORT}end A\n"),
    "a private theorem": ("theorem-missing", f"private {SHORT}"),
    "a definition for a theorem": ("not-a-theorem", SHORT.replace("theorem", "def")),
    "an abbreviation for a theorem": ("not-a-theorem", SHORT.replace("theorem", "abbrev")),
    "a definition of its name": ("not-a-theorem", f"def {NAME} := 6\n"),
    "prose": ("elaboration", "It is easy to see that the machine halts after 6 steps.\n"),
    "no text": ("elaboration", "\0"),
    "no text, twice": ("elaboration", "\0\0\n\0"),
    "NUL in a proof": ("", SHORT.replace("by decide", "by \0decide")),
    "brackets without end": ("", f"{STATEMENT}  {'(' * 300}x\n"),
}

#: Texts that break a rule: the rule, the line and column of what is refused, and the text.
CHEATING = {
    "an axiom": ("declaration", (1, 0), f"axiom a : False\n{STATEMENT}  a.elim\n"),
    "an axiom for the theorem": (
        "declaration",
        (1, 0),
        STATEMENT.replace("theorem", "axiom").replace(" :=", ""),
    ),
    "an axiom that is not used": ("declaration", (3, 0), f"{SHORT}axiom a : False\n"),
    "an opaque constant": ("declaration", (1, 0), f"opaque a : Nat\n{SHORT}"),
    "an inductive type": ("declaration", (1, 0), f"inductive A | a\n{SHORT}"),
    "a structure": ("declaration", (1, 0), f"structure A where\n  a : Nat\n{SHORT}"),
    "native_decide": (
        "syntax",
        (2, 34),
        f"{STATEMENT}  Machine.haltsAfter_of_check (by native_decide)\n",
    ),
    "bv_decide": ("syntax", (3, 4), _by("bv_decide")),
    "an unsafe definition": ("modifier", (1, 0), f"unsafe def f : Nat := f\n{SHORT}"),
    "an unsafe term": ("syntax", (2, 2), f"{STATEMENT}  unsafe ({TERM})\n"),
    "a partial definition": ("modifier", (1, 0), f"partial def f : Nat := f\n{SHORT}"),
    "#eval": ("command", (1, 0), f"#eval 1\n{SHORT}"),
    "#eval at the end": ("command", (3, 0), f"{SHORT}#eval 1\n"),
    "#eval after in": ("command", (1, 12), f"open Nat in #eval 1\n{SHORT}"),
    "run_cmd": ("command", (1, 0), f"run_cmd pure ()\n{SHORT}"),
    "run_tac": ("syntax", (3, 4), _by("run_tac pure ()")),
    "by_elab": ("syntax", (2, 2), f"{STATEMENT}  by_elab pure default\n"),
    "macro": ("command", (1, 0), f'macro "foo" : term => `(1)\n{SHORT}'),
    "macro_rules": (
        "command",
        (1, 0),
        f"macro_rules | `(tactic| decide) => `(tactic| sorry)\n{SHORT}",
    ),
    "elab": ("command", (1, 0), f'elab "foo" : tactic => pure ()\n{SHORT}'),
    "syntax": ("command", (1, 0), f'syntax "foo" : term\n{SHORT}'),
    "notation": ("command", (1, 0), f'notation "machine" => (fun _ _ => 0)\n{SHORT}'),
    "local notation": ("command", (1, 0), f'local notation "foo" => 1\n{SHORT}'),
    "infix": ("command", (1, 0), f'infixl:65 " + " => Nat.mul\n{SHORT}'),
    "initialize": ("command", (1, 0), f"initialize x : Nat ← pure 1\n{SHORT}"),
    "deriving instance": ("command", (1, 0), f"deriving instance Repr for Nat\n{SHORT}"),
    "a skipped kernel": ("option", (1, 0), f"set_option debug.skipKernelTC true\n{SHORT}"),
    "a skipped kernel for one command": (
        "option",
        (1, 0),
        f"set_option debug.skipKernelTC true in\n{SHORT}",
    ),
    "a skipped kernel in a term": (
        "option",
        (2, 2),
        f"{STATEMENT}  set_option debug.skipKernelTC true in {TERM}\n",
    ),
    "a skipped kernel in a proof": (
        "option",
        (3, 4),
        _by(f"set_option debug.skipKernelTC true in exact {TERM}"),
    ),
    "asynchronous elaboration": ("option", (1, 0), f"set_option Elab.async true\n{SHORT}"),
    "extern": ("attribute", (1, 2), f'@[extern "foo"] def a := 1\n{SHORT}'),
    "implemented_by": (
        "attribute",
        (1, 2),
        f"@[implemented_by Nat.mul] def a (x y : Nat) : Nat := x + y\n{SHORT}",
    ),
    "csimp": ("attribute", (1, 2), f"@[csimp] theorem a : @Nat.add = @Nat.add := rfl\n{SHORT}"),
    "a second attribute": (
        "attribute",
        (1, 8),
        f'@[simp, extern "foo"] def a := 1\n{SHORT}',
    ),
    "a file": ("syntax", (1, 9), f'def s := include_str "secret"\n{SHORT}'),
    "output": ("syntax", (1, 15), f'def f : Nat := dbg_trace "x"; 1\n{SHORT}'),
    "quotation": ("syntax", (1, 9), f"def a := `(1)\n{SHORT}"),
    "an axiom of the compiler": (
        "name",
        (1, 20),
        f"theorem a : True := Lean.trustCompiler\n{_by(f'have := a{chr(10)}exact {TERM}')}",
    ),
}

EXPECTED: dict[str, tuple[Status, str]] = {
    **{f"proof: {key}": (Status.PROVED, "") for key in PROOFS},
    **{f"wrong: {key}": (Status.WRONG, rule) for key, (rule, _) in WRONG.items()},
    **{f"cheating: {key}": (Status.CHEATING, rule) for key, (rule, _, _) in CHEATING.items()},
}
TEXTS: dict[str, str] = {
    **{f"proof: {key}": text for key, text in PROOFS.items()},
    **{f"wrong: {key}": text for key, (_, text) in WRONG.items()},
    **{f"cheating: {key}": text for key, (_, _, text) in CHEATING.items()},
}


def _tasks(names: list[str]) -> list[Task]:
    return [_task(TEXTS[name], name=name) for name in names]


def _essence(verdict: Verdict) -> object:
    """What must be the same whenever the same is asked."""
    plain = verdict.to_json()
    del plain["milliseconds"]
    return plain


@pytest.fixture(scope="module")
def verdicts(judge: Judge) -> dict[str, Verdict]:
    """The verdicts on all texts, given one after the other by the same process."""
    return {verdict.name: verdict for verdict in judge.check_all(_tasks(list(TEXTS)))}


def _shown(verdict: Verdict) -> str:
    return f"{verdict.status} {verdict.rule}: {verdict.reason} {verdict.messages[:2]}"


@pytest.mark.parametrize("name", list(EXPECTED))
def test_verdict(verdicts: dict[str, Verdict], name: str) -> None:
    status, rule = EXPECTED[name]
    verdict = verdicts[name]
    assert verdict.status is status, _shown(verdict)
    assert verdict.proved == (status is Status.PROVED)
    if rule or verdict.proved:
        assert verdict.rule == rule, _shown(verdict)
    assert verdict.rule != "" or verdict.proved
    assert bool(verdict.reason) != verdict.proved
    assert verdict.judge != ""
    assert verdict.toolchain.startswith("Lean (version 4.")


@pytest.mark.parametrize("name", list(CHEATING))
def test_what_is_refused_is_pointed_at(verdicts: dict[str, Verdict], name: str) -> None:
    position = verdicts[f"cheating: {name}"].position
    expected = CHEATING[name][1]
    assert (position and (position.line, position.column)) == expected


def test_a_changed_definition_is_pointed_at(verdicts: dict[str, Verdict]) -> None:
    position = verdicts["wrong: another machine"].position
    before = PROBLEM.reference_proof.partition("/-- The machine")[0]
    assert position is not None
    assert (position.line, position.column) == (before.count("\n") + 1, 0)


def test_the_axioms_of_a_proof_are_allowed_ones(verdicts: dict[str, Verdict]) -> None:
    for verdict in verdicts.values():
        if verdict.proved:
            assert set(verdict.axioms) <= ALLOWED_AXIOMS
        if verdict.rule == "sorry":
            assert "sorryAx" in verdict.axioms


def test_axioms_are_named(judge: Judge) -> None:
    lemmas = (
        "theorem a (p : Prop) (h : p) : p = True := propext ⟨fun _ => trivial, fun _ => h⟩\n"
        "theorem b : True := Classical.choice ⟨trivial⟩\n"
        "theorem c : Quot.mk (fun (_ _ : Nat) => True) 1 = Quot.mk _ 2 := Quot.sound trivial\n"
    )
    use = f"have := a True b\nhave := c\nexact {TERM}"
    verdict = judge.check_one(_task(lemmas + _by(use)))
    assert verdict.proved, _shown(verdict)
    assert verdict.axioms == sorted(ALLOWED_AXIOMS)


def test_the_compiler_is_not_trusted(judge: Judge) -> None:
    for config in ("+native", "(config := { native := true })"):
        text = f"{STATEMENT}  Machine.haltsAfter_of_check (by decide {config})\n"
        assert not judge.check_one(_task(text)).proved


def test_what_only_another_library_has(judge: Judge) -> None:
    verdict = judge.check_one(_task(f"import Mathlib\n{STATEMENT}  Mathlib.nothing\n"))
    assert verdict.status in {Status.WRONG, Status.MALFORMED}, _shown(verdict)


def test_depth_is_no_way_out(judge: Judge) -> None:
    verdict = judge.check_one(_task(f"{STATEMENT}  {'(' * 2000}x\n"))
    assert verdict.status is Status.WRONG, _shown(verdict)
    assert judge.check_one(_task(SHORT)).proved


class TestMessages:
    def test_say_where_and_what(self, judge: Judge) -> None:
        verdict = judge.check_one(_task(f"-- one line\n{STATEMENT}  Nat.no_such_thing\n"))
        (message,) = verdict.messages
        assert (message.severity, message.line, message.column) == ("error", 3, 2)
        assert "Nat.no_such_thing" in message.text

    def test_are_few_and_short(self, judge: Judge) -> None:
        mistakes = ", ".join([f"(by exact nothing_{i})" for i in range(30)])
        types = " ∧ ".join(["1 = 2"] * 30)
        verdict = judge.check_one(_task(f"theorem a : {types} := ⟨{mistakes}⟩\n"))
        assert len(verdict.messages) == 20
        assert {message.severity for message in verdict.messages} == {"error"}
        verdict = judge.check_one(_task(f"theorem a : 1 = 2 := nothing_{'x' * 5000}\n"))
        (message,) = verdict.messages
        assert len(message.text) == 2001
        assert message.text.endswith("xxx…")

    def test_errors_come_first(self, judge: Judge) -> None:
        text = "theorem a (unused : Nat) : (∀ x : Nat, True) ∧ 1 = 2 := ⟨fun x => trivial, no⟩\n"
        severities = [message.severity for message in judge.check_one(_task(text)).messages]
        assert severities[0] == "error"
        assert severities == sorted(severities)  # error, information, warning


@pytest.mark.parametrize("problem", DATASET, ids=lambda problem: problem.id)
def test_reference_proof(references: dict[str, Verdict], problem: Problem) -> None:
    verdict = references[problem.id]
    assert verdict.proved, _shown(verdict)
    assert set(verdict.axioms) <= ALLOWED_AXIOMS
    assert verdict.milliseconds.keys() == {
        "reference",
        "elaborate",
        "compare",
        "recheck",
        "total",
    }


@pytest.fixture(scope="module")
def references(judge: Judge) -> dict[str, Verdict]:
    tasks = [_task(problem.reference_proof, problem, problem.id) for problem in DATASET]
    return {verdict.name: verdict for verdict in judge.check_all(tasks)}


#: Numbers in a proof that make it wrong, by family.
MISTAKES = {
    "halts-leaving": (r"\(N := \d+\)", "(N := 0)"),
    "never-halts": (r"\(period := \d+\)", "(period := 0)"),
}


@pytest.mark.parametrize("family", list(MISTAKES))
def test_a_number_in_the_proof(judge: Judge, family: str) -> None:
    pattern, replacement = MISTAKES[family]
    problems = [problem for problem in DATASET if problem.family == family][::8]
    for problem in problems:
        candidate, count = re.subn(pattern, replacement, problem.reference_proof)
        assert count == 1
        verdict = judge.check_one(_task(candidate, problem))
        assert (verdict.status, verdict.rule) == (Status.WRONG, "elaboration"), _shown(verdict)


def test_a_number_in_the_statement(judge: Judge) -> None:
    for problem in [problem for problem in DATASET if problem.family != "never-halts"][::6]:
        for change in (-1, 1):
            candidate = re.sub(
                r"(machine\.Halts\w+ )(\d+)",
                lambda match, change=change: f"{match[1]}{int(match[2]) + change}",  # type: ignore[misc]
                problem.reference_proof,
            )
            assert candidate != problem.reference_proof
            verdict = judge.check_one(_task(candidate, problem))
            assert (verdict.status, verdict.rule) == (Status.WRONG, "statement-changed")


def test_the_proof_of_another_problem(judge: Judge) -> None:
    for problem, other in zip(list(DATASET)[::13], list(DATASET)[1::13], strict=False):
        proof = other.reference_proof.replace(other.theorem, problem.theorem)
        verdict = judge.check_one(_task(proof, problem))
        assert (verdict.status, verdict.rule) == (Status.WRONG, "statement-changed")


class TestIndependence:
    """What a candidate leaves behind."""

    def test_is_no_definition(self, judge: Judge) -> None:
        lemma = f"theorem helper : machine.HaltsAfter 6 := {TERM}\n"
        use = f"{STATEMENT}  helper\n"
        assert judge.check_one(_task(lemma + use)).proved
        verdict = judge.check_one(_task(use))
        assert (verdict.status, verdict.rule) == (Status.WRONG, "elaboration")
        assert judge.check_one(_task(f"theorem helper : True := trivial\n{SHORT}")).proved
        assert judge.check_one(_task(lemma + use)).proved

    @pytest.mark.parametrize(
        "first",
        [
            f"@[simp] theorem a : machine.HaltsAfter 6 = True := sorry\n{SHORT}",
            f"theorem foo_a : machine.HaltsAfter 6 := {TERM}\n"
            f"instance : Decidable (machine.HaltsAfter 6) := .isTrue foo_a\n{SHORT}",
            f"{SHORT}namespace A\nsection\nopen Nat\n",
            f"{SHORT}set_option maxRecDepth 10\n",
            f"{SHORT}variable (n : Nat) [Inhabited Empty]\n",
            f"axiom a : False\n{SHORT}",
            SHORT,
            "theorem",
        ],
    )
    def test_is_nothing_else(self, judge: Judge, first: str) -> None:
        judge.check_one(_task(first))
        for tactic in ("simp", "decide", "assumption", "infer_instance"):
            assert judge.check_one(_task(_by(tactic))).status is Status.WRONG
        assert judge.check_one(_task(SHORT)).proved
        assert judge.check_one(_task("-- nothing\n")).rule == "theorem-missing"

    def test_is_not_its_problem(self, judge: Judge) -> None:
        other = DATASET["2x2-halts-after-0RB1RZ_1LA1RB"]
        for _ in range(2):
            assert judge.check_one(_task(SHORT)).proved
            assert judge.check_one(_task(other.reference_proof, other)).proved
            assert not judge.check_one(_task(SHORT, other)).proved

    def test_is_not_a_problem_with_the_same_theorem(self, judge: Judge) -> None:
        def ask(claim: str) -> Status:
            reference = f"theorem t : {claim} := sorry\n"
            task = Task(name="n", theorem="t", reference=reference, candidate=proof)
            return judge.check_one(task).status

        proof = "theorem t : 1 + 1 = 2 := rfl\n"
        assert ask("1 + 1 = 2") is Status.PROVED
        assert ask("1 + 1 = 3") is Status.WRONG
        assert ask("1 + 1 = 2") is Status.PROVED

    def test_is_not_a_problem_that_begins_alike(self, judge: Judge) -> None:
        references = {
            "def x := 1\ntheorem t : x = 1 := sorry\n": True,
            "def x := 1\n\ntheorem t : x = 1 := sorry\n": True,
            "def x := 1\n/-- It is. -/ theorem t : x = 1 := sorry\n": True,
            "def x := 1\ndef y := 1\ntheorem t : x = 1 := sorry\n": True,
            "def x := 1\ndef y := 1\ntheorem t : y = 1 := sorry\n": True,
            "def x := 1\ndef y := 2\ntheorem t : y = 1 := sorry\n": False,
            "def x := 1\ndef y := x\n+ x\ntheorem t : y = 1 := sorry\n": False,
            "def x := 1\n+ 1\ntheorem t : x = 1 := sorry\n": False,
            "def x := 1\n.succ\ntheorem t : x = 1 := sorry\n": False,
            "def x := 12\ntheorem t : x = 1 := sorry\n": False,
            "def x := 2\ntheorem t : x = 1 := sorry\n": False,
            "def x := 1\nnamespace A\ndef x := 2\ntheorem _root_.t : x = 1 := sorry\n": False,
            "def x := 1\nnamespace A\ndef x := 2\nend A\ntheorem t : x = 1 := sorry\n": True,
            "import BBSynth\ndef x := 1\ntheorem t : x = 1 := sorry\n": True,
            "import BBSynth\ndef x := 1\nopen Nat\ntheorem t : succ 0 = x := sorry\n": True,
            "import BBSynth\ndef x := 1\ntheorem t : x = 2 := sorry\n": False,
        }
        order = 3 * list(references)
        random.Random(7).shuffle(order)
        for reference in order:
            candidate = reference.splitlines()[-1].replace("sorry", "rfl")
            task = Task(name="n", theorem="t", reference=reference, candidate=candidate)
            assert judge.check_one(task).proved == references[reference], reference

    def test_is_not_elaborated_twice(self, judge: Judge) -> None:
        slow = "theorem slow : ∀ a b : Fin 40, a + b = b + a := by decide\n"
        times = []
        for i in range(3):
            reference = f"{slow}\n/-- {i}. -/\ntheorem t : 1 + {i} = {i + 1} := sorry\n"
            candidate = f"theorem t : 1 + {i} = {i + 1} := rfl\n"
            task = Task(name="n", theorem="t", reference=reference, candidate=candidate)
            verdict = judge.check_one(task)
            assert verdict.proved, verdict
            times.append(verdict.milliseconds["reference"])
            # Others in between do not make it forget.
            for text in ("theorem t : 1 = 1", f"def x := {i}\ntheorem t : x = {i}"):
                other = Task(
                    name="o",
                    theorem="t",
                    reference=f"{text} := sorry\n",
                    candidate=text.splitlines()[-1] + " := rfl\n",
                )
                assert judge.check_one(other).proved
        assert times[0] > 10 * max(times[1:]), times

    def test_whatever_the_order(self, judge: Judge, verdicts: dict[str, Verdict]) -> None:
        names = list(TEXTS)
        random.Random(20).shuffle(names)
        for verdict in judge.check_all(_tasks(names[:60])):
            assert _essence(verdict) == _essence(verdicts[verdict.name])


@pytest.mark.parametrize(
    ("reference", "theorem"),
    [
        ("def x := 1\n", "t"),
        ("def t := 1\n", "t"),
        ("theorem t : 1 = 1 := sorry\n", "A.t"),
        ("namespace A\ntheorem t : 1 = 1 := sorry\nend A\n", "t"),
        ("theorem s : 1 = 2 := by decide\ntheorem t : 1 = 1 := sorry\n", "t"),
        ("theorem t : No.such := sorry\n", "t"),
        ("", "t"),
    ],
)
def test_a_problem_that_is_none_is_not_the_candidates_fault(
    judge: Judge, reference: str, theorem: str
) -> None:
    task = Task(
        name="n", theorem=theorem, reference=reference, candidate="theorem t : 1 = 1 := rfl"
    )
    verdict = judge.check_one(task)
    assert (verdict.status, verdict.rule) == (Status.HARNESS_ERROR, "reference")


def test_a_theorem_in_a_namespace_of_the_problem(judge: Judge) -> None:
    reference = "namespace A\ndef x := 1\ntheorem t : x = 1 := sorry\nend A\n"
    for candidate, proved in {
        "theorem t : x = 1 := rfl\n": True,
        "end A\ntheorem A.t : A.x = 1 := rfl\n": True,
        "end A\ntheorem t : A.x = 1 := rfl\n": False,
        "end A\nnamespace B\ndef x := 1\ntheorem _root_.A.t : x = 1 := rfl\n": False,
    }.items():
        task = Task(name="n", theorem="A.t", reference=reference, candidate=candidate)
        assert judge.check_one(task).proved == proved, candidate


@pytest.mark.parametrize("most", [None, 0, 2000, 1_000_000_000])
def test_work_is_limited(judge: Judge, most: int | None) -> None:
    assert judge.check_one(_task(SHORT)).proved
    # Lean tries to unfold two different runs until they meet, which they never do.
    hard = f"{STATEMENT}  Machine.haltsAfter_of_check (N := 7) (by decide +kernel)\n"
    option = "" if most is None else f"set_option maxHeartbeats {most} in\n"
    task = Task(
        name="n",
        theorem=NAME,
        reference=f"{PROBLEM.formal_statement}\n-- {most}\n",
        candidate=option + hard,
    )
    process = max(judge._pool._processes, key=lambda one: one.asked)
    reply = process.ask(task, Limits(heartbeats=2000))
    assert reply["status"] in {"wrong", "cheating"}, reply
    assert reply["milliseconds"]["elaborate"] < 10_000


def test_a_lean_that_is_killed_changes_no_verdict(judge: Judge) -> None:
    problems = list(DATASET)[::3]
    tasks = [_task(p.reference_proof, p, p.id) for p in problems]
    tasks[5] = _task(problems[5].formal_statement, problems[5], problems[5].id)
    tasks[20] = _task(f"axiom a : False\n{SHORT}", problems[20], problems[20].id)
    expected = [Status.PROVED] * len(tasks)
    expected[5], expected[20] = Status.WRONG, Status.CHEATING
    killed = set()
    found = []
    for verdict in judge.check_all(tasks):
        found.append(verdict)
        if len(found) == 10:
            killed = {process.pid for process in judge._pool._processes}
            for pid in killed:
                assert pid is not None
                os.kill(pid, signal.SIGKILL)
    assert [verdict.name for verdict in found] == [problem.id for problem in problems]
    assert [verdict.status for verdict in found] == expected
    # The one at work, and perhaps a spare one.
    assert 1 <= len(killed) <= 2
    assert {process.pid for process in judge._pool._processes}.isdisjoint(killed)
    assert not any(psutil.pid_exists(pid) for pid in killed if pid is not None)
