"""Exports of proofs, read and held against the problem."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bbsynth.judge.export import (
    AXIOMS,
    Constant,
    DamagedExport,
    UnknownFormat,
    compare,
    read_export,
)
from tests.judge.exporting import Writer, theorem


def compared(tmp_path: Path, proof: Writer, problem: Writer) -> str | None:
    return compare(
        read_export(proof.write(tmp_path / "proof")),
        read_export(problem.write(tmp_path / "problem")),
        "t",
    )


class TestCompare:
    def test_a_proof_of_the_problem(self, tmp_path: Path) -> None:
        proof = theorem(axioms=AXIOMS)
        proof.declare("thm", "t.helper", proof.constant("Claim"))
        assert compared(tmp_path, proof, theorem(axioms=("sorryAx",))) is None

    @pytest.mark.parametrize(
        ("proof", "fault"),
        [
            (theorem(states="Other"), "t is another one than that of the problem"),
            (theorem(means="two"), "Claim is another one than that of the problem"),
            (theorem(axioms=("mine",)), "it rests on the axiom mine"),
            (theorem(axioms=("sorryAx",)), "it rests on the axiom sorryAx"),
            (theorem("other"), "no theorem t in what was exported of the proof"),
            (Writer(), "no theorem t in what was exported of the proof"),
        ],
    )
    def test_others(self, tmp_path: Path, proof: Writer, fault: str) -> None:
        assert compared(tmp_path, proof, theorem()) == fault

    @pytest.mark.parametrize("kind", ["axiom", "opaque", "def"])
    def test_what_is_no_theorem(self, tmp_path: Path, kind: str) -> None:
        proof = Writer()
        prop = proof.expression(sort=0)
        proof.declare(kind, "t", prop, value=prop, safety="safe", isUnsafe=False)
        assert compared(tmp_path, proof, theorem()) == (
            "no theorem t in what was exported of the proof"
        )

    def test_a_problem_without_the_theorem(self, tmp_path: Path) -> None:
        assert compared(tmp_path, theorem(), theorem("other")) == (
            "no theorem t in what was exported of the problem"
        )

    def test_an_allowed_axiom_that_says_something_else(self, tmp_path: Path) -> None:
        proof, problem = theorem(), theorem(axioms=("propext",))
        proof.declare("axiom", "propext", proof.constant("Claim"), isUnsafe=False)
        assert compared(tmp_path, proof, problem) == (
            "propext is another one than that of the problem"
        )

    def test_another_addition(self, tmp_path: Path) -> None:
        exports = []
        for value in ("1", "2"):
            writer = theorem()
            number = writer.expression(natVal=value)
            exports.append(writer.declare("def", "Nat.add", number, value=number, safety="safe"))
        assert compared(tmp_path, *exports) == "Nat.add is another one than that of the problem"

    def test_a_proof_of_a_lemma_does_not_matter(self, tmp_path: Path) -> None:
        exports = []
        for value in ("1", "2"):
            writer = theorem()
            exports.append(
                writer.declare(
                    "thm", "lemma", writer.constant("Claim"), value=writer.expression(natVal=value)
                )
            )
        assert compared(tmp_path, *exports) is None


def declared(tmp_path: Path, make: Callable[[Writer], int]) -> Constant:
    writer = Writer()
    writer.declare("axiom", "a", make(writer), isUnsafe=False)
    return read_export(writer.write(tmp_path / "export")).constants["a"]


def nested(writer: Writer) -> tuple[int, int]:
    return writer.expression(bvar=0), writer.expression(bvar=1)


def binder(kind: str, name: str, *, swapped: bool = False) -> Callable[[Writer], int]:
    def make(writer: Writer) -> int:
        type_, body = reversed(nested(writer)) if swapped else nested(writer)
        value = {"name": writer.name(name), "type": type_, "body": body, "binderInfo": "default"}
        return writer.expression(**{kind: value})

    return make


def application(first: int, second: int) -> Callable[[Writer], int]:
    def make(writer: Writer) -> int:
        parts = nested(writer)
        return writer.expression(app={"fn": parts[first], "arg": parts[second]})

    return make


def binding(order: tuple[int, int, int]) -> Callable[[Writer], int]:
    def make(writer: Writer) -> int:
        parts = (*nested(writer), writer.expression(bvar=2))
        type_, value, body = (parts[place] for place in order)
        entry = {"name": 0, "type": type_, "value": value, "body": body, "nondep": False}
        return writer.expression(letE=entry)

    return make


def projection(name: str, place: int) -> Callable[[Writer], int]:
    return lambda writer: writer.expression(
        proj={"typeName": writer.name(name), "idx": place, "struct": nested(writer)[0]}
    )


def leveled(make: Callable[[Writer], int]) -> Callable[[Writer], int]:
    return lambda writer: writer.expression(sort=make(writer))


DIFFERENT: list[Callable[[Writer], int]] = [
    lambda w: w.expression(bvar=0),
    lambda w: w.expression(bvar=1),
    lambda w: w.expression(natVal="0"),
    lambda w: w.expression(strVal="0"),
    lambda w: w.expression(strVal="1"),
    leveled(lambda w: 0),
    leveled(lambda w: w.level(succ=0)),
    leveled(lambda w: w.level(succ=w.level(succ=0))),
    leveled(lambda w: w.level(max=[0, w.level(succ=0)])),
    leveled(lambda w: w.level(imax=[0, w.level(succ=0)])),
    leveled(lambda w: w.level(imax=[w.level(succ=0), 0])),
    leveled(lambda w: w.level(param=w.name("u"))),
    leveled(lambda w: w.level(param=w.name("v"))),
    lambda w: w.constant("c"),
    lambda w: w.constant("d"),
    lambda w: w.constant("c", 0),
    lambda w: w.constant("c", w.level(succ=0)),
    lambda w: w.expression(const={"name": w.name("c", 1), "us": []}),
    lambda w: w.expression(const={"name": w.name("c", "1"), "us": []}),
    lambda w: w.expression(const={"name": w.name("c", "#1"), "us": []}),
    lambda w: w.expression(const={"name": w.name("c.1"), "us": []}),
    application(0, 1),
    application(1, 0),
    binder("lam", "x"),
    binder("lam", "x", swapped=True),
    binder("forallE", "x"),
    binder("forallE", "x", swapped=True),
    binding((0, 1, 2)),
    binding((1, 0, 2)),
    binding((0, 2, 1)),
    projection("S", 0),
    projection("S", 1),
    projection("T", 0),
]


def test_whatever_differs_is_told_apart(tmp_path: Path) -> None:
    digests = [declared(tmp_path, make).digest for make in DIFFERENT]
    assert len(set(digests)) == len(DIFFERENT)


def test_names_of_variables_and_notes_do_not_matter(tmp_path: Path) -> None:
    assert declared(tmp_path, binder("lam", "x")) == declared(tmp_path, binder("lam", "y"))

    def noted(writer: Writer) -> int:
        return writer.expression(mdata={"expr": nested(writer)[1], "data": {"note": "1"}})

    assert declared(tmp_path, noted) == declared(tmp_path, lambda w: w.expression(bvar=1))


names = st.lists(st.one_of(st.text(), st.integers(0, 9)), min_size=1, max_size=3)


@given(names, names)
def test_no_two_names_look_alike(first: list[str | int], second: list[str | int]) -> None:
    from bbsynth.judge.export import _Reader

    reader, writer = _Reader(), Writer()
    numbers = writer.name(*first), writer.name(*second)
    for line in writer.lines[1:]:
        reader.read(line)
    assert (reader.names.at(numbers[0]) == reader.names.at(numbers[1])) == (first == second)


def inductive(**change: Any) -> Writer:
    writer = Writer()
    type_ = writer.expression(sort=0)
    one = {"name": writer.name("T"), "levelParams": [], "type": type_, "isUnsafe": False}
    maker = {"name": writer.name("T", "mk"), "levelParams": [], "type": writer.constant("T")}
    recursor = {"name": writer.name("T", "rec"), "levelParams": [], "type": type_}
    types = [one | {"numParams": 0} | change]
    writer.lines.append({"inductive": {"types": types, "ctors": [maker], "recs": [recursor]}})
    return writer


def test_an_inductive_type_is_one_with_its_constructors(tmp_path: Path) -> None:
    constants = read_export(inductive().write(tmp_path / "one")).constants
    assert set(constants) == {"T", "T.mk", "T.rec"}
    assert len(set(constants.values())) == 1
    others = read_export(inductive(numParams=1).write(tmp_path / "other")).constants
    assert others["T.mk"] != constants["T.mk"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "its first line is ''"),
        ("2.0.0\n1 #NS 0 Nat\n", "its first line is '2.0.0'"),
        ('{"meta": {"format": 3}}\n', "its first line is "),
        ("[1]\n", "its first line is "),
        ("\udc80\udcff", "its first line is "),
        (Writer("3.0.0").text(), "it is in version 3.0.0 of the format"),
        (Writer("3.10.0").text(), "it is in version 3.10.0 of the format"),
        (Writer("4.0.0").text(), "it is in version 4.0.0 of the format"),
    ],
)
def test_other_formats(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "export"
    path.write_bytes(text.encode("utf-8", errors="surrogateescape"))
    with pytest.raises(UnknownFormat) as caught:
        read_export(path)
    assert str(caught.value).startswith(reason)


@pytest.mark.parametrize(
    "line",
    [
        "garbage",
        "",
        "{}",
        "[]",
        '{"in":7,"str":{"pre":0,"str":"gap"}}',
        '{"in":1,"str":{"pre":5,"str":"unknown"}}',
        '{"in":1,"str":{"pre":-1,"str":"negative"}}',
        '{"in":1,"str":{"pre":0}}',
        '{"il":1,"succ":1}',
        '{"ie":0,"sort":9}',
        '{"ie":0,"wonder":1}',
        '{"ie":0,"bvar":"x"}',
        '{"ie":0,"bvar":0,"natVal":"0"}',
        '{"miracle":{"name":0}}',
        '{"thm":{"name":0,"levelParams":[],"type":0}}',
        '{"axiom":{"name":0}',
        '{"thm":1}',
        '{"thm":{},"axiom":{}}',
    ],
)
def test_damage_has_a_line(tmp_path: Path, line: str) -> None:
    path = tmp_path / "export"
    path.write_text(Writer().text() + line + "\n")
    with pytest.raises(DamagedExport, match=r"^line 2: "):
        read_export(path)


def test_nothing_is_declared_twice(tmp_path: Path) -> None:
    writer = theorem()
    writer.declare("thm", "t", writer.constant("Claim"))
    with pytest.raises(DamagedExport, match=r"^line \d+: t is declared twice$"):
        read_export(writer.write(tmp_path / "export"))
