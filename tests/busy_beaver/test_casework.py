from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from bbsynth.busy_beaver import reference
from bbsynth.busy_beaver.casework import Case, cases
from bbsynth.busy_beaver.deciders import decide_tree
from bbsynth.busy_beaver.families.completions import FAMILY
from bbsynth.busy_beaver.machines import HALT, Direction, Machine, Transition, state_name
from bbsynth.busy_beaver.readback import read_notation

Rows = list[list[Transition | None]]


def filled(rows: Rows, case: Case, entry: str) -> Rows:
    changed = [list(row) for row in rows]
    following = HALT if entry[2] == "Z" else ord(entry[2]) - ord("A")
    move = Direction.RIGHT if entry[1] == "R" else Direction.LEFT
    state = next(q for q in range(len(rows)) if state_name(q) == case.state)
    assert changed[state][case.symbol] is None
    changed[state][case.symbol] = Transition(int(entry[0]), move, following)
    return changed


def leaves(rows: Rows, case: Case, bound: int) -> Iterator[tuple[Rows, str]]:
    """Every way to fill in what is asked for, and what is said of it."""
    machine = Machine(tuple(map(tuple, rows)))
    tape = reference.Tape(read_notation(str(machine), partial=True))
    tape.run(case.steps)
    assert (tape.state, tape.read(tape.head)) == (ord(case.state) - ord("A"), case.symbol)
    n_states, n_symbols = len(rows), len(rows[0])
    ways = [entry for entries, _, _ in case.outcomes for entry in entries]
    assert len(ways) == len(set(ways)) == 2 * n_symbols * (n_states + 1)
    for entries, text, following in case.outcomes:
        for entry in entries:
            changed = filled(rows, case, entry)
            if following is None:
                yield changed, text
            else:
                assert text == ""
                yield from leaves(changed, following, bound)


def check(rows: Rows, text: str, bound: int) -> str:
    """Run the machine and see that it does what is said of it; return what that is."""
    table = read_notation(str(Machine(tuple(map(tuple, rows)))), partial=True)
    halts = re.fullmatch(r"(?:it|the machine) halts after ([0-9]+) steps?", text)
    if halts is not None:
        assert int(halts[1]) <= bound
        assert reference.check_halts_after(table, int(halts[1])) is None
        return "halts"
    assert text.startswith("it never halts: ")
    assert reference.check_runs_on(table, 10 * bound + 100) is None
    equal = re.search(r"after ([0-9]+) and ([0-9]+) steps are equal", text)
    if equal is not None:
        tape = reference.Tape(table)
        tape.run(int(equal[1]))
        before = tape.configuration()
        tape.run(int(equal[2]) - int(equal[1]))
        assert tape.configuration() == before
        return "cycler"
    again = re.search(
        r"from step ([0-9]+) .* from step ([0-9]+) on, ([0-9]+) cells? .* (\w+),", text
    )
    if again is not None:
        start, then, shift = int(again[1]), int(again[2]), int(again[3])
        sign = 1 if again[4] == "right" else -1
        heads = []
        tape = reference.Tape(table)
        for _ in range(then + 20 * (then - start)):
            heads.append((tape.state, tape.head, tape.read(tape.head)))
            tape.step()
        moved = [(q, head + sign * shift, symbol) for q, head, symbol in heads[start:]]
        assert heads[then:] == moved[: len(heads) - then]
        return "translated"
    return "closed"


@pytest.mark.parametrize(
    ("partial", "bound", "kinds"),
    [
        ("1RB1LB_1LA---", 6, {"halts", "cycler", "translated"}),
        ("1RB---_1LB0RC_1LC1LA", 21, {"halts", "cycler", "translated"}),
        ("0RB---_1LC---_0RC1RB", 8, {"halts", "cycler", "translated"}),
    ],
)
def test_all_that_is_said_of_a_machine_is_so(partial: str, bound: int, kinds: set[str]) -> None:
    rows: Rows = [list(row) for row in Machine.parse(partial).transitions]
    seen = {check(one, text, bound) for one, text in leaves(rows, cases(partial), bound)}
    assert kinds <= seen


def test_all_partial_machines_with_two_states() -> None:
    claims = [one for decision in decide_tree(2, 2) if (one := FAMILY.claim(decision)) is not None]
    for one in claims:
        bound = one.parameters["bound"]
        assert isinstance(bound, int)
        assert one.subject is not None
        rows: Rows = [list(row) for row in one.subject.transitions]
        found = list(leaves(rows, cases(str(one.subject)), bound))
        longest = [text for _, text in found if f"halts after {bound} step" in text]
        assert longest != []
        for machine, text in found:
            check(machine, text, bound)


def test_a_machine_that_does_not_come_to_a_missing_transition() -> None:
    with pytest.raises(ValueError, match="does not come to a missing transition"):
        cases("1RB1LB_1LA1RB")
