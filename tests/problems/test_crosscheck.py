from __future__ import annotations

import copy
import random
import re
from pathlib import Path

import msgspec
import pytest

from bbsynth.busy_beaver.families import general
from bbsynth.problems import Dataset, Problem
from bbsynth.problems.crosscheck import CrosscheckError, crosscheck, crosscheck_statements
from bbsynth.problems.rendering import render_problem
from tests.busy_beaver.families.checking import refused
from tests.problems.making import bare_examples, examples, problem

PLAIN = examples("halts-after", "halts-leaving", "never-halts")


@pytest.mark.parametrize(("family", "machine"), examples())
def test_right_problems_pass(family: str, machine: str) -> None:
    crosscheck(problem(family, machine))


@pytest.mark.parametrize(("family", "machine"), bare_examples())
def test_right_bare_problems_pass(family: str, machine: str) -> None:
    one = problem(family, machine, track="bare")
    crosscheck(one)
    assert "BBSynth" not in one.formal_statement + one.reference_proof
    assert refused(one, header="import BBSynth\n\nopen BBSynth\n", track="library")
    changed = one.formal_statement.replace("| .left => -1", "| .left => 1")
    assert refused(one, formal_statement=changed, header=one.header.replace("=> -1", "=> 1"))


@pytest.mark.parametrize(("family", "machine"), examples())
def test_a_title_must_not_say_anything_else(family: str, machine: str) -> None:
    one = problem(family, machine)
    title = one.informal_statement.partition("\n")[0]
    for other_title in ("# A machine that halts at once", title[:-1], title + ".", "# "):
        changed = one.informal_statement.replace(title, other_title, 1)
        assert refused(one, informal_statement=changed)


def test_a_whole_set_passes(two_by_two: Dataset) -> None:
    for one in two_by_two:
        crosscheck(one)


def other(character: str) -> str:
    """A character of the same kind."""
    if character.isdigit():
        return str((int(character) + 1) % 10)
    return {"L": "R", "R": "L", "A": "B"}.get(character, "A")


@pytest.mark.parametrize(
    ("family", "machine"), examples("halts-after", "halts-leaving", "never-halts")
)
def test_every_digit_and_capital_in_the_lean_statement_matters(family: str, machine: str) -> None:
    right = problem(family, machine)
    text = right.formal_statement
    for place, character in enumerate(text):
        if character.isdigit() or character.isupper():
            changed = text[:place] + other(character) + text[place + 1 :]
            assert refused(right, formal_statement=changed), changed


@pytest.mark.parametrize(
    ("family", "machine"), examples("halts-after", "halts-leaving", "never-halts")
)
def test_every_digit_in_the_markdown_statement_matters(family: str, machine: str) -> None:
    right = problem(family, machine)
    text = right.informal_statement
    places = [place for place, character in enumerate(text) if character.isdigit()]
    assert len(places) > 10
    for place in places:
        changed = text[:place] + other(text[place]) + text[place + 1 :]
        assert refused(right, informal_statement=changed), changed


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("move right, go to B | write 1, move left", "move left, go to B | write 1, move right"),
        ("| A | write 1, move right, go to B |", "| A | write 1, move right, go to A |"),
        ("write 1, move right, halt", "write 0, move right, halt"),
        ("write 1, move right, halt", "write 1, move right, go to A"),
        ("reads 0 | reads 1", "reads 1 | reads 0"),
        ("| B |", "| C |"),
        ("halts after exactly", "halts after at most"),
        ("halts after exactly 6 steps", "never halts"),
        ("the machine halts after", "the machine never halts after"),
        ("`1RB1LB_1LA1RZ`", "`1LB1RB_1RA1LZ`"),
        ("2 states, A and B", "2 states, B and A"),
        ("steps.\n", "steps.\n\nOr never.\n"),
    ],
)
def test_other_words_are_noticed(old: str, new: str) -> None:
    right = problem("halts-after", "1RB1LB_1LA1RZ")
    changed = right.informal_statement.replace(old, new)
    assert changed != right.informal_statement
    assert refused(right, informal_statement=changed)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("  | 0, 0 => ⟨1, .right, some 1⟩\n  | 0, 1 => ⟨1, .left, some 1⟩\n", ""),
        ("⟨1, .right, some 1⟩", "⟨1, .left, some 1⟩"),
        ("none⟩", "some 0⟩"),
        ("HaltsAfter 6", "HaltsLeaving 6"),
        ("HaltsAfter 6", "HaltsAfter 6 → True"),
        ("HaltsAfter 6", "HaltsAfter 06"),
        ("halts after exactly", "does not halt after exactly"),
        ("open BBSynth", "open BBSynth Machine"),
        ("theorem ", "axiom cheat : False\n\ntheorem "),
        ("sorry\n", "sorry\n\n#eval 1\n"),
    ],
)
def test_other_lean_is_noticed(old: str, new: str) -> None:
    right = problem("halts-after", "1RB1LB_1LA1RZ")
    changed = right.formal_statement.replace(old, new)
    assert changed != right.formal_statement
    assert refused(right, formal_statement=changed)


