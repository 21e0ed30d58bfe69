"""The system calls that a judge process has no use for, and the filter that refuses them.

It is a list of what is forbidden, not of what is allowed: Node.js, Lean and the C library differ
too much from version to version for the latter. On the list is what reaches other processes, the
network, other namespaces, or parts of the kernel in which errors have been frequent.

Sources: seccomp(2), and the tables of system calls of Linux for the two architectures.
"""

from __future__ import annotations

import errno
from typing import Final

__all__ = ["ARCHITECTURES", "Instruction", "seccomp_filter"]

Instruction = tuple[int, int, int, int | None]
"""An instruction of classic BPF: code, jump if true, jump if false, operand.

The operand None stands for the number of the process that installs the filter.
"""

ARCHITECTURES: Final = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
"""The machines, as `os.uname` calls them, with their numbers in the kernel's audit interface."""

_FORBIDDEN: Final = {
    # name: (x86_64, aarch64); -1 where there is no such call
    "socket": (41, 198),
    "fork": (57, -1),
    "vfork": (58, -1),
    "unshare": (272, 97),
    "setns": (308, 268),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "kcmp": (312, 272),
    "pidfd_getfd": (438, 438),
    "pidfd_send_signal": (424, 424),
    "tkill": (200, 130),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsmount": (432, 432),
    "mount_setattr": (442, 442),
    "open_by_handle_at": (304, 265),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
}
_UNKNOWN: Final = {
    # What they are to do stands in memory, where a filter cannot look. The answer is that of an
    # older kernel, and programs then use other calls.
    "clone3": (435, 435),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
}
_ON_ITSELF: Final = {
    # Allowed if the first argument is the process itself.
    "kill": (62, 129),
    "tgkill": (234, 131),
    "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240),
    "prlimit64": (302, 261),
}
_CLONE: Final = (56, 220)
_CLONE_THREAD: Final = 0x00010000
_X32: Final = 0x40000000

# Codes of instructions, and what a filter may answer.
_LOAD, _EQUAL, _AT_LEAST, _HAS, _ANSWER = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _KILL, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
# Where things stand in what the filter looks at.
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16


def seccomp_filter(machine: str) -> list[Instruction] | None:
    """Return the filter for `machine`, or None if there is none for it.

    A call that is forbidden fails with EPERM (or ENOSYS, where programs have another way); one that
    belongs to another architecture ends the process. New threads are allowed, new processes not.

    Parameters
    ----------
    machine : str
        As in ``os.uname().machine``.
    """
    if machine not in ARCHITECTURES:
        return None
    column = list(ARCHITECTURES).index(machine)
    refuse = (_ANSWER, 0, 0, _ERRNO | errno.EPERM)
    allow = (_ANSWER, 0, 0, _ALLOW)
    code: list[Instruction] = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 1, 0, ARCHITECTURES[machine]),
        (_ANSWER, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
    ]
    if machine == "x86_64":
        # The same calls have a second set of numbers there.
        code += [(_AT_LEAST, 0, 1, _X32), refuse]
    for table, answer in (
        (_FORBIDDEN, refuse),
        (_UNKNOWN, (_ANSWER, 0, 0, _ERRNO | errno.ENOSYS)),
    ):
        for numbers in table.values():
            if numbers[column] >= 0:
                code += [(_EQUAL, 0, 1, numbers[column]), answer]
    for numbers in _ON_ITSELF.values():
        code += [
            (_EQUAL, 0, 5, numbers[column]),
            (_LOAD, 0, 0, _FIRST_ARGUMENT),
            (_EQUAL, 1, 0, None),
            (_EQUAL, 0, 1, 0),
            allow,
            refuse,
        ]
    code += [
        (_EQUAL, 0, 4, _CLONE[column]),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        (_HAS, 0, 1, _CLONE_THREAD),
        allow,
        refuse,
        allow,
    ]
    return code
