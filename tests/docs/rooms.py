"""The rooms of the house and the imports between them, as the code has them.

``python -m tests.docs.rooms`` prints the picture of ``docs/architecture.md``, as Mermaid reads it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import networkx

ROOT: Final = Path(__file__).parents[2]
PACKAGE: Final = ROOT / "bbsynth"

EVERYWHERE: Final = ("_common", "errors")
"""What every room may import; arrows to these would hide all others."""


def room_of(module: str) -> str:
    """Return the room that a module is in, such as ``judge`` or ``busy_beaver.machines``."""
    parts = module.split(".")[1:]
    if parts[:1] == ["busy_beaver"] and len(parts) > 1:
        folder = PACKAGE / parts[0] / parts[1]
        return ".".join(parts[:2]) if folder.is_dir() else "busy_beaver"
    return parts[0] if parts else ""


def imported(path: Path) -> Iterator[str]:
    """Yield the modules of bbsynth that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("bbsynth"):
            for alias in node.names:
                inner = PACKAGE.parent / f"{node.module}.{alias.name}".replace(".", "/")
                is_module = inner.is_dir() or inner.with_suffix(".py").is_file()
                yield f"{node.module}.{alias.name}" if is_module else str(node.module)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.startswith("bbsynth"))


def rooms() -> networkx.DiGraph:
    """Return the graph whose arrows lead from a room to those that it imports."""
    graph = networkx.DiGraph()
    for path in PACKAGE.rglob("*.py"):
        module = path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".")
        room = room_of(module.removesuffix(".__init__"))
        if room in ("", "__main__", *EVERYWHERE):
            continue
        graph.add_node(room)
        for target in map(room_of, imported(path)):
            if target not in ("", room, *EVERYWHERE):
                graph.add_edge(room, target)
    return graph


def picture() -> str:
    """Return the rooms in Mermaid's language; an arrow that others imply is left out."""
    reduced = networkx.transitive_reduction(rooms())
    lines = ["graph TD"]
    for room in sorted(reduced):
        lines.append(f'    {room.replace(".", "_")}["{room}"]')
    for one, other in sorted(reduced.edges):
        lines.append(f"    {one.replace('.', '_')} --> {other.replace('.', '_')}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(picture(), end="")
