"""The filter, followed by a small machine: it is not only this computer's that has to be right."""

from __future__ import annotations

import errno

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bbsynth.sandbox.seccomp import ARCHITECTURES, Instruction, seccomp_filter

ALLOWED, KILLED = 0x7FFF0000, 0x80000000
REFUSED, UNKNOWN = 0x00050000 | errno.EPERM, 0x00050000 | errno.ENOSYS
PID = 4242

#: Calls with their numbers on (x86_64, aarch64), the first argument, and the answer.
CALLS = [
    ("read", (0, 63), 0, ALLOWED),
    ("mmap", (9, 222), 0, ALLOWED),
    ("execve", (59, 221), 0, ALLOWED),
    ("futex", (202, 98), 0, ALLOWED),
    ("socket, local", (41, 198), 1, REFUSED),
    ("socket, internet", (41, 198), 2, REFUSED),
    ("socketpair", (53, 199), 1, ALLOWED),
    ("ptrace", (101, 117), 0, REFUSED),
    ("unshare", (272, 97), 0x10000000, REFUSED),
    ("io_uring_setup", (425, 425), 1, UNKNOWN),
    ("clone3", (435, 435), 0, UNKNOWN),
    ("a new thread", (56, 220), 0x3D0F00, ALLOWED),
    ("a new process", (56, 220), 0x01200011, REFUSED),
    ("kill itself", (62, 129), PID, ALLOWED),
    ("kill its group", (62, 129), 0, ALLOWED),
    ("kill another", (62, 129), PID + 1, REFUSED),
    ("kill all", (62, 129), 0xFFFFFFFF, REFUSED),
    ("abort", (234, 131), PID, ALLOWED),
    ("limits of another", (302, 261), 1, REFUSED),
    ("its own limits", (302, 261), 0, ALLOWED),
]


def follow(code: list[Instruction], architecture: int, number: int, argument: int) -> int:
    data = {0: number, 4: architecture, 16: argument}
    held = place = 0
    while True:
        operation, yes, no, operand = code[place]
        value = PID if operand is None else operand
        place += 1
        if operation == 0x20:
            held = data[value]
        elif operation == 0x06:
            return value
        else:
            holds = {0x15: held == value, 0x35: held >= value, 0x45: held & value != 0}[operation]
            place += yes if holds else no


@pytest.mark.parametrize("machine", list(ARCHITECTURES))
@pytest.mark.parametrize(("numbers", "argument", "answer"), [call[1:] for call in CALLS])
def test_what_it_answers(
    machine: str, numbers: tuple[int, int], argument: int, answer: int
) -> None:
    code = seccomp_filter(machine)
    assert code is not None
    number = numbers[list(ARCHITECTURES).index(machine)]
    assert follow(code, ARCHITECTURES[machine], number, argument) == answer


@given(
    machine=st.sampled_from(list(ARCHITECTURES)),
    architecture=st.sampled_from([0x40000003, 0x40000028, *ARCHITECTURES.values()]),
    number=st.integers(0, 2**32 - 1),
    argument=st.integers(0, 2**32 - 1),
)
def test_it_always_answers(machine: str, architecture: int, number: int, argument: int) -> None:
    code = seccomp_filter(machine)
    assert code is not None
    answer = follow(code, architecture, number, argument)
    assert answer in {ALLOWED, KILLED, REFUSED, UNKNOWN}
    assert (answer == KILLED) == (architecture != ARCHITECTURES[machine])
    if machine == "x86_64" and number >= 0x40000000:
        assert answer in {KILLED, REFUSED}


def test_other_machines_have_none() -> None:
    assert seccomp_filter("riscv64") is None
