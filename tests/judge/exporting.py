"""Small exports of proofs, in the format of ``lean4export``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Self


class Writer:
    """Writes an export line by line; each method returns the number of what it adds."""

    def __init__(self, version: str = "3.1.0") -> None:
        self.lines: list[dict[str, Any]] = [{"meta": {"format": {"version": version}}}]
        self._names = {(): 0}
        self._levels = 1
        self._expressions = 0

    def name(self, *components: str | int) -> int:
        if components not in self._names:
            prefix = self.name(*components[:-1])
            last = components[-1]
            self._names[components] = len(self._names)
            kind = {"str": {"pre": prefix, "str": last}}
            if isinstance(last, int):
                kind = {"num": {"pre": prefix, "i": last}}
            self.lines.append({**kind, "in": self._names[components]})
        return self._names[components]

    def level(self, **kind: Any) -> int:
        self.lines.append({**kind, "il": self._levels})
        self._levels += 1
        return self._levels - 1

    def expression(self, **kind: Any) -> int:
        self.lines.append({**kind, "ie": self._expressions})
        self._expressions += 1
        return self._expressions - 1

    def constant(self, name: str, *levels: int) -> int:
        number = self.name(*name.split("."))
        return self.expression(const={"name": number, "us": list(levels)})

    def declare(self, kind: str, name: str, type_: int, **more: Any) -> Self:
        header = {"name": self.name(*name.split(".")), "levelParams": [], "type": type_}
        self.lines.append({kind: header | more})
        return self

    def text(self) -> str:
        return "".join(json.dumps(line) + "\n" for line in self.lines)

    def write(self, path: Path) -> Path:
        path.write_text(self.text(), encoding="utf-8")
        return path


def theorem(
    name: str = "t", *, states: str = "Claim", means: str = "one", axioms: tuple[str, ...] = ()
) -> Writer:
    """Return an export of a theorem that states a defined proposition, with some axioms."""
    writer = Writer()
    prop = writer.expression(sort=0)
    value = writer.expression(strVal=means)
    writer.declare("def", states, prop, value=value, safety="safe")
    for axiom in axioms:
        writer.declare("axiom", axiom, prop, isUnsafe=False)
    return writer.declare("thm", name, writer.constant(states), value=value)
