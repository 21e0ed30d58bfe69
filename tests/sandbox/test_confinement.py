"""The sandbox, attacked from inside: by Python, by Node.js, and with Lean at work in it."""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import psutil
import pytest

from bbsynth._common.programs import Launch
from bbsynth.embedded_lean.node import find_node
from bbsynth.errors import ToolchainError, UsageError
from bbsynth.judge.process import JudgeProcess
from bbsynth.judge.program import judge_program
from bbsynth.judge.verdict import Limits, Task
from bbsynth.lean.library import compiled_library
from bbsynth.lean.toolchain import Toolchain
from bbsynth.sandbox import confinement
from bbsynth.sandbox.confinement import (
    Protection,
    confine,
    lacking,
    probe,
    protections,
    require_sandbox,
    start,
)
from bbsynth.sandbox.seccomp import ARCHITECTURES
from tests.judge.faking import fake_toolchain

LINUX = sys.platform == "linux"
MECHANISMS = {protection.name: protection for protection in probe()}


def active(*names: str) -> bool:
    """Whether one of these is applied here; that the kernel has it is for the probe's own test."""
    return any(MECHANISMS[name].active for name in names)


# ------------------------------------------------------------------------------ the probe


def _kernel_offers(name: str) -> bool:
    """Find out in another way than `probe` does."""
    if not LINUX:
        return False
    if name == "landlock":
        return bool(ctypes.CDLL(None).syscall(444, None, ctypes.c_long(0), ctypes.c_long(1)) > 0)
    if name == "seccomp":
        return "Seccomp:" in Path("/proc/self/status").read_text() and (
            os.uname().machine in ARCHITECTURES
        )
    if name == "network namespace":
        code = "import ctypes, sys; sys.exit(-ctypes.CDLL(None).unshare({}))"
        flags = [0x48000000, 0x58000000] if os.geteuid() == 0 else [0x58000000]
        return any(
            subprocess.run([sys.executable, "-c", code.format(flag)], check=False).returncode == 0
            for flag in flags
        )
    return True


@pytest.mark.parametrize("name", list(MECHANISMS))
def test_what_the_kernel_offers_is_used_and_the_rest_reported(name: str) -> None:
    found = MECHANISMS[name]
    assert found.active == _kernel_offers(name), found
    assert found.detail
    assert "\n" not in found.detail


def test_elsewhere_nothing_is_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confinement.sys, "platform", "darwin")
    monkeypatch.setattr(confinement.platform, "system", lambda: "Darwin")
    found = probe.__wrapped__()
    assert {(protection.active, protection.detail) for protection in found} == {
        (False, "not on Darwin")
    }
    assert [protection.name for protection in found] == list(MECHANISMS)


@pytest.mark.parametrize(
    ("program", "reason"),
    [("/nowhere/python", "No such file"), ("/bin/true", "it says nothing")],
)
def test_a_probe_that_does_not_run_is_a_report(
    monkeypatch: pytest.MonkeyPatch, program: str, reason: str
) -> None:
    monkeypatch.setattr(confinement.sys, "platform", "linux")
    monkeypatch.setattr(confinement.sys, "executable", program)
    for protection in probe.__wrapped__():
        assert not protection.active
        assert protection.detail.startswith("confine.py does not run: ")
        assert reason in protection.detail


