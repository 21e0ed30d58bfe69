"""A program that gives up its rights and then becomes another program, which cannot get them back.

    python -I -S confine.py SETTINGS PROGRAM ARGUMENT...
    python -I -S confine.py --probe SETTINGS

SETTINGS is a JSON object, see `bbsynth.sandbox.confinement`, which starts this. It is a program of
its own because what it does to itself must not be done in a process with threads, between fork and
exec; and it imports only what starts quickly. A protection that it is told to apply and cannot
apply ends it: the other program is not started without.

With ``--probe`` it tries each protection in a child process: applies it, does what should then be
impossible, and prints a JSON object of ``{name: [whether it holds, details]}``.

Sources: the manual pages unshare(2), landlock(7), seccomp(2), prctl(2), capabilities(7); the
numbers are those of the headers of Linux.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import json
import os
import resource
import signal
import stat
import struct
import sys
from collections.abc import Callable
from typing import Any, Final

__all__ = ["PROTECTIONS", "main"]

_LIBC: Final = ctypes.CDLL(None, use_errno=True)

_CAP_DAC_READ_SEARCH: Final = 2


def _check(result: int, what: str) -> int:
    """Return `result` of a call of the C library; raise OSError if it reports a failure."""
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result


def _prctl(option: int, *args: int) -> int:
    values = [ctypes.c_ulong(value) for value in (*args, 0, 0, 0, 0)[:4]]
    return _check(_LIBC.prctl(ctypes.c_int(option), *values), f"prctl({option})")


def _syscall(number: int, what: str, *args: Any) -> int:
    converted = [ctypes.c_long(value) if isinstance(value, int) else value for value in args]
    return _check(_LIBC.syscall(ctypes.c_long(number), *converted), what)


# ------------------------------------------------------------- privileges, parent, resources


def no_new_privileges(_: dict[str, Any]) -> str:
    """Make programs with the set-user-ID bit ordinary ones, from here on."""
    _prctl(38, 1)  # PR_SET_NO_NEW_PRIVS
    return "programs with the set-user-ID bit give no rights"


def end_with_parent(settings: dict[str, Any]) -> str:
    """Be killed when the thread that started this process ends."""
    _prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
    if os.getppid() != settings["parent"]:
        raise OSError(errno.ESRCH, "the process that started this one is gone")
    return "killed by the kernel when bbsynth ends"


def resource_limits(settings: dict[str, Any]) -> str:
    """Limit files, forbid core dumps, and be the first to go when memory runs out.

    There is no limit of the address space: WebAssembly reserves gigabytes that it does not use,
    and a native Lean maps its compiled modules. Memory is watched from outside. Nor is there one of
    the number of processes, since it counts all processes of the user; seccomp forbids new ones.
    """
    wanted = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: settings["file_size"],
        resource.RLIMIT_NOFILE: settings["open_files"],
    }
    for what, limit in wanted.items():
        hard = resource.getrlimit(what)[1]
        value = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(what, (value, value))
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:  # noqa: PTH123
        file.write("1000")
    return (
        f"no core dumps, files of at most {settings['file_size'] // 2**20} MiB, "
        f"{settings['open_files']} open files"
    )


def capabilities(_: dict[str, Any]) -> str:
    """Drop the powers of the superuser but that of reading: Lean may be installed for another user.

    Which files can be read in the end is for landlock to say.
    """
    version = 0x20080522
    header = struct.pack("Ii", version, 0)
    data = ctypes.create_string_buffer(24)
    _check(_LIBC.capget(header, data), "capget")
    words = struct.unpack("6I", data.raw)
    permitted = words[1] | words[4] << 32
    kept = permitted & (1 << _CAP_DAC_READ_SEARCH if os.geteuid() == 0 else 0)
    for number in range(64):
        if not kept >> number & 1:
            try:
                _prctl(24, number)  # PR_CAPBSET_DROP
            except OSError as error:
                if error.errno == errno.EINVAL:
                    break
                if error.errno != errno.EPERM:  # without rights there is nothing to drop
                    raise
    low, high = kept & 0xFFFFFFFF, kept >> 32
    _check(_LIBC.capset(header, struct.pack("6I", low, low, 0, high, high, 0)), "capset")
    return "those of the superuser are dropped"


# ---------------------------------------------------------------------------- namespaces

_NEW_USER: Final = 0x10000000
_NEW_NET_AND_IPC: Final = 0x40000000 | 0x08000000


def namespaces(_: dict[str, Any]) -> str:
    """Enter a network without interfaces, and empty System V IPC.

    The superuser can do that as it is; others become the only user of a user namespace first.
    """
    user, group = os.geteuid(), os.getegid()
    if user == 0 and _LIBC.unshare(_NEW_NET_AND_IPC) == 0:
        return "a network of its own, without interfaces"
    _check(_LIBC.unshare(_NEW_USER | _NEW_NET_AND_IPC), "unshare")
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{user} {user} 1"),
        ("gid_map", f"{group} {group} 1"),
    ):
        # A superuser without capabilities may not; it then goes by another number, which is all.
        with contextlib.suppress(PermissionError), open(f"/proc/self/{name}", "w") as file:  # noqa: PTH123
            file.write(text)
    return "a network of its own, without interfaces, in a user namespace"


# ------------------------------------------------------------------------------ landlock

_O_PATH: Final = 0o10000000  # Python has no name for it on other systems

_EXECUTE: Final = 1 << 0
_WRITE_FILE: Final = 1 << 1
_READ_FILE: Final = 1 << 2
_READ_DIR: Final = 1 << 3
_TRUNCATE: Final = 1 << 14
_ON_FILES: Final = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | 1 << 15
_MAKE_DEVICES: Final = 1 << 6 | 1 << 11
_IOCTL_DEVICE: Final = 1 << 15

_SYSTEM: Final = {
    _READ_FILE | _READ_DIR | _EXECUTE: (
        *("/lib", "/lib32", "/lib64", "/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/local/lib"),
        *("/nix/store", "/gnu/store"),
    ),
    _READ_FILE | _READ_DIR: (
        *("/etc/ld.so.cache", "/etc/localtime", "/usr/share/zoneinfo", "/usr/share/nodejs"),
        *("/dev/urandom", "/dev/random", "/dev/zero"),
        # How many processors there are, and how much memory.
        *("/sys/devices/system/cpu", "/proc/cpuinfo", "/proc/stat", "/proc/meminfo"),
        "/proc/sys/vm/overcommit_memory",
        # Node.js does not start if there is such a file and it cannot be read.
        *("/etc/ssl/openssl.cnf", "/etc/pki/tls/openssl.cnf", "/etc/crypto-policies"),
        "/proc/self/maps",  # where the C library learns how large the first thread's stack is
    ),
    _READ_FILE | _WRITE_FILE: ("/dev/null",),
}
"""What any program needs, where it exists, with the rights it gets."""


def _landlock_version() -> int:
    return _syscall(444, "landlock", None, 0, 1)


def landlock(settings: dict[str, Any]) -> str:
    """Open no file but those that are named; from version 4 no TCP, from 6 no signals to others."""
    version = _landlock_version()
    on_files = (1 << {1: 13, 2: 14, 3: 15, 4: 15}.get(version, 16)) - 1
    on_network = 0b11 if version >= 4 else 0
    scoped = 0b11 if version >= 6 else 0
    size = 8 if version < 4 else 16 if version < 6 else 24
    attributes = struct.pack("QQQ", on_files, on_network, scoped)
    ruleset = _syscall(444, "landlock_create_ruleset", attributes, size, 0)
    reading = _READ_FILE | _READ_DIR
    rules = [(path, rights) for rights, paths in _SYSTEM.items() for path in paths]
    rules += [(path, reading) for path in settings["readable"]]
    rules += [(path, reading | _EXECUTE) for path in settings["executable"]]
    writing = on_files & ~(_EXECUTE | _MAKE_DEVICES | _IOCTL_DEVICE)
    rules += [(path, writing) for path in settings["writable"]]
    for path, rights in rules:
        try:
            file = os.open(path, _O_PATH | os.O_CLOEXEC)
        except OSError:
            continue  # what cannot be opened needs no right
        if not stat.S_ISDIR(os.fstat(file).st_mode):
            rights &= _ON_FILES
        rule = struct.pack("=Qi", rights & on_files, file)
        _syscall(445, "landlock_add_rule", ruleset, 1, rule, 0)
        os.close(file)
    _syscall(446, "landlock_restrict_self", ruleset, 0)
    os.close(ruleset)
    more = ["TCP"] * (version >= 4) + ["signals"] * (version >= 6)
    less = "" if version >= 3 else "; it does not forbid to truncate other files"
    return f"version {version}, for " + " and ".join(["files", *more]) + less


# ------------------------------------------------------------------------------- seccomp


def seccomp(settings: dict[str, Any]) -> str:
    """Let the kernel refuse system calls, by the program that `bbsynth.sandbox.seccomp` made."""
    instructions = settings["filter"]
    if instructions is None:
        raise OSError(errno.ENOSYS, f"no filter for {os.uname().machine}")
    pid = os.getpid()
    code = b"".join(
        struct.pack("HBBI", operation, yes, no, pid if value is None else value)
        for operation, yes, no, value in instructions
    )
    buffer = ctypes.create_string_buffer(code, len(code))
    program = struct.pack("HP", len(instructions), ctypes.addressof(buffer))
    passed = ctypes.create_string_buffer(program, len(program))
    _prctl(22, 2, ctypes.addressof(passed))  # PR_SET_SECCOMP, SECCOMP_MODE_FILTER
    return "no sockets, child processes, signals to others, tracing, mounts, keys"


# ---------------------------------------------------------------------------------- main

PROTECTIONS: Final[dict[str, Callable[[dict[str, Any]], str]]] = {
    "resource limits": resource_limits,
    "no new privileges": no_new_privileges,
    "network namespace": namespaces,
    # Not before: the kernel forgets it when a process enters a user namespace.
    "end with parent": end_with_parent,
    "landlock": landlock,
    "capabilities": capabilities,
    "seccomp": seccomp,
}
"""What there is, in the order in which it has to be applied."""


def _refused(action: Callable[[], object], *errors: int) -> None:
    try:
        action()
    except OSError as error:
        if error.errno in errors:
            return
        raise
    raise OSError(0, "it is applied without effect")


def _connect(address: tuple[str, int]) -> None:
    import socket

    with socket.socket() as client:
        client.settimeout(5)
        client.connect(address)


def _try_out(name: str, settings: dict[str, Any], address: tuple[str, int], file: str) -> str:
    """Apply a protection, and do what it should forbid. Raises OSError if it does not."""
    import socket

    if name in ("landlock", "seccomp"):
        no_new_privileges(settings)
    details = PROTECTIONS[name](settings)
    if name == "network namespace":
        _refused(lambda: _connect(address), errno.ENETUNREACH)
    elif name == "landlock":
        _refused(lambda: os.open(file, os.O_RDONLY), errno.EACCES)
        _refused(lambda: os.open(file, os.O_WRONLY), errno.EACCES)
        os.close(os.open("/dev/null", os.O_WRONLY))
    elif name == "seccomp":
        _refused(socket.socket, errno.EPERM)
        _refused(lambda: os.kill(os.getppid(), 0), errno.EPERM)
        os.kill(os.getpid(), 0)
    elif name == "resource limits":
        if resource.getrlimit(resource.RLIMIT_CORE) != (0, 0):
            raise OSError(0, "core dumps are still made")
    elif name == "capabilities" and os.geteuid() == 0:
        _refused(lambda: os.chroot("/"), errno.EPERM)
    return details


def _probe(settings: dict[str, Any]) -> dict[str, tuple[bool, str]]:
    # Here, since they take as long to import as everything else together.
    import socket
    import tempfile

    found: dict[str, tuple[bool, str]] = {}
    with socket.create_server(("127.0.0.1", 0)) as server, tempfile.NamedTemporaryFile() as file:
        address = server.getsockname()[:2]
        for name in PROTECTIONS:
            reading, writing = os.pipe()
            child = os.fork()
            if child == 0:
                try:
                    own = settings | {"parent": os.getppid()}
                    answer = (True, _try_out(name, own, address, file.name))
                except OSError as error:
                    answer = (False, error.strerror or str(error))
                except BaseException as error:
                    answer = (False, repr(error))
                os.write(writing, json.dumps(answer).encode())
                os._exit(0)
            os.close(writing)
            with open(reading, "rb") as pipe:  # noqa: PTH123
                said = pipe.read()
            status = os.waitpid(child, 0)[1]
            holds, details = json.loads(said) if said else (False, f"ended with status {status}")
            found[name] = (holds, details)
    return found


def main(args: list[str]) -> int:
    """Run the program with arguments `args`. Returns only if something went wrong."""
    if args[0] == "--probe":
        json.dump(_probe(json.loads(args[1])), sys.stdout)
        return 0
    settings, argv = json.loads(args[0]), args[1:]
    for name, apply in PROTECTIONS.items():
        if name in settings["protections"]:
            try:
                apply(settings)
            except OSError as error:
                sys.stderr.write(f"cannot confine {argv[0]}: {name}: {error.strerror}\n")
                return 125
    try:
        os.execve(argv[0], argv, settings["env"])  # noqa: S606  (the caller's program)
    except OSError as error:
        sys.stderr.write(f"cannot start {argv[0]}: {error.strerror}\n")
    return 127


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
