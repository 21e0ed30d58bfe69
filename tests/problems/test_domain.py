"""A domain is a seam: a second one is generated, checked, judged, evaluated and released."""

from __future__ import annotations

import ast
import dataclasses
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from bbsynth._common.workers import Workers
from bbsynth.cli import main
from bbsynth.errors import UsageError
from bbsynth.evaluation import Style, evaluate, figures, make_prompt, render_page
from bbsynth.judge import Judge
from bbsynth.problems import Dataset
from bbsynth.problems.crosscheck import CrosscheckError, crosscheck, crosscheck_statements
from bbsynth.problems.gallery import page
from bbsynth.problems.generation import generate
from bbsynth.problems.problem import Problem
from bbsynth.problems.registry import domain, domain_names, domain_of, family, find_family, register
from bbsynth.problems.rendering import render_problem
from bbsynth.release import PrivateSeed, build_release
from bbsynth.release.verify import verify_release
from tests.problems.sums.domain import FAMILIES, Sum
from tests.release.making import SEED, contents

PACKAGE = Path(__file__).parents[2] / "bbsynth"


@pytest.fixture(scope="module", autouse=True)
def _registered() -> None:
    register("sums", "tests.problems.sums.domain:Sums")


@pytest.fixture(scope="module")
def sums(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    folder = tmp_path_factory.mktemp("sums")
    generate(domain("sums").options(largest=4), folder)
    return Dataset.open(folder)


@pytest.fixture
def question(sums: Dataset) -> Problem:
    """A sum that is wrong."""
    return next(one for one in sums if one.stratum == "equal-false")


def test_a_dataset(sums: Dataset) -> None:
    assert len(sums) == 2 * 5 * 5
    one = sums["sums-sum-is-2-and-3-bare"]
    assert one.theorem == "sum_is_2_and_3_bare"
    assert one.machine == "2+3"
    assert one.formal_statement.endswith(": 2 + 3 = 5 := by\n  sorry\n")
    manifest = json.loads((sums.path.parent / "manifest.json").read_text())
    assert manifest["options"]["domain"] == "sums"
    assert manifest["numbers"] == 5
    text = (sums.path.parent / "README.md").read_text()
    assert text.startswith("# Problems about sums\n")
    for problem in sums:
        crosscheck(problem)
        crosscheck_statements(problem)


def test_a_sample_has_no_sum_twice(tmp_path: Path) -> None:
    options = domain("sums").options(largest=9, families=["sum-is"], limit=20)
    generate(options, tmp_path / "sample")
    chosen = [one.machine.split("+") for one in Dataset.open(tmp_path / "sample")]
    assert len({tuple(sorted(pair)) for pair in chosen}) == len(chosen) == 20


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("2 + 3 = 5", "2 + 3 = 6", "parameters in Lean"),
        ("2 + 3 = 5", "3 + 2 = 5", "there are 3.2, 2.3"),
        ("numbers, 2", "numbers, 1", "there are 2.3, 1.3"),
        ("is 5", "is 6", "parameters in the Lean comment"),
        ("base ten", "base two", "conventions"),
        ("# A sum", "# Sums", "title"),
        ("core Lean", "core", "header"),
    ],
)
def test_what_is_not_as_it_should_be(old: str, new: str, message: str) -> None:
    right = made("sum-is", 2, 3)
    texts = {
        name: getattr(right, name).replace(old, new)
        for name in ("header", "formal_statement", "informal_statement", "reference_proof")
    }
    with pytest.raises(CrosscheckError, match=message):
        crosscheck(msgspec.structs.replace(right, **texts))


def test_what_is_false() -> None:
    claim = FAMILIES["sum-is"].claim(Sum(2, 3), 0)
    wrong = dataclasses.replace(claim, parameters={"left": 2, "right": 3, "total": 6})
    for check in (crosscheck, crosscheck_statements):
        with pytest.raises(CrosscheckError, match="the sum is not right"):
            check(render_problem(wrong))


def made(name: str, left: int, right: int, *, holds: bool | None = None) -> Problem:
    for seed in range(100):
        claim = FAMILIES[name].claim(Sum(left, right), seed)
        if holds is None or claim.certificate.get("holds") == holds:
            return render_problem(claim)
    raise AssertionError(name)


def test_workers_know_it(tmp_path: Path) -> None:
    """They are fresh processes; all claims are found there, and put into words."""
    options = domain("sums").options(largest=10)
    with Workers(2) as workers:
        generate(options, tmp_path / "two", workers=workers)
    generate(options, tmp_path / "one")
    assert contents(tmp_path / "two") == contents(tmp_path / "one")


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "sums"
    assert run("generate", "--domain", "sums", "--largest", "2", "--out", str(out)) == 0
    assert "Numbers" in capsys.readouterr().out
    assert len(Dataset.open(out)) == 18
    assert run("generate", "--domain=sums", "--help") == 0
    text = capsys.readouterr().out
    assert "--largest" in text
    assert "sum-or-not" in text
    assert "  --states" not in text
    assert run("generate", "--domain", "sums", "--states", "2", "--out", str(out)) == 2
    assert run("generate", "--largest", "2", "--out", str(out)) == 2
    assert run("generate", "--domain", "cubes") == 2
    assert "no domain is called 'cubes'; there are busy-beaver, " in capsys.readouterr().err


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as caught:
        sys.exit(main(list(arguments)))
    return int(caught.value.code or 0)


