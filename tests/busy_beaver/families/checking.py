"""What is tested of every family."""

from __future__ import annotations

import copy
import re

import msgspec

from bbsynth.busy_beaver.readback import read_notation
from bbsynth.problems.crosscheck import CrosscheckError, crosscheck
from bbsynth.problems.problem import Problem
from bbsynth.problems.registry import family
from tests.problems.making import problem


def refused(right: Problem, **changes: object) -> bool:
    """Whether the check stops the problem with some fields changed."""
    changed = copy.copy(right)
    for name, value in changes.items():
        # Without the validation that a new problem goes through, which is another line of defence.
        msgspec.structs.force_setattr(changed, name, value)
    try:
        crosscheck(changed)
    except CrosscheckError:
        return True
    return False


def other_numbers(text: str) -> list[str]:
    """The text with one of its numbers changed, in all ways: one more, one less, other sign."""
    changed = []
    for match in re.finditer(r"(?<![\w-])-?[0-9]+(?![\w])", text):
        for number in {int(match[0]) + 1, abs(int(match[0]) - 1), -int(match[0])} - {int(match[0])}:
            changed.append(f"{text[: match.start()]}{number}{text[match.end() :]}")
    return changed


def claim_in_lean(one: Problem) -> tuple[str, str, str]:
    """The formal statement up to what it claims, that, and the rest."""
    before, name, rest = one.formal_statement.rpartition(f"theorem {one.theorem} : ")
    statement, by, rest = rest.partition(" := by")
    return before + name, statement, by + rest


def check_mutations(one: Problem) -> int:
    """Check that no number in what is claimed can be changed in one text, and count the tries."""
    tries = 0
    before, statement, after = claim_in_lean(one)
    for changed in other_numbers(statement):
        assert refused(one, formal_statement=before + changed + after), changed
        tries += 1
    head, mark, sentence = one.informal_statement.rpartition("\n\n")
    for changed in other_numbers(sentence):
        assert refused(one, informal_statement=head + mark + changed), changed
        tries += 1
    return tries


def check_wrong_claims(one: Problem, *, may_hold: tuple[str, ...] = ()) -> int:
    """Check that a parameter changed in all texts alike is found to be wrong, and count the tries.

    It goes through the simulator alone. Parameters in `may_hold` can have other values as well.
    """
    kind = family(one.family)
    tries = 0
    match = kind.proposition.fullmatch(claim_in_lean(one)[1])
    assert match is not None
    right = kind.read(match.groupdict())
    assert right == one.parameters
    table = read_notation(one.machine)
    assert kind.verify(table, right, one.certificate or {}) is None
    for name, value in right.items():
        if isinstance(value, int) and name not in may_hold:
            for wrong in (value + 1, value - 1):
                changed = {**right, name: wrong}
                assert kind.verify(table, changed, one.certificate or {}) is not None, changed
                tries += 1
    return tries


def check_phrasings(name: str, machine: str) -> None:
    """Check that every way of putting the claim comes up, and is read back."""
    seen: dict[int, str] = {}
    for seed in range(60):
        one = problem(name, machine, seed=seed)
        crosscheck(one)
        phrasing = one.metadata["phrasing"]
        sentence = one.informal_statement.rpartition("\n\n")[2].strip()
        matches = [bool(pattern.fullmatch(sentence)) for pattern in family(name).sentences]
        assert [place for place, good in enumerate(matches) if good] == [phrasing]
        seen[phrasing] = sentence
    assert sorted(seen) == list(range(len(family(name).sentences)))
    assert len(set(seen.values())) == len(seen)