def consistently(right: Problem, old: str, new: str, **changes: object) -> Problem:
    """The same change in all texts."""
    return msgspec.structs.replace(
        right,
        formal_statement=right.formal_statement.replace(old, new),
        informal_statement=right.informal_statement.replace(old, new),
        reference_proof=right.reference_proof.replace(old, new),
        **changes,
    )


def test_a_false_claim_is_noticed_though_all_texts_agree() -> None:
    right = problem("halts-after", "1RB1LB_1LA1RZ")
    wrong = consistently(right, "exactly 6", "exactly 5", parameters={"steps": 5})
    wrong = consistently(
        wrong, "HaltsAfter 6", "HaltsAfter 5", certificate={"kind": "halts", "steps": 5}
    )
    with pytest.raises(CrosscheckError, match="has not halted after 5 steps"):
        crosscheck(wrong)


def test_a_wrong_number_of_cells_is_noticed_though_all_texts_agree() -> None:
    right = problem("halts-leaving", "1RB1LB_1LA1RZ")
    wrong = consistently(right, "exactly 4", "exactly 3", parameters={"non_blank": 3})
    wrong = consistently(wrong, "HaltsLeaving 4", "HaltsLeaving 3")
    with pytest.raises(CrosscheckError, match="leaves 4 cells that are not blank, not 3"):
        crosscheck(wrong)


def hidden(one: Problem) -> Problem:
    """As a release shows it where it shows no proofs."""
    metadata = {name: one.metadata[name] for name in ("schema", "bbsynth")}
    return msgspec.structs.replace(
        one, reference_proof=one.formal_statement, certificate=None, metadata=metadata
    )


def test_what_is_hidden_is_tested_as_far_as_a_run_tells(two_by_two: Dataset) -> None:
    for one in two_by_two:
        crosscheck_statements(hidden(one))


@pytest.mark.parametrize(
    ("family", "name", "said", "wrong", "message"),
    [
        ("halts-after", "steps", ("exactly 6", "HaltsAfter 6"), 5, "6 steps, the statement 5"),
        ("halts-after", "steps", ("exactly 6", "HaltsAfter 6"), 7, "6 steps, the statement 7"),
        ("halts-leaving", "non_blank", ("exactly 4", "HaltsLeaving 4"), 3, "leaves 4 cells"),
        ("visits", "cells", ("exactly 4", "VisitsExactly 4"), 5, "4 cells"),
    ],
)
def test_what_is_hidden_and_false_is_noticed(
    family: str, name: str, said: tuple[str, ...], wrong: int, message: str
) -> None:
    right = problem(family, "1RB1LB_1LA1RZ")
    changed = right
    for text in said:
        assert text in right.formal_statement + right.informal_statement
        changed = consistently(
            changed, text, f"{text[:-1]}{wrong}", parameters={**right.parameters, name: wrong}
        )
    with pytest.raises(CrosscheckError, match=message):
        crosscheck_statements(hidden(changed))


def test_a_fact_has_no_parameters() -> None:
    """There would be room for anything in them."""
    kind = general.FAMILY
    one = render_problem(kind.claims()[0])
    crosscheck(one)
    assert refused(one, parameters={"note": "the proof of another"})


def test_a_halting_time_of_a_machine_that_never_halts_is_noticed() -> None:
    """Where the certificate is hidden."""
    right = problem("halts-after", "1RB1LB_1LA1RZ")
    changed = copy.copy(right)
    for old, new in (
        ("1LA1RZ", "1LA1RB"),
        ("⟨1, .right, none⟩", "⟨1, .right, some 1⟩"),
        ("write 1, move right, halt", "write 1, move right, go to B"),
    ):
        for name in ("id", "theorem", "machine", "formal_statement", "informal_statement"):
            text = getattr(changed, name).replace(old, new)
            msgspec.structs.force_setattr(changed, name, text)
    msgspec.structs.force_setattr(changed, "reference_proof", changed.formal_statement)
    with pytest.raises(CrosscheckError, match="has not halted after 6 steps"):
        crosscheck_statements(hidden(changed))