def test_prompts_and_pages(sums: Dataset, question: Problem) -> None:
    prompt = make_prompt(question, Style.parse("both+sheet+shots1+plan"), pool=sums.problems)
    assert "Prove a theorem about a sum of two numbers in Lean 4" in prompt.text
    assert prompt.messages[0].content.endswith("Lean 4 and in arithmetic.")
    assert f"not_{question.theorem}" in prompt.text
    assert "machine" not in prompt.text
    assert "> Prove or refute: the sum of 1 and 1 is" in page(domain("sums"))


def test_the_judge(judge: Judge, question: Problem) -> None:
    right = made("sum-is", 2, 3)
    assert judge.check(right, right.reference_proof).proved
    assert judge.check(right, "by rfl").proved
    assert not judge.check(right, "by sorry").proved
    true = made("sum-or-not", 2, 3, holds=True)
    assert judge.check(true, "by decide").proved
    assert judge.check(question, question.reference_proof).proved
    assert not judge.check(question, "by decide").proved


def test_an_evaluation(judge: Judge, tmp_path: Path) -> None:
    few = [made("sum-is", 1, 2), made("sum-is", 2, 2), made("sum-or-not", 1, 2, holds=False)]
    answers = tmp_path / "answers.jsonl"
    said = {few[0].id: ["by rfl", "by sorry"], few[1].id: ["by omega", "by decide"]}
    lines = [
        {"problem_id": one.id, "sample": place, "completion": f"```lean\n{text}\n```"}
        for one in few
        for place, text in enumerate(said.get(one.id, ["by decide", "by rfl"]))
    ]
    answers.write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    outcome = evaluate(few, f"recorded:{answers}", out=tmp_path / "run", judge=judge, samples=2)
    assert outcome.complete
    summary = figures(outcome)
    (arm,) = summary.arms
    assert arm.result.c.tolist() == [1, 2, 0]
    assert arm.curve.mean.tolist() == pytest.approx([0.5, 2 / 3])
    assert few[2].id in render_page(summary)


CONFIGURATION = b"""
name = "sums"
version = "1.0.0"
title = "sums: theorems about numbers"
date = "2026-11-23"
canary = "0d3e51c5-3df6-4d6d-9b62-8f1a3bb5c0f4"
seed = 1
public_proofs = ["train"]

[splits]
train = 0.5
test = 0.5

[[sources]]
domain = "sums"
largest = 6
size = 10
held_out = 3
"""


def test_a_release(judge: Judge, tmp_path: Path) -> None:
    out, private = tmp_path / "sums", tmp_path / "private"
    seed = PrivateSeed(SEED)
    summary = build_release(CONFIGURATION, out, judge=judge, seed=seed, private=private)
    assert sum(summary.rows.values()) == 10
    report = verify_release(out, private=private, seed=seed, rebuild=True, proofs=None, judge=judge)
    assert [(one.check, one.what) for one in report.findings] == []
    card = (out / "README.md").read_text()
    assert "10 theorems about small sums." in card
    assert "achine" not in card.partition("\n# ")[2].partition("## Files")[0]
    problems = Dataset.open(out).problems
    keys = {}
    for one in problems:
        for key in domain_of(one.family).keys(one.family, one.machine, one.parameters):
            assert keys.setdefault(key, one.metadata["split"]) == one.metadata["split"]


def test_options_of_a_source_are_those_of_its_domain(judge: Judge, tmp_path: Path) -> None:
    text = CONFIGURATION.replace(b"largest = 6", b"states = 2")
    with pytest.raises(UsageError, match="no key 'states' in sources number 1"):
        build_release(text, tmp_path / "out", judge=judge)


def test_names() -> None:
    assert domain_names()[0] == "busy-beaver"
    assert "sums" in domain_names()
    assert family("sum-is").title == "A sum"
    assert domain_of("sum-is").name == "sums"
    assert domain_of("halts").name == domain_of("unheard-of").name == "busy-beaver"
    assert find_family("unheard-of") is None
    with pytest.raises(UsageError, match=r"no family is called 'unheard-of'; there are .*sum-is"):
        family("unheard-of")


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A package with entry points, installed somewhere."""
    info = tmp_path / "other-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: other\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(
        "[bbsynth.domains]\nother = other_sums:Other\ngone = no_such_module:Gone\n"
        "misnamed = other_sums:Other\n"
    )
    (tmp_path / "other_sums.py").write_text(
        "from tests.problems.sums.domain import Sums\n\n\nclass Other(Sums):\n    name = 'other'\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    yield tmp_path
    domain.cache_clear()
    find_family.cache_clear()


@pytest.mark.usefixtures("installed")
def test_installed_packages_bring_domains() -> None:
    assert domain("other").name == "other"
    assert {"gone", "misnamed", "other"} <= set(domain_names())
    with pytest.raises(UsageError, match="gone cannot be imported from no_such_module:Gone"):
        domain("gone")
    with pytest.raises(UsageError, match="is called 'other', and not 'misnamed'"):
        domain("misnamed")


GENERAL = (
    *("_common", "contamination", "embedded_lean", "evaluation", "judge", "lean", "problems"),
    *("release", "sandbox"),
)


def imported(path: Path) -> Iterator[str]:
    """The modules that a file names in imports, relative ones too, and in strings."""
    package = ".".join(path.relative_to(PACKAGE.parent).parent.parts)
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1]
            base = ".".join([*above, *filter(None, [node.module])] if node.level else [node.module])
            yield from (f"{base}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_general_rooms_know_no_machines() -> None:
    """The registry alone names a domain, and as a text; another one could stand in its place."""
    naming = {
        str(path.relative_to(PACKAGE))
        for room in GENERAL
        for path in (PACKAGE / room).rglob("*.py")
        if any(name.startswith("bbsynth.busy_beaver") for name in imported(path))
    }
    assert naming == {"problems/registry.py"}
