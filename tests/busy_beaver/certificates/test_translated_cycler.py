from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings

from bbsynth.busy_beaver.certificates.translated_cycler import TranslatedCycler
from bbsynth.busy_beaver.certificates.translated_cycler.search import (
    find_translated_cyclers,
)
from bbsynth.busy_beaver.deciders import check
from bbsynth.busy_beaver.machines import Direction, Machine, enumerate_tnf_arrays, mirror, trace
from bbsynth.errors import UsageError
from tests.busy_beaver.machines.strategies import machines


def find_translated_cycler(machine: Machine, max_steps: int) -> TranslatedCycler | None:
    return find_translated_cyclers(machine.to_array()[None], max_steps)[0]


def _any_certificate(machine: Machine, end: int) -> TranslatedCycler | None:
    """Return a certificate that ends by `end`, among all that there are."""
    configurations = trace(machine, end)
    if configurations.halted:
        return None
    heads = configurations.heads.tolist()
    for start, stop in itertools.combinations(range(configurations.steps + 1), 2):
        shift = heads[stop] - heads[start]
        if shift == 0:
            continue
        direction = Direction.RIGHT if shift > 0 else Direction.LEFT
        way = direction.offset
        width = max(0, *((heads[start] - head) * way for head in heads[start : stop + 1]))
        certificate = TranslatedCycler(start, stop - start, direction, width, abs(shift))
        if check(machine, certificate):
            return certificate
    return None


@settings(max_examples=60, deadline=None)
@given(machines(max_states=3))
def test_whatever_has_a_certificate_is_found(machine: Machine) -> None:
    found = find_translated_cycler(machine, 200)
    if found is not None:
        assert check(machine, found)
        assert found.start + found.period <= 200
    elif _any_certificate(machine, 20) is not None:
        raise AssertionError(f"missed {_any_certificate(machine, 20)}")


@given(machines())
def test_the_mirror_image_has_the_mirrored_certificate(machine: Machine) -> None:
    found, other = (find_translated_cycler(each, 100) for each in (machine, mirror(machine)))
    if found is None:
        assert other is None
    else:
        assert other == TranslatedCycler(
            found.start, found.period, found.direction.opposite, found.width, found.shift
        )


def test_examples() -> None:
    assert find_translated_cycler(Machine.parse("1RA---"), 5) == TranslatedCycler(
        start=0, period=1, direction=Direction.RIGHT, width=0, shift=1
    )
    assert find_translated_cycler(Machine.parse("1RB---_0RA---"), 5) == TranslatedCycler(
        start=0, period=2, direction=Direction.RIGHT, width=0, shift=2
    )
    assert find_translated_cycler(Machine.parse("1RB---_0RA---"), 1) is None
    assert find_translated_cycler(Machine.parse("1RB1LB_1LA1RZ"), 1_000) is None


def test_the_tree() -> None:
    for chunk in enumerate_tnf_arrays(3, 2):
        found = find_translated_cyclers(chunk.tables, 200)
        assert sum(certificate is not None for certificate in found) == 3_027
        # Searching one by one leaves no traces of the machine before.
        for index in range(0, len(found), 97):
            machine = Machine.from_array(chunk.tables[index])
            assert find_translated_cycler(machine, 200) == found[index]


@pytest.mark.parametrize("steps", [-1, 10**8 + 1, 1.0])
def test_steps_are_checked(steps: int) -> None:
    with pytest.raises(UsageError):
        find_translated_cycler(Machine.parse("1RZ---"), steps)