def _only(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    found = tuple(
        protection
        if protection.name in names
        else Protection(protection.name, False, "switched off")
        for protection in MECHANISMS.values()
    )
    monkeypatch.setattr(confinement, "probe", lambda: found)


def test_what_is_lacking_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    launch = Launch(argv=(sys.executable,), env={}, cwd=tmp_path)
    _only(monkeypatch)
    assert confine(launch, readable=[]) == launch
    assert lacking() == (
        "network: network namespace (switched off), seccomp (switched off)",
        "files: landlock (switched off)",
        "other processes: seccomp (switched off)",
        "resources: resource limits (switched off)",
    )
    with pytest.raises(ToolchainError, match=r"(?s)not guarded:.*files: landlock \(switched off\)"):
        require_sandbox()


def test_one_protection_of_the_network_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    everything = {name: Protection(name, True, "") for name in MECHANISMS}
    missing = Protection("network namespace", False, "no")
    monkeypatch.setattr(
        confinement, "probe", lambda: tuple((everything | {missing.name: missing}).values())
    )
    assert lacking() == ()
    require_sandbox()


# ----------------------------------------------------------------------- attacks in Python

#: What is tried, in Python, and the protections of which each alone prevents it. Names in capitals
#: are given to the script.
ATTACKS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "TCP": (
        "socket.create_connection(('127.0.0.1', PORT), 5)",
        ("network namespace", "seccomp"),
    ),
    "UDP": (
        "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', PORT))",
        ("network namespace", "seccomp"),
    ),
    "a socket by its path": ("socket.socket(socket.AF_UNIX).connect(SOCKET)", ("seccomp",)),
    "netlink": ("socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)", ("seccomp",)),
    "read a file": ("open(SECRET).read()", ("landlock",)),
    "read by a link": ("open(LINK).read()", ("landlock",)),
    "list a folder": ("os.listdir(OUTSIDE)", ("landlock",)),
    "list the home": ("os.listdir(HOME)", ("landlock",)),
    "list processes": ("os.listdir('/proc')", ("landlock",)),
    "its own open files": ("os.listdir('/proc/self/fd')", ("landlock",)),
    "environment of others": ("open(f'/proc/{os.getppid()}/environ').read()", ("landlock",)),
    "write a file": ("open(SECRET, 'a').write('x')", ("landlock",)),
    "make a file": ("open(OUTSIDE + '/new', 'w')", ("landlock",)),
    "write what may be read": ("open(READABLE + '/file', 'a')", ("landlock",)),
    "make a folder": ("os.mkdir(READABLE + '/new')", ("landlock",)),
    "move out": ("os.rename(WRITABLE + '/move', OUTSIDE + '/moved')", ("landlock",)),
    "remove": ("os.unlink(OUTSIDE + '/old')", ("landlock",)),
    "start a program": ("os.execv('/bin/true', ['true']) if os.fork() == 0 else 0", ("seccomp",)),
    "child process": ("os._exit(0) if os.fork() == 0 else os.wait()", ("seccomp",)),
    "signal to the parent": ("os.kill(os.getppid(), 0)", ("seccomp",)),
    "limits of the parent": ("resource.prlimit(os.getppid(), resource.RLIMIT_CORE)", ("seccomp",)),
    "big file": ("os.truncate(WRITABLE + '/big', 2 ** 40)", ("resource limits",)),
    "many files": ("[os.dup(1) for _ in range(1100)]", ("resource limits",)),
    "mount": ("mount()", ("seccomp", "capabilities")),
    "user namespace": ("check(libc.unshare(0x10000000))", ("seccomp",)),
    "change the root": ("os.chroot('/')", ("seccomp", "capabilities")),
}

#: What has to go on working.
ERRANDS = {
    "read": "open(READABLE + '/file').read()",
    "write": "open(WRITABLE + '/own', 'w').write('x')",
    "read again": "open(WRITABLE + '/own').read()",
    "remove": "os.unlink(WRITABLE + '/own')",
    "folder": "os.mkdir(WRITABLE + '/folder')",
    "null": "open('/dev/null', 'w').write('x')",
    "random": "open('/dev/urandom', 'rb').read(1)",
    "thread": "thread()",
    "pipe": "os.write(os.pipe()[1], b'x')",
    "signal to itself": "os.kill(os.getpid(), 0)",
}

