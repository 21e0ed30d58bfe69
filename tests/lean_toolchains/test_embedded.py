"""The embedded Lean, started for real: output, files, limits, and what it must not reach."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from bbsynth._common.resources import data_dir
from bbsynth.errors import ToolchainError, UsageError
from bbsynth.lean.embedded import find_embedded
from bbsynth.lean.toolchain import Completed, Toolchain

HEAD = "module\npublic section\n"


def _run(toolchain: Toolchain, folder: Path, body: str, **options: object) -> Completed:
    (folder / "Main.lean").write_text(HEAD + body, encoding="utf-8")
    return toolchain.run(
        ["--run", "Main.lean"],
        cwd=folder,
        timeout=120,
        **options,  # type: ignore[arg-type]
    )


def test_its_version_is_the_one_that_the_manifest_names(
    embedded: Toolchain, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # It may be reached through a link.
    (tmp_path / "toolchains").symlink_to(data_dir() / "toolchains")
    monkeypatch.setenv("BBSYNTH_HOME", str(tmp_path))
    linked = find_embedded()
    assert linked == embedded
    done = linked.run(["--version"], cwd=tmp_path)
    assert done == Completed(0, embedded.version + "\n", "")


def test_output_and_exit_code(embedded: Toolchain, tmp_path: Path) -> None:
    body = """
def main (_ : List String) : IO UInt32 := do
  IO.println "first ∀ x"
  IO.print "[DEBU"
  IO.println "not a debugging print"
  IO.println "  [DEBUG inside a line"
  IO.println "[DEBUG at the beginning of a line"
  IO.eprintln "to standard error"
  IO.print "no newline at the end"
  return 7
"""
    done = _run(embedded, tmp_path, body)
    assert done.returncode == 7
    assert done.stdout == (
        "first ∀ x\n[DEBUnot a debugging print\n  [DEBUG inside a line\nno newline at the end"
    )
    assert done.stderr == "to standard error\n"


@pytest.mark.parametrize(
    ("end", "code"), [("pure ()", 0), ('throw (IO.userError "x")', 1), ("IO.Process.exit 9", 9)]
)
def test_other_ways_to_end(embedded: Toolchain, tmp_path: Path, end: str, code: int) -> None:
    done = _run(embedded, tmp_path, f"def main (_ : List String) : IO Unit := do\n  {end}\n")
    assert done.returncode == code


def test_an_error_in_the_file_is_reported(embedded: Toolchain, tmp_path: Path) -> None:
    (tmp_path / "Bad.lean").write_text("module\ntheorem t : 1 = 2 := by decide\n")
    done = embedded.run(["Bad.lean"], cwd=tmp_path)
    assert done.returncode == 1
    assert "Bad.lean:2:24: error" in done.stdout


def test_long_lines_through_standard_input_and_output(embedded: Toolchain, tmp_path: Path) -> None:
    body = """
partial def echo (input output : IO.FS.Stream) : IO Unit := do
  let line ← input.getLine
  if line.isEmpty then pure () else
    output.putStr line
    output.flush
    echo input output
def main (_ : List String) : IO Unit := do
  echo (← IO.getStdin) (← IO.getStdout)
