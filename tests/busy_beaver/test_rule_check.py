from __future__ import annotations

import dataclasses
import functools

import pytest

from bbsynth.busy_beaver import reference
from bbsynth.busy_beaver.certificates.bouncer import Bouncer, find_bouncer
from bbsynth.busy_beaver.certificates.ngram_cps import NGramCPS
from bbsynth.busy_beaver.deciders import decide_tree
from bbsynth.busy_beaver.machines import Direction, Machine
from bbsynth.busy_beaver.readback import read_notation
from bbsynth.busy_beaver.rule_check import Halfway
from bbsynth.busy_beaver.rules import facing, legs, rule_certificate, written


@functools.cache
def rules_of(n_states: int, n_symbols: int) -> list[tuple[Machine, dict[str, int | str]]]:
    """The machines of a class that sweep over a growing block, with their rules."""
    found = []
    for decision in decide_tree(n_states, n_symbols):
        # Of the others, nearly all are in a loop, and looking for a rule takes long.
        if n_states > 2 and not isinstance(decision.certificate, NGramCPS | Bouncer):
            continue
        certificate = find_bouncer(decision.machine)
        rule = rule_certificate(dataclasses.replace(decision, certificate=certificate))
        if rule is not None:
            found.append((decision.machine, rule))
    return found


def as_rule(there: Halfway) -> dict[str, int | str]:
    """A configuration as the reference simulator is given it."""
    return {
        "state": there.state,
        "facing": facing(there.direction),
        "left": written(there.left),
        "right": written(there.right),
    }


def test_every_leg_of_a_way_is_what_the_machine_does() -> None:
    rules = rules_of(2, 2) + rules_of(3, 2)
    assert len(rules) > 10
    crossings = 0
    for machine, rule in rules:
        table = read_notation(str(machine), partial=True)
        steps, before = 0, (0, 0)
        for leg in legs(str(machine), rule):
            after = as_rule(leg.after)
            to = {f"to_{name}": value for name, value in after.items()}
            counts = {"slope": leg.after.slope, "constant": leg.after.constant}
            assert reference.check_reaches(table, {**rule, **to, **counts}) is None
            if leg.crossing is None:
                assert (leg.after.slope, leg.after.constant) == (before[0], before[1] + leg.steps)
            else:
                crossings += 1
                more = leg.crossing.steps * leg.crossing.times
                assert (leg.after.slope, leg.after.constant) == (before[0] + more, before[1])
                assert len(leg.crossing.becomes) == len(leg.crossing.word)
            before = leg.after.slope, leg.after.constant
            steps += leg.steps
        assert before == (rule["slope"], rule["constant"])
    assert crossings > 20


def test_a_crossing_is_what_the_machine_does_with_one_word() -> None:
    for machine, rule in rules_of(2, 2):
        table = read_notation(str(machine), partial=True)
        for leg in legs(str(machine), rule):
            one = leg.crossing
            if one is None:
                continue
            forward = one.direction is Direction.RIGHT
            cells = one.carried + one.word if forward else one.word + one.carried
            head = len(one.carried) if forward else len(one.word) - 1
            tape = reference.started(table, leg.after.state, head, 0, [int(c) for c in cells])
            assert tape is not None
            tape.run(one.steps)
            expected = one.becomes + one.carried if forward else one.carried + one.becomes
            assert "".join(str(tape.read(cell)) for cell in range(len(cells))) == expected
            assert tape.head == (len(cells) if forward else -1)
            assert tape.state == leg.after.state


@pytest.mark.parametrize(("slope", "constant"), [(0, 1_000), (1_000, 0)])
def test_a_way_that_does_not_exist(slope: int, constant: int) -> None:
    machine, rule = next(one for one in rules_of(3, 2) if one[1]["slope"])
    with pytest.raises(ValueError, match="does not come there in"):
        legs(str(machine), {**rule, "slope": slope, "constant": constant})
