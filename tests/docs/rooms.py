"""The rooms of the house and the imports between them, as the code has them.

``python -m tests.docs.rooms`` prints the picture of ``docs/architecture.md``, as Mermaid reads it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import networkx

ROOT: Final = Path(__file__).parents[2]
PACKAGE: Final = ROOT / "bbsynth"

EVERYWHERE: Final = ("_common", "errors")
"""What every room may import; arrows to these would hide all others."""


def module_of(path: Path) -> str:
    """Return the name of the module in a file."""
    name = path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".")
    return name.removesuffix(".__init__")


def room_of(module: str) -> str:
    """Return the room that a module is in, such as ``judge``; empty for bbsynth itself."""
    parts = module.split(".")[1:]
    return parts[0] if parts else ""


def imported(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Yield the modules of bbsynth that statements import."""
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("bbsynth"):
            for alias in node.names:
                inner = ROOT / f"{node.module}.{alias.name}".replace(".", "/")
                is_module = inner.is_dir() or inner.with_suffix(".py").is_file()
                yield f"{node.module}.{alias.name}" if is_module else str(node.module)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.startswith("bbsynth"))


def trees() -> Iterator[tuple[str, ast.Module]]:
    """Yield each module with its syntax tree."""
    for path in sorted(PACKAGE.rglob("*.py")):
        yield module_of(path), ast.parse(path.read_text(encoding="utf-8"))


def modules() -> networkx.DiGraph:
    """Return the graph of what each module needs in order to be imported."""
    graph = networkx.DiGraph()
    for module, tree in trees():
        graph.add_edges_from((module, target) for target in imported(tree.body))
    return graph


def rooms() -> networkx.DiGraph:
    """Return the graph whose arrows lead from a room to those that it imports at any time."""
    graph = networkx.DiGraph()
    for module, tree in trees():
        room = room_of(module)
        if room in ("", "__main__", *EVERYWHERE):
            continue
        graph.add_node(room)
        for target in map(room_of, imported(ast.walk(tree))):
            if target not in ("", room, *EVERYWHERE):
                graph.add_edge(room, target)
    return graph


def picture() -> str:
    """Return the rooms in Mermaid's language; an arrow that others imply is left out."""
    lines = ["graph TD"]
    lines += [
        f"    {one} --> {other}"
        for one, other in sorted(networkx.transitive_reduction(rooms()).edges)
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(picture(), end="")