"""
    lines = ["short\n", "é∀" * 500_000 + "\n", "last, without an end"]
    begin = time.monotonic()
    done = _run(embedded, tmp_path, body, stdin="".join(lines))
    assert done.stdout == "".join(lines)
    assert done.returncode == 0
    assert time.monotonic() - begin < 60


#: What is tried, in Lean, and whether it may succeed.
ATTEMPTS = {
    "read": ('discard <| IO.FS.readFile (ro ++ "/a.txt")', True),
    "create": ('IO.FS.writeFile (ro ++ "/b.txt") "x"', False),
    "overwrite": ('IO.FS.writeFile (ro ++ "/a.txt") "x"', False),
    "append": ('discard <| IO.FS.Handle.mk (ro ++ "/a.txt") .append', False),
    "remove": ('IO.FS.removeFile (ro ++ "/a.txt")', False),
    "rename": ('IO.FS.rename (ro ++ "/a.txt") (ro ++ "/c.txt")', False),
    "move out": ('IO.FS.rename (ro ++ "/a.txt") (rw ++ "/c.txt")', False),
    "make folder": ('IO.FS.createDir (ro ++ "/d")', False),
    "remove folder": ('IO.FS.removeDir (ro ++ "/sub")', False),
    "write in rw": ('IO.FS.writeFile (rw ++ "/b.txt") "written"', True),
    "read in rw": ('discard <| IO.FS.readFile (rw ++ "/b.txt")', True),
    "folder in rw": ('IO.FS.createDir (rw ++ "/d")', True),
    "write in cwd": ('IO.FS.writeFile (cwd ++ "/x.txt") "x"', False),
    "outside": ('discard <| IO.FS.readFile (outside ++ "/secret.txt")', False),
    "dots": ('discard <| IO.FS.readFile (rw ++ "/../outside/secret.txt")', False),
    "write outside": ('IO.FS.writeFile (outside ++ "/new.txt") "x"', False),
    "link": ('discard <| IO.FS.readFile (rw ++ "/link/secret.txt")', False),
    "relative link": ('discard <| IO.FS.readFile (ro ++ "/link.txt")', False),
    "passwd": ('discard <| IO.FS.readFile (root ++ "etc/passwd")', False),
    "processes": ('discard <| IO.FS.readFile (root ++ "proc/self/environ")', False),
    "list folders": ('discard <| (root ++ "usr" : System.FilePath).readDir', False),
    "environment": (
        'match ← IO.getEnv "SECRET" with\n      | some _ => pure ()\n'
        '      | none => throw (IO.userError "")',
        False,
    ),
}


def _attempts() -> str:
    lines = [
        "def main (args : List String) : IO Unit := do",
        "  match args with",
        "  | [ro, rw, outside, cwd, root] =>",
    ]
    for what, (action, _) in ATTEMPTS.items():
        lines += [
            f'    try\n      {action}\n      IO.println "{what}: done"',
            f'    catch _ => IO.println "{what}: refused"',
        ]
    return "\n".join((*lines, '  | _ => IO.println "arguments"\n'))


def test_files_are_reachable_only_as_asked(
    embedded: Toolchain, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET", "secret")
    ro, rw, outside, cwd = (tmp_path / name for name in ("ro", "rw", "outside", "cwd"))
    for folder in (ro, ro / "sub", rw, outside, cwd):
        folder.mkdir()
    (ro / "a.txt").write_text("a")
    (outside / "secret.txt").write_text("secret")
    (rw / "link").symlink_to(outside)
    (ro / "link.txt").symlink_to("../outside/secret.txt")
    (cwd / "Main.lean").write_text(HEAD + _attempts())
    done = embedded.run(
        ["--run", "Main.lean", str(ro), str(rw), str(outside), str(cwd), "/"],
        cwd=cwd,
        readable=[ro],
        writable=[rw],
        timeout=120,
    )
    answers = [tuple(line.split(": ")) for line in done.stdout.splitlines()]
    assert answers == [
        (what, "done" if allowed else "refused") for what, (_, allowed) in ATTEMPTS.items()
    ]
    assert (rw / "b.txt").read_text() == "written"
    assert (rw / "d").is_dir()
    assert (ro / "a.txt").read_text() == "a"
    assert {path.name for path in ro.iterdir()} == {"a.txt", "link.txt", "sub"}
    assert {path.name for path in outside.iterdir()} == {"secret.txt"}
    assert {path.name for path in cwd.iterdir()} == {"Main.lean"}


@pytest.mark.parametrize("symbol", ["emscripten_run_script", "_emscripten_system", "system"])
def test_functions_of_the_host_are_not_found(
    embedded: Toolchain, tmp_path: Path, symbol: str
) -> None:
    body = f"""
@[extern "{symbol}"] opaque call (text : @& String) : IO Unit
def main (_ : List String) : IO Unit := call "require('fs').writeSync(1, 'escaped')"
"""
    done = _run(embedded, tmp_path, body)
    assert done.returncode == 1
    assert done.stdout == ""
    assert "Could not find native implementation" in done.stderr


def test_the_permission_model_of_node_holds_the_launcher_back(
    embedded: Toolchain, tmp_path: Path
) -> None:
    launch = embedded.launch(["--version"], cwd=tmp_path)
    flags = [argument for argument in launch.argv if argument.startswith("--")]
    script = (
        "const attempt = (f) => { try { f(); return 'done'; } catch (e) { return e.code; } };"
        "console.log(attempt(() => require('fs').readFileSync('/etc/passwd')),"
        "attempt(() => require('fs').writeFileSync(process.argv[1] + '/x', 'x')),"
        "attempt(() => require('child_process').spawnSync('ls')),"
        "attempt(() => eval('1')) !== 'done')"
    )
    done = subprocess.run(
        [launch.argv[0], *flags, "-e", script, str(tmp_path)],
        env=dict(launch.env),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "ERR_ACCESS_DENIED ERR_ACCESS_DENIED ERR_ACCESS_DENIED true\n"
    assert launch.env.keys() <= {"SYSTEMROOT"}


def test_a_library_is_compiled_and_imported(embedded: Toolchain, tmp_path: Path) -> None:
    source, build, use = (tmp_path / name for name in ("source", "build", "use"))
    for folder in (source, build, use):
        folder.mkdir()
    (source / "Lib.lean").write_text(
        "module\npublic section\n@[expose] def three := 3\ntheorem three_eq : three = 3 := rfl\n"
    )
    done = embedded.run(
        ["-o", str(build / "Lib.olean"), "Lib.lean"], cwd=source, writable=[build], timeout=120
    )
    assert done == Completed(0, "", "")
    assert (build / "Lib.olean").is_file()
    (use / "Use.lean").write_text("module\nimport Lib\ntheorem t : three + 0 = 3 := three_eq\n")
    done = embedded.run(["Use.lean"], cwd=use, lean_path=[build], timeout=120)
    assert done == Completed(0, "", "")


def test_more_tasks_than_threads_do_not_stall(embedded: Toolchain, tmp_path: Path) -> None:
    body = """