_SCRIPT = """
import ctypes, errno, json, os, resource, signal, socket, sys, threading
libc = ctypes.CDLL(None, use_errno=True)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

def check(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), "")

def mount():
    # Nothing is mounted even where it is allowed: there is no such file system.
    libc.mount(b"none", b"/", b"none-such", 0, None)
    if ctypes.get_errno() != errno.ENODEV:
        check(-1)

def thread():
    done = []
    one = threading.Thread(target=lambda: done.append(1))
    one.start()
    one.join()
    assert done

asked = json.loads(sys.stdin.read())
names = {**globals(), **asked["names"]}
for what, action in asked["actions"].items():
    try:
        exec(action, names)
        answer = "done"
    except OSError as error:
        answer = errno.errorcode.get(error.errno, str(error))
    print(json.dumps([what, answer]), flush=True)
print(json.dumps(["pid", os.getpid()]))
"""


class Yard:
    """Folders, sockets, and a way to run Python between them."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        for name in ("readable", "writable", "outside", "cwd"):
            (folder / name).mkdir()
        (folder / "readable" / "file").write_text("to be read")
        (folder / "outside" / "secret").write_text("secret")
        (folder / "outside" / "old").write_text("old")
        (folder / "writable" / "move").write_text("move")
        (folder / "writable" / "big").touch()
        (folder / "writable" / "link").symlink_to(folder / "outside" / "secret")
        (folder / "cwd" / "script.py").write_text(_SCRIPT)
        self.names = {
            "PORT": port,
            "SOCKET": "../socket",  # as a whole it may be too long
            "SECRET": str(folder / "outside" / "secret"),
            "LINK": str(folder / "writable" / "link"),
            "OUTSIDE": str(folder / "outside"),
            "READABLE": str(folder / "readable"),
            "WRITABLE": str(folder / "writable"),
            "HOME": str(Path.home()),
        }

    def launch(self, *args: str, env: Mapping[str, str] | None = None) -> Launch:
        python = (sys.executable, "-I", "-S", *(args or ("script.py",)))
        return Launch(argv=python, env=env or {}, cwd=self.folder / "cwd")

    def confined(self, launch: Launch, *, more: Sequence[Path] = ()) -> Launch:
        return confine(
            launch,
            readable=[
                *(Path(sys.base_prefix) / name for name in ("bin", "lib")),
                Path(sys.prefix) / "pyvenv.cfg",
                *(self.folder / name for name in ("readable", "writable")),
                *more,
            ],
            writable=[self.folder / "writable"],
        )

    def attempt(self, launch: Launch, actions: Mapping[str, str]) -> dict[str, str]:
        with start(
            launch, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as process:
            said, errors = process.communicate(
                json.dumps({"names": self.names, "actions": dict(actions)}), timeout=60
            )
        answers = dict(json.loads(line) for line in said.splitlines())
        assert answers.pop("pid", None) == process.pid, errors
        return answers


@pytest.fixture
def yard(tmp_path: Path) -> Iterator[Yard]:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.socket(socket.AF_UNIX) as local,
    ):
        with contextlib.chdir(tmp_path):
            local.bind("socket")
        local.listen()
        yield Yard(tmp_path, server.getsockname()[1])


#: These need rights that whoever runs the tests may not have, or would go wrong by themselves.
_NOT_FOR_ALL = {"mount", "change the root", "user namespace", "big file", "many files"}


def test_outside_of_the_sandbox_all_of_it_works(yard: Yard) -> None:
    actions = {what: action for what, (action, _) in ATTACKS.items() if what not in _NOT_FOR_ALL}
    assert yard.attempt(yard.launch(), actions) == dict.fromkeys(actions, "done")
    assert yard.attempt(yard.launch(), ERRANDS) == dict.fromkeys(ERRANDS, "done")


def test_attacks_are_refused(yard: Yard) -> None:
    actions = {what: action for what, (action, _) in ATTACKS.items()}
    answers = yard.attempt(yard.confined(yard.launch()), actions)
    guarded = {what: active(*names) for what, (_, names) in ATTACKS.items()}
    succeeded = {what for what, answer in answers.items() if answer == "done"}
    assert not {what for what in succeeded if guarded[what]}
    assert set(answers) == set(ATTACKS)
    expected = {"EPERM", "EACCES", "ENETUNREACH", "EFBIG", "EMFILE", "EXDEV"}
    assert {answer for what, answer in answers.items() if guarded[what]} <= expected, answers
    outside = yard.folder / "outside"
    if active("landlock"):
        assert {path.name for path in outside.iterdir()} == {"secret", "old"}
        assert (outside / "secret").read_text() == "secret"
        assert [path.name for path in (yard.folder / "readable").iterdir()] == ["file"]


def test_errands_are_run(yard: Yard) -> None:
    answers = yard.attempt(yard.confined(yard.launch()), ERRANDS)
    assert answers == dict.fromkeys(ERRANDS, "done")


PAIRS = sorted({(name, what) for what, (_, names) in ATTACKS.items() for name in names})


@pytest.mark.parametrize("name", sorted({name for name, _ in PAIRS}))
def test_each_protection_works_without_the_others(
    yard: Yard, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    # Without rights, landlock and seccomp need this one.
    _only(monkeypatch, name, "no new privileges")
    launch = yard.confined(yard.launch())
    prevented = [what for other, what in PAIRS if other == name]
    if not active(name):
        settings = json.loads(launch.argv[4]) if launch.argv[3].endswith("confine.py") else {}
        assert name not in settings.get("protections", ())
        assert MECHANISMS[name].detail
        return
    answers = yard.attempt(launch, {what: ATTACKS[what][0] for what in prevented})
    assert set(answers) == set(prevented)
    assert "done" not in answers.values(), answers


def test_it_stops_where_a_protection_cannot_be_applied(
    yard: Yard, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = (Protection("seccomp", True, ""),)
    monkeypatch.setattr(confinement, "probe", lambda: found)
    monkeypatch.setattr(confinement, "seccomp_filter", lambda machine: None)
    process = start(yard.confined(yard.launch()), stderr=subprocess.PIPE, text=True)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 125
    assert re.search(r"cannot confine .*python.*: seccomp: no filter for", said)


def test_nothing_is_inherited(yard: Yard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "secret")
    monkeypatch.setenv("LD_LIBRARY_PATH", "/nowhere")
    inherited = os.open(yard.folder / "outside" / "secret", os.O_RDONLY)
    os.set_inheritable(inherited, True)
    code = (
        "import json, os; opened = [n for n in range(3, 64) if os.path.exists(f'/dev/fd/{n}')];"
        "print(json.dumps([dict(os.environ), opened]))"
    )
    launch = yard.launch("-X", "utf8", "-c", code, env={"LEAN_PATH": "here", "LC_ALL": "C.UTF-8"})
    with start(yard.confined(launch), stdout=subprocess.PIPE, text=True) as process:
        said = process.communicate(timeout=60)[0]
    os.close(inherited)
    environment, opened = json.loads(said)
    assert environment == {"LEAN_PATH": "here", "LC_ALL": "C.UTF-8"}
    assert opened == []


def test_limits(yard: Yard) -> None:
    code = (
        "import json, resource as r; print(json.dumps([r.getrlimit(w) for w in"
        " (r.RLIMIT_CORE, r.RLIMIT_FSIZE, r.RLIMIT_NOFILE)]))"
    )
    launch = confine(yard.launch("-c", code), readable=None, file_size=5 * 2**20, open_files=100)
    with start(launch, stdout=subprocess.PIPE, text=True) as process:
        said = process.communicate(timeout=60)[0]
    if active("resource limits"):
        assert json.loads(said) == [[0, 0], [5 * 2**20] * 2, [100, 100]]
    else:
        assert MECHANISMS["resource limits"].detail


def test_files_are_left_alone_if_it_is_not_known_which(yard: Yard) -> None:
    actions = {"read": "open(SECRET).read()", "connect": ATTACKS["TCP"][0]}
    answers = yard.attempt(confine(yard.launch(), readable=None), actions)
    assert answers["read"] == "done"
    assert (answers["connect"] != "done") == active("network namespace", "seccomp")


def test_what_is_refused_at_once(yard: Yard) -> None:
    with pytest.raises(ToolchainError, match=r"script\.py \(to be writable\) is not a folder"):
        confine(yard.launch(), readable=[], writable=[yard.folder / "cwd" / "script.py"])
    with pytest.raises(FileNotFoundError, match="/nowhere/lean"):
        confine(Launch(argv=("/nowhere/lean",), env={}, cwd=yard.folder), readable=[])
    for limits in ({"file_size": -1}, {"open_files": 3}):
        with pytest.raises(UsageError, match="at least 0 and 64"):
            confine(yard.launch(), readable=[], **limits)


# ------------------------------------------------------------------------- life and death


def _wait_for(condition: Callable[[], bool], seconds: float = 20.0) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def _gone(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


_PARENT = """
import subprocess, sys, time
from pathlib import Path
from bbsynth.sandbox.confinement import confine, start
from bbsynth._common.programs import Launch
code = "print('ready', flush=True)\\nwhile True: pass"
launch = Launch(argv=(sys.executable, "-I", "-S", "-c", code), env={}, cwd=Path("/"))
child = start(confine(launch, readable=None), stdout=subprocess.PIPE, text=True)
child.stdout.readline()
print(child.pid, flush=True)
time.sleep(600)
"""


def test_it_dies_with_its_parent() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _PARENT], stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        try:
            assert not _gone(child)
            parent.kill()
            parent.wait()
            assert _wait_for(lambda: _gone(child)) == active("end with parent")
        finally:
            if not _gone(child):
                os.kill(child, signal.SIGKILL)


def test_it_outlives_the_thread_that_wanted_it(yard: Yard) -> None:
    launch = yard.confined(yard.launch("-c", "print('ready', flush=True); input(); print('end')"))
    started: list[subprocess.Popen[str]] = []

    def want() -> None:
        process = start(launch, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        started.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"

    thread = threading.Thread(target=want)
    thread.start()
    thread.join()
    with started[0] as process:
        assert not _wait_for(lambda: process.poll() is not None, 0.3)
        assert process.communicate("\n", timeout=60)[0] == "end\n"


_ENDED = """
import subprocess, sys, threading, time
from pathlib import Path
from bbsynth.sandbox.confinement import confine, start
from bbsynth._common.programs import Launch
def work():
    while threading.main_thread().is_alive():
        time.sleep(0.01)
    time.sleep(0.1)
    print(child.communicate("\\n")[0], child.returncode)