@pytest.mark.parametrize("machine", ["1RB0RB_0LA0LB", "1RB---_1RA---", "0RB0LB---_1LA1RB---"])
def test_a_wrong_certificate_is_noticed(machine: str) -> None:
    right = problem("never-halts", machine)
    assert right.certificate is not None
    for name in ("period", "shift"):
        if name in right.certificate:
            changed = right.certificate | {name: int(right.certificate[name]) + 1}
            assert refused(right, certificate=changed), changed
    assert refused(right, certificate=None)
    assert refused(right, certificate={"start": 0})


@pytest.mark.parametrize(
    "change",
    [
        {"machine": "1RB1RZ_1LA1LB"},
        {"states": 3},
        {"symbols": 3},
        {"id": "2x2-halts-after-1RB1LB_1LA1LZ"},
        {"parameters": {"steps": 7}},
        {"parameters": {}},
        {"family": "halts-leaving"},
    ],
)
def test_fields_that_disagree_with_the_texts_are_noticed(change: dict[str, object]) -> None:
    right = problem("halts-after", "1RB1LB_1LA1RZ")
    assert refused(right, **change)


@pytest.mark.parametrize(
    ("name", "machine", "track"),
    [
        ("halts-within", "1RB1LC_1RC1RB_1LA---", "library"),
        ("runs-for", "1RB1LC_1RC1RB_1LA---", "bare"),
        ("never-uses", "1RB---_1RA---", "library"),
        ("stays-within", "1RB0RB_0LA0LB", "library"),
        ("decide-it", "1RB1LC_1RC1RB_1LA---", "library"),
        ("refute", "1RB1LC_1RC1RB_1LA---", "bare"),
        ("halts-after", "1RB1LB_1LA1RZ", "library"),
    ],
)
def test_a_name_that_says_something_else_is_noticed(name: str, machine: str, track: str) -> None:
    """Even where all the places that a name stands in agree."""
    right = problem(name, machine, track=track)
    size, _, _ = right.id.partition("-")
    label = right.id.removeprefix(f"{size}-{name}-")
    for wrong in (f"7-{label}", label.replace(label[0], "9", 1)):
        other = f"{name}-{wrong}".replace("-", "_")
        changed = {
            key: getattr(right, key).replace(right.theorem, other)
            for key in ("theorem", "header", "formal_statement", "reference_proof")
        }
        changed["id"] = f"{size}-{name}-{wrong}"
        assert refused(right, **changed), wrong


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("HaltsAfter 6", "HaltsAfter 7"),
        ("⟨1, .left, some 0⟩", "⟨0, .left, some 0⟩"),
        ("Machine.haltsAfter_of_check (by decide +kernel)", "by sorry"),
        ("by decide +kernel", "by native_decide"),
    ],
)
def test_proofs_of_something_else_are_noticed(old: str, new: str) -> None:
    right = problem("halts-after", "1RB1LB_1LA1RZ")
    changed = right.reference_proof.replace(old, new)
    assert changed != right.reference_proof
    assert refused(right, reference_proof=changed)


SMALL = [
    *Dataset.open(Path(__file__).parents[2] / "generated" / "small"),
    *(render_problem(fact) for fact in general.FAMILY.claims()[:1]),
]


@pytest.mark.parametrize("one", SMALL, ids=lambda one: one.id)
def test_every_word_of_the_conventions_counts(one: Problem) -> None:
    """And those about the table and the notation."""
    before, rest = one.informal_statement.split("\n\n", 1)
    middle, claim = rest.rsplit("\n\n## To prove", 1)
    places = [match.start() for match in re.finditer(r"(?<=[a-z]) (?=[a-z])", middle)]
    assert len(places) > 100
    for place in random.Random(one.id).sample(places, 25):
        changed = f"{before}\n\n{middle[:place]} not{middle[place:]}\n\n## To prove{claim}"
        with pytest.raises(CrosscheckError):
            crosscheck(msgspec.structs.replace(one, informal_statement=changed))
    paragraphs = middle.split("\n- **")
    for i in range(1, len(paragraphs)):
        less = "\n- **".join(paragraphs[:i] + paragraphs[i + 1 :])
        with pytest.raises(CrosscheckError):
            crosscheck(
                msgspec.structs.replace(
                    one, informal_statement=f"{before}\n\n{less}\n\n## To prove{claim}"
                )
            )