abbrev Answer := Task (Except IO.Error Nat)
def spawn (n : Nat) (tasks : List Answer) : IO (List Answer) := do
  match n with
  | 0 => return tasks
  | n + 1 =>
    let task ← IO.asTask (do IO.sleep 20; return n) Task.Priority.dedicated
    spawn n (task :: tasks)
def collect (tasks : List Answer) (sum : Nat) : IO Nat := do
  match tasks with
  | [] => return sum
  | task :: rest =>
    match ← IO.wait task with
    | .ok value => collect rest (sum + value)
    | .error _ => return 0
def main (_ : List String) : IO Unit := do
  IO.println (toString (← collect (← spawn 12 []) 0))
"""
    done = _run(embedded, tmp_path, body, threads=1)
    assert (done.returncode, done.stdout) == (0, "66\n")


def test_deep_recursion(embedded: Toolchain, tmp_path: Path) -> None:
    body = """
partial def deep (n : Nat) : IO Nat := do
  if n == 0 then return 0
  return (← deep (n - 1)) + 1
def main (_ : List String) : IO Unit := do
  IO.println (toString (← deep 10000))
"""
    done = _run(embedded, tmp_path, body)
    assert (done.returncode, done.stdout) == (0, "10000\n")
    (tmp_path / "Deep.lean").write_text(
        "module\ndef f : Nat → Nat | 0 => 0 | n + 1 => f n + 1\n"
        "set_option maxRecDepth 100000 in\ntheorem t : f 5000 = 5000 := by decide +kernel\n"
    )
    assert embedded.run(["Deep.lean"], cwd=tmp_path, timeout=120) == Completed(0, "", "")


@pytest.mark.parametrize(
    "call", ["deep 1000000", "IO.ofExcept (← IO.wait (← IO.asTask (deep 1000000)))"]
)
def test_too_deep_recursion_stops_before_it_runs_over_data(
    embedded: Toolchain, tmp_path: Path, call: str
) -> None:
    body = f"""
partial def deep (n : Nat) : IO Nat := do
  if n == 0 then return 0
  return (← deep (n - 1)) + 1
def main (_ : List String) : IO Unit := do
  let t ← {call}
  IO.println (toString t)
"""
    done = _run(embedded, tmp_path, body)
    assert (done.returncode, done.stdout) == (134, "")
    assert "RangeError: Maximum call stack size exceeded" in done.stderr


def test_memory_is_limited(embedded: Toolchain, tmp_path: Path) -> None:
    body = """
partial def grow (data : ByteArray) : IO Unit := do
  IO.println (toString data.size)
  grow (data ++ data)
def main (_ : List String) : IO Unit := grow (ByteArray.mk #[1, 2, 3, 4])
"""
    done = _run(embedded, tmp_path, body, memory_limit=512 * 2**20)
    assert done.returncode != 0
    assert max(int(line) for line in done.stdout.split()) < 512 * 2**20


def test_it_dies_as_one(embedded: Toolchain, tmp_path: Path) -> None:
    body = """
def main (_ : List String) : IO Unit := do
  IO.println "ready"
  (← IO.getStdout).flush
  discard <| (← IO.getStdin).getLine
"""
    (tmp_path / "Main.lean").write_text(HEAD + body)
    launch = embedded.launch(["--run", "Main.lean"], cwd=tmp_path)
    with subprocess.Popen(
        launch.argv,
        env=dict(launch.env),
        cwd=launch.cwd,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        os.kill(process.pid, signal.SIGTERM)
        assert process.wait(10) == -signal.SIGTERM
        # No thread or child that lives on holds the pipe open.
        assert process.stdout.read() == b""


def test_the_end_of_its_input_ends_it(embedded: Toolchain, tmp_path: Path) -> None:
    body = """
partial def drain (input : IO.FS.Stream) : IO Unit := do
  if (← input.getLine).isEmpty then IO.println "end" else drain input
def main (_ : List String) : IO Unit := do
  drain (← IO.getStdin)
"""
    done = _run(embedded, tmp_path, body, stdin="a\nb\n")
    assert (done.returncode, done.stdout) == (0, "end\n")


def test_what_is_refused_at_once(embedded: Toolchain, tmp_path: Path) -> None:
    with pytest.raises(ToolchainError, match=r"nowhere \(working directory\) is not a folder"):
        embedded.launch([], cwd=tmp_path / "nowhere")
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(ToolchainError, match=r"file \(to be writable\) is not a folder"):
        embedded.launch([], cwd=tmp_path, writable=[file])
    with pytest.raises(UsageError, match="memory_limit is 1000 bytes"):
        embedded.launch([], cwd=tmp_path, memory_limit=1000)
    with pytest.raises(UsageError, match="threads is 0"):
        embedded.launch([], cwd=tmp_path, threads=0)
