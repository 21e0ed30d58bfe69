"""A second, slow simulator, by which every claim in a statement is checked.

It shares no code with `bbsynth.busy_beaver.machines` and `bbsynth.busy_beaver.deciders`, where the
claims come from: a mistake there would have to be made here too in order to go unnoticed. The
conventions are those of the statements: the step that halts is counted, writes and moves.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

__all__ = [
    "Rule",
    "Table",
    "Tape",
    "check_cells",
    "check_completions",
    "check_ends_with",
    "check_facts",
    "check_goes_on",
    "check_halts_after",
    "check_halts_from",
    "check_halts_leaving",
    "check_loop",
    "check_never_uses",
    "check_passes",
    "check_reaches",
    "check_repeats",
    "check_rule",
    "check_rule_start",
    "check_runs_on",
    "check_stays_within",
    "check_steps",
    "check_visits",
    "check_visits_at_least",
    "halting_time",
    "started",
]

Rule = tuple[int, int, int | None]
"""Symbol written, move (-1 or +1), next state (None halts)."""

Table = tuple[tuple[Rule | None, ...], ...]
"""A row per state, an entry per symbol read; None where a partial machine is undefined."""


class Tape:
    """A machine at work: the state (None once it has halted), the head, the cells, the time.

    Parameters
    ----------
    table : tuple
        The machine. It starts in state 0 on cell 0 of the blank tape.
    """

    def __init__(self, table: Table) -> None:
        self.table = table
        self.state: int | None = 0
        self.head = 0
        self.cells: dict[int, int] = {}
        self.time = 0

    def read(self, cell: int) -> int:
        """Return the symbol in a cell."""
        return self.cells.get(cell, 0)

    def configuration(self) -> tuple[object, ...]:
        """Return the configuration as a value that can be compared."""
        cells = frozenset((cell, symbol) for cell, symbol in self.cells.items() if symbol != 0)
        return self.state, self.head, cells

    def step(self) -> None:
        """Make one step; a machine that has halted makes none."""
        if self.state is None:
            return
        rule = self.table[self.state][self.read(self.head)]
        if rule is None:
            raise ValueError("the machine has no transition here")
        write, move, following = rule
        self.cells[self.head] = write
        self.head += move
        self.state = following
        self.time += 1

    def run(self, steps: int) -> None:
        """Make so many steps, or fewer if the machine halts."""
        for _ in range(steps):
            if self.state is None:
                break
            self.step()


def halting_time(table: Table, limit: int) -> int | None:
    """Return after how many steps the machine halts; None if not within `limit` steps."""
    tape = Tape(table)
    tape.run(limit)
    return tape.time if tape.state is None else None


def check_halts_after(table: Table, steps: int) -> str | None:
    """Return None if the machine halts after exactly `steps` steps, else what it does."""
    tape = Tape(table)
    tape.run(steps)
    if tape.state is not None:
        return f"the machine has not halted after {steps} steps"
    if tape.time != steps:
        return f"the machine halts after {tape.time} steps, not {steps}"
    return None


def started(table: Table, state: int, head: int, start: int, symbols: Sequence[int]) -> Tape | None:
    """Return the machine in a state, with the head on a cell and `symbols` on the tape from cell
    `start` on; None if the machine has no such state or symbol."""
    if not (state < len(table) and all(symbol < len(table[0]) for symbol in symbols)):
        return None
    tape = Tape(table)
    tape.state, tape.head = state, head
    tape.cells = {start + place: symbol for place, symbol in enumerate(symbols)}
    return tape


def check_halts_from(tape: Tape, steps: int) -> str | None:
    """Return None if the machine, as it stands, halts after exactly `steps` steps, else why not."""
    tape.run(steps)
    if tape.state is not None:
        return f"the machine has not halted after {steps} steps"
    return None if tape.time == steps else f"the machine halts after {tape.time} steps, not {steps}"


def check_halts_leaving(table: Table, non_blank: int, limit: int) -> str | None:
    """Return None if the machine halts within `limit` steps and leaves `non_blank` cells."""
    tape = Tape(table)
    tape.run(limit)
    if tape.state is not None:
        return f"the machine has not halted after {limit} steps"
    left = sum(symbol != 0 for symbol in tape.cells.values())
    if left != non_blank:
        return f"the machine leaves {left} cells that are not blank, not {non_blank}"
    return None


def check_runs_on(table: Table, steps: int) -> str | None:
    """Return None if the machine has not halted after `steps` steps, else when it did."""
    tape = Tape(table)
    tape.run(steps)
    return None if tape.state is not None else f"the machine halts after {tape.time} steps"


def check_ends_with(
    table: Table, start: int, symbols: Sequence[int], head: int, limit: int
) -> str | None:
    """Return None if the machine halts so, within `limit` steps, else what it does.

    The tape has to hold `symbols` from cell `start` on, and blanks elsewhere.
    """
    tape = Tape(table)
    tape.run(limit)
    if tape.state is not None:
        return f"the machine has not halted after {limit} steps"
    if tape.head != head:
        return f"the head ends on cell {tape.head}, not {head}"
    found = {cell: symbol for cell, symbol in tape.cells.items() if symbol != 0}
    stated = {start + place: symbol for place, symbol in enumerate(symbols) if symbol != 0}
    if found != stated:
        return f"the tape ends as {found}, not as {stated}"
    return None


def check_visits(table: Table, cells: int, limit: int) -> str | None:
    """Return None if the machine halts within `limit` steps and has visited `cells` cells."""
    tape = Tape(table)
    visited = set()
    while tape.state is not None and tape.time < limit:
        visited.add(tape.head)
        tape.step()
    if tape.state is not None:
        return f"the machine has not halted after {limit} steps"
    if len(visited) != cells:
        return f"the machine visits {len(visited)} cells, not {cells}"
    return None


def check_facts(table: Table, steps: int, cells: int, non_blank: int) -> str | None:
    """Return None if the machine halts after exactly `steps` steps, has visited `cells` cells, and
    leaves `non_blank` that are not blank, else what it does."""
    tape = Tape(table)
    visited = set()
    while tape.state is not None and tape.time < steps:
        visited.add(tape.head)
        tape.step()
    found = tape.time, len(visited), sum(symbol != 0 for symbol in tape.cells.values())
    if tape.state is not None or found != (steps, cells, non_blank):
        halts = "halts" if tape.state is None else "does not halt"
        return (
            f"the machine {halts} within {found[0]} steps, having visited {found[1]} cells, and "
            f"{found[2]} are not blank; not as the metadata have it: {steps}, {cells}, {non_blank}"
        )
    return None


def check_repeats(table: Table, start: int, period: int) -> str | None:
    """Return None if configurations repeat first after `start` steps, `period` steps later."""
    tape = Tape(table)
    seen: dict[tuple[object, ...], int] = {}
    while True:
        configuration = tape.configuration()
        if configuration in seen:
            break
        if tape.time > start + period:
            return f"no configuration repeats in {start + period} steps"
        seen[configuration] = tape.time
        if tape.state is None:
            return f"the machine halts after {tape.time} steps"
        tape.step()
    found = seen[configuration], tape.time - seen[configuration]
    if found != (start, period):
        return f"the machine repeats from step {found[0]} with period {found[1]}"
    return None


def check_stays_within(table: Table, least: int, most: int, limit: int) -> str | None:
    """Return None if the head stays between two cells for ever, else why not.

    The run has to come back to an earlier configuration, or halt, within `limit` steps.
    """
    tape = Tape(table)
    seen = set()
    while (configuration := tape.configuration()) not in seen:
        if not least <= tape.head <= most:
            return f"the head is on cell {tape.head} after {tape.time} steps"
        if tape.state is None:
            return None
        if tape.time > limit:
            return f"no configuration repeats in {limit} steps"
        seen.add(configuration)
        tape.step()
    return None


def check_cells(table: Table, least: int, most: int, steps: int) -> str | None:
    """Return None if the head stays between two cells for so many steps, else when it leaves."""
    tape = Tape(table)
    while tape.state is not None and tape.time < steps:
        if not least <= tape.head <= most:
            return f"the head is on cell {tape.head} after {tape.time} steps"
        tape.step()
    return None


def check_goes_on(table: Table, steps: int) -> str | None:
    """Return None if the machine neither halts nor comes back to a configuration in so many steps,
    else when it does.

    Configurations are compared with that of the last step whose number is a power of two, so not
    every return is seen at once.
    """
    tape = Tape(table)
    near, marked = (tape.state, tape.head), tape.configuration()
    mark = 1
    for time in range(1, steps + 1):
        tape.step()
        if tape.state is None:
            return f"the machine halts after {time} steps"
        if (tape.state, tape.head) == near and tape.configuration() == marked:
            return f"a configuration of the machine comes back after {time} steps"
        if time == mark:
            near, marked = (tape.state, tape.head), tape.configuration()
            mark *= 2
    return None


def check_passes(table: Table, rule: Mapping[str, int | str], steps: int) -> str | None:
    """Return None if the first two of the configurations in `rule` are passed in so many steps, as
    far as they are not too large for it; else which is not."""
    tape = Tape(table)
    wanted = [_stage(table, rule, m) for m in range(2)]
    shapes = [_shape(one) for one in wanted]
    marks = [sum(symbol != 0 for symbol in one.cells.values()) for one in wanted]
    if max(marks) > _LARGE:
        return None
    count = 0
    left = {0, 1}
    for _ in range(steps):
        for m in tuple(left):
            if count == marks[m] and tape.state == wanted[m].state and _shape(tape) == shapes[m]:
                left.discard(m)
        if not left or tape.state is None:
            break
        head, before = tape.head, tape.read(tape.head)
        tape.step()
        count += (tape.read(head) != 0) - (before != 0)
    return f"C({min(left)}) is not passed in {steps} steps" if left else None


def check_never_uses(table: Table, state: int, symbol: int, steps: int) -> str | None:
    """Return None if a transition is not used in so many steps, else when it is."""
    tape = Tape(table)
    for time in range(steps + 1):
        if tape.state == state and tape.read(tape.head) == symbol:
            return f"the transition is used after {time} steps"
        if tape.state is None:
            return None
        tape.step()
    return None


_LONGER = 150
"""Steps for which a machine that is said never to halt is watched beyond a bound: more than the
longest run of a machine that halts and is as small as those that are completed."""


def check_completions(table: Table, bound: int) -> str | None:
    """Return None if every completion of a partial machine halts within `bound` steps or not soon
    after, and one takes as long, else what another does."""
    n_states, n_symbols = len(table), len(table[0])
    states: list[int | None] = [None, *range(n_states)]
    every = [
        (write, move, state) for write in range(n_symbols) for move in (-1, 1) for state in states
    ]
    places = [(q, s) for q in range(n_states) for s in range(n_symbols) if table[q][s] is None]
    longest = 0
    for choice in itertools.product(every, repeat=len(places)):
        rows = [list(row) for row in table]
        for (state, symbol), rule in zip(places, choice, strict=True):
            rows[state][symbol] = rule
        tape = Tape(tuple(map(tuple, rows)))
        tape.run(bound + _LONGER)
        if tape.state is None:
            longest = max(longest, tape.time)
    if longest != bound:
        return f"the longest run of a completion that halts has {longest} steps, not {bound}"
    return None


_LARGE = 30
"""Marks in a configuration that a machine which sweeps comes to in a few thousand steps."""

_FOLLOWED = 4
"""Values of the parameter for which a rule is followed."""


def check_rule(table: Table, rule: Mapping[str, int | str]) -> str | None:
    """Return None if a rule holds for the first few values of its parameter, else why not.

    Parameters
    ----------
    table : tuple
        The machine.
    rule : mapping
        ``state``; ``facing``, left or right; ``left`` and ``right``, the rows, each a list
        ``word:slope:constant`` with commas; ``slope`` and ``constant`` of the number of steps.
    """
    slope, constant = int(rule["slope"]), int(rule["constant"])
    return check_steps(table, rule, [slope * m + constant for m in range(_FOLLOWED)])


def check_steps(table: Table, rule: Mapping[str, int | str], times: Sequence[int]) -> str | None:
    """Return None if so many steps lead from C(0) to C(1), from C(1) to C(2), and so on.

    Parameters
    ----------
    table : tuple
        The machine.
    rule : mapping
        The configurations, as for `check_rule`.
    times : sequence of int
        The numbers of steps.
    """
    for m, steps in enumerate(times):
        tape = _stage(table, rule, m)
        tape.run(steps)
        if tape.time != steps:
            return f"the machine halts after {tape.time} steps from C({m})"
        if _shape(tape) != _shape(_stage(table, rule, m + 1)):
            return f"{steps} steps from C({m}) do not lead to C({m + 1})"
    return None


def check_reaches(table: Table, rule: Mapping[str, int | str]) -> str | None:
    """Return None if C(m) leads to D(m) for the first few m, else why not.

    The configurations D(m) are as in `check_rule`, by the names with ``to_`` before them.
    """
    names = ("state", "facing", "left", "right")
    goal = {name: rule[f"to_{name}"] for name in names}
    for m in range(_FOLLOWED):
        tape = _stage(table, rule, m)
        steps = int(rule["slope"]) * m + int(rule["constant"])
        tape.run(steps)
        if tape.time != steps:
            return f"the machine halts after {tape.time} steps from C({m})"
        if _shape(tape) != _shape(_stage(table, goal, m)):
            return f"{steps} steps from C({m}) do not lead to D({m})"
    return None


def check_visits_at_least(
    table: Table, start: int, linear: int, quadratic: int, slope: int, constant: int
) -> str | None:
    """Return None if, for the first few m, in the first start + linear · m + quadratic · m(m - 1)/2
    steps at least slope · m + constant cells are visited, else what is so."""
    tape = Tape(table)
    visited = set()
    for m in range(2 * _FOLLOWED):
        steps = start + linear * m + quadratic * (m * (m - 1) // 2)
        while tape.time < steps and tape.state is not None:
            visited.add(tape.head)
            tape.step()
        if len(visited) < slope * m + constant:
            return f"in {steps} steps {len(visited)} cells are visited"
    return None


def check_rule_start(table: Table, rule: Mapping[str, int | str]) -> str | None:
    """Return None if ``start`` steps from the blank tape lead to C(0), else that they do not."""
    tape = Tape(table)
    tape.run(int(rule["start"]))
    if tape.time != rule["start"] or _shape(tape) != _shape(_stage(table, rule, 0)):
        return f"{rule['start']} steps from the blank tape do not lead to C(0)"
    return None


def _stage(table: Table, rule: Mapping[str, int | str], m: int) -> Tape:
    """Return the machine in C(m), the edge between the rows left of cell 0."""
    tape = Tape(table)
    rows = []
    for side in ("left", "right"):
        cells = ""
        for part in str(rule[side]).split(","):
            if part:
                word, slope, constant = part.split(":")
                cells += word * (int(slope) * m + int(constant))
        rows.append(cells)
    left, right = rows
    tape.cells = {place - len(left): int(symbol) for place, symbol in enumerate(left + right)}
    tape.state = int(rule["state"])
    tape.head = 0 if rule["facing"] == "right" else -1
    return tape


def _shape(tape: Tape) -> tuple[object, ...]:
    """Return the configuration as seen from the head."""
    cells = {(cell - tape.head, symbol) for cell, symbol in tape.cells.items() if symbol != 0}
    return tape.state, frozenset(cells)


def check_loop(
    table: Table,
    *,
    start: int,
    period: int,
    width: int,
    shift: int,
    ahead: int,
    tape: Tape | None = None,
) -> str | None:
    """Return None if the machine is in a loop, else what is missing for that.

    The loop is one that goes on for ever: `period` steps after time `start` the state is the same
    again; in between, the head is never more than `width` cells behind the place where it was at
    `start`; and from `width` cells behind the head onwards the tape is the same, as seen from the
    head. Since only these cells are read, the next period is the same, and every one after it.

    Parameters
    ----------
    table : tuple
        The machine.
    start, period, width : int
        The loop: steps, steps, cells.
    shift : int
        By how many cells the head is ahead after a period; 0 or more.
    ahead : int
        The direction in which the loop moves, -1 or +1.
    tape : Tape, optional
        The machine where it starts, if that is not on the blank tape.
    """
    if start < 0 or period < 1 or width < 0 or shift < 0 or ahead not in (-1, 1):
        return "the certificate is out of range"
    tape = Tape(table) if tape is None else tape
    tape.run(start)
    state, head, cells = tape.state, tape.head, dict(tape.cells)
    for _ in range(period):
        tape.step()
        if ahead * (head - tape.head) > width:
            return f"the head goes more than {width} cells back, by step {tape.time}"
    if tape.state is None:
        return f"the machine halts after {tape.time} steps"
    if tape.state != state:
        return f"the states after {start} and {start + period} steps differ"
    if ahead * (tape.head - head) != shift:
        return f"the head moves on by {ahead * (tape.head - head)} cells, not {shift}"
    reach = max((abs(cell) for cell in tape.cells), default=0) + abs(head) + shift + 1
    for distance in range(-width, reach + 1):
        before = cells.get(head + ahead * distance, 0)
        if before != tape.read(tape.head + ahead * distance):
            return f"the tape differs {distance} cells ahead of the head"
    return None