code = "input(); print('end')"
launch = Launch(argv=(sys.executable, "-I", "-S", "-c", code), env={}, cwd=Path("/"))
child = start(
    confine(launch, readable=None), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
)
threading.Thread(target=work).start()
"""


def test_it_outlives_the_main_thread() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _ENDED], capture_output=True, text=True, check=True, timeout=60
    )
    assert (done.stdout, done.stderr) == ("end\n 0\n", "")


def test_it_is_started_after_a_fork() -> None:
    code = _ENDED.replace(
        "threading.Thread(target=work).start()",
        "import os\nchild.communicate('')\n"
        "if os.fork() == 0:\n"
        "    launch = confine(Launch(argv=('/bin/true',), env={}, cwd=Path('/')), readable=None)\n"
        "    os._exit(start(launch).wait())\n"
        "print(os.wait()[1])",
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == "0\n"


# ------------------------------------------------------------------------ the embedded Lean

_NODE_SCRIPT = """
const fs = require("fs"), net = require("net"), dgram = require("dgram");
const { spawnSync } = require("child_process");
const { port, secret, folder, parent } = JSON.parse(process.argv[1]);
const answers = {};
const attempt = (name, action) => {
  try { action(); answers[name] = "done"; } catch (error) { answers[name] = error.code; }
};
attempt("read", () => fs.readFileSync(secret));
attempt("write", () => fs.writeFileSync(folder + "/new", "x"));
attempt("others", () => fs.readFileSync(`/proc/${parent}/environ`));
attempt("signal", () => process.kill(parent, 0));
attempt("program", () => { const { error } = spawnSync("/bin/true"); if (error) throw error; });
const connect = (name, options, next) => {
  const client = net.connect(options);
  client.on("connect", () => { answers[name] = "done"; client.destroy(); next(); });
  client.on("error", (error) => { answers[name] = error.code; next(); });
};
const udp = (next) => {
  const done = (error) => { answers.udp = error ? error.code : "done"; next(); };
  const client = dgram.createSocket("udp4").on("error", done);
  client.send("x", port, "127.0.0.1", (error) => { client.close(); done(error); });
};
connect("tcp", { port, host: "127.0.0.1" }, () => udp(() => {
  console.log(JSON.stringify(answers));
  process.exit(0);
}));
"""

_NODE_ATTACKS = {
    "read": ("landlock",),
    "write": ("landlock",),
    "others": ("landlock",),
    "signal": ("seccomp",),
    "program": ("seccomp",),
    "tcp": ("network namespace", "seccomp"),
    "udp": ("network namespace", "seccomp"),
}


@pytest.mark.parametrize("confined", [False, True])
def test_node_without_its_own_permissions_is_held_back(
    yard: Yard, embedded: Toolchain, confined: bool
) -> None:
    given = {
        "port": yard.names["PORT"],
        "secret": yard.names["SECRET"],
        "folder": yard.names["OUTSIDE"],
        "parent": os.getpid(),
    }
    launch = Launch(
        argv=(str(find_node()), "-e", _NODE_SCRIPT, json.dumps(given)),
        env={},
        cwd=yard.folder / "cwd",
    )
    if confined:
        launch = confine(launch, readable=embedded.files)
    with start(launch, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        said, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors
    answers = json.loads(said)
    refused = {what for what, answer in answers.items() if answer != "done"}
    assert set(answers) == set(_NODE_ATTACKS)
    if confined:
        guarded = {what for what, names in _NODE_ATTACKS.items() if active(*names)}
        assert guarded <= refused, answers
    else:
        assert not refused


def test_a_judge_works_in_it(embedded: Toolchain, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "secret")
    reference = "import BBSynth\n\ntheorem sum : 1 + 1 = 2 := by\n  sorry\n"
    with JudgeProcess(embedded, compiled_library(embedded), judge_program(embedded)) as process:
        for proof, status in (
            ("rfl", "proved"),
            ("by decide", "proved"),
            ("by simp at h", "wrong"),
        ):
            task = Task(
                name="sum",
                theorem="sum",
                reference=reference,
                candidate=f"theorem sum : 1 + 1 = 2 := {proof}\n",
            )
            assert process.ask(task, Limits())["status"] == status
        if not LINUX:
            assert not any(protection.active for protection in probe())
            return
        about = Path(f"/proc/{process.pid}")
        status_file = (about / "status").read_text()
        assert f"Seccomp:\t{2 if active('seccomp') else 0}\n" in status_file
        assert f"NoNewPrivs:\t{int(active('no new privileges'))}\n" in status_file
        rights = re.search(r"CapEff:\t([0-9a-f]+)", status_file)
        assert rights is not None
        assert int(rights.group(1), 16) & ~0b100 == 0
        own_network = (about / "ns/net").readlink() != Path("/proc/self/ns/net").readlink()
        assert own_network == active("network namespace")
        assert b"secret" not in (about / "environ").read_bytes()
        names = {line.split(b"=")[0] for line in (about / "environ").read_bytes().split(b"\0")}
        assert names == {b""}


def test_it_says_what_the_toolchain_does_itself(embedded: Toolchain, tmp_path: Path) -> None:
    for toolchain, own in ((embedded, True), (fake_toolchain(tmp_path), False)):
        found = {
            protection.name: protection for protection in protections(confined=toolchain.confined)
        }
        assert set(MECHANISMS) < set(found)
        assert found["environment"].active
        assert found["WebAssembly"].active == found["Node.js permissions"].active == own
    assert fake_toolchain(tmp_path).files is None
