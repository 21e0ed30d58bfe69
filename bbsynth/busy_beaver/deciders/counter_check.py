"""The check of the rules of counters, written apart from the search; see `counter`.

The words are brought into the order in which they lie on the tape, and the machine is run on a tape
of marked cells: one that looks at a cell that is not its own has failed. So what holds for the
cells holds whatever lies around them. Then the rules are followed on whole tapes, by number.
"""

from __future__ import annotations

from typing import Final

from bbsynth.busy_beaver.deciders.counter import Counter
from bbsynth.busy_beaver.machines.notation import Direction, Machine
from bbsynth.busy_beaver.plain_run import Place, run_plainly

__all__ = ["check_counter", "movement_times"]

_MOST_STEPS: Final = 100_000
_MOST_COPIES: Final = 100
_MOST_FOLLOWED: Final = 20_000
_NUMBERS: Final = 4


def check_counter(machine: Machine, counter: Counter) -> bool:
    """Return whether `counter` is right about `machine`.

    It is, if the four movements are as they should be, if the numbers of steps follow from theirs,
    if the machine is in C(0) at the time stated, and if all rules hold for the first few n, carry
    rules before various tapes.
    """
    words = [counter.tail, counter.crossed, counter.carried, counter.returned, *counter.digits]
    if any(not set(word) <= set("0123456789"[: machine.n_symbols]) for word in words):
        return False
    if {len(counter.crossed)} != {len(digit) for digit in counter.digits} or not counter.crossed:
        return False
    if not {counter.state, counter.back} <= set(range(machine.n_states)):
        return False
    if len(counter.carried) != len(counter.returned) or not 0 <= counter.start <= _MOST_STEPS:
        return False
    if not 0 <= counter.copies <= _MOST_COPIES or not 0 <= counter.first < len(counter.digits):
        return False
    times = movement_times(machine, counter)
    return times is not None and _adds_up(counter, times) and _follows(machine, counter)


def movement_times(machine: Machine, counter: Counter) -> dict[str, int] | None:
    """Return the steps of the movements; None if one of them is not as it should be.

    They are called ``out``, ``back``, ``home``, and ``turn 0``, ``turn 1`` and so on: those at each
    digit but the last, and then that at the blanks.
    """
    q, c, x, u = counter.state, counter.carried, counter.crossed, counter.tail
    r, returned = counter.back, counter.returned
    zero, last = counter.digits[0], counter.digits[-1]
    way = counter.direction
    movements = [
        ("out", _move(machine, way, q, c + last, len(c)), (q, len(c + last), x + c)),
        ("back", _move(machine, way, r, x + returned, len(x) - 1), (r, -1, returned + zero)),
        ("home", _move(machine, way, r, u + returned, len(u) - 1), (q, len(u + c), u + c)),
    ]
    turns = [*zip(counter.digits, counter.digits[1:], strict=False)]
    turns.append(("0" * len(x), counter.digits[counter.first]))
    for number, (digit, following) in enumerate(turns):
        after = _move(machine, way, q, c + digit, len(c))
        movements.append((f"turn {number}", after, (r, -1, returned + following)))
    found: dict[str, int] = {}
    for name, after, wanted in movements:
        if after is None or after[:3] != wanted:
            return None
        found[name] = after[3]
    return found


def _move(
    machine: Machine, way: Direction, state: int, text: str, head: int
) -> tuple[int, int, str, int] | None:
    """Return state, head, cells and steps when the head leaves the cells; None if it does not.

    The cells are those of `text`, mirrored if `way` is left.
    """
    own = {place: int(symbol) for place, symbol in enumerate(text)}
    for steps in range(_MOST_STEPS):
        if head not in own:
            return state, head, "".join(str(own[place]) for place in range(len(text))), steps
        transition = machine.transitions[state][own[head]]
        if transition is None or transition.halts:
            return None
        own[head] = transition.write
        head += transition.move.offset * way.offset
        state = transition.next
    return None


def _adds_up(counter: Counter, times: dict[str, int]) -> bool:
    """Whether the numbers of steps follow from those of the movements, for all n.

    Counting from d(0)^n to d(b - 1)^n takes T(n) steps, where T(0) = 0 and T(n + 1) is b·T(n) and
    the carries for n. All of these are sums of multiples of b^n, n and 1, so that they agree for
    all n if they do for the first three. (Two more are looked at.)
    """
    base = len(counter.digits)
    if counter.steps.base != base or len(counter.carries) != base - 1:
        return False
    slope = times["out"] + times["back"]
    for number, carry in enumerate((*counter.carries, counter.growth)):
        if (carry.slope, carry.constant) != (slope, times[f"turn {number}"] + times["home"]):
            return False
    counting = [0]
    for n in range(counter.copies + 5):
        counting.append(base * counting[n] + sum(carry(n) for carry in counter.carries))
    for n in range(5):
        copies = n + counter.copies
        steps = counter.growth(copies) - times["out"] * copies + counting[copies]
        for carry in counter.carries[counter.first :]:
            steps += carry(copies) + counting[copies]
        if counter.steps(n) != steps + times["out"] * (copies + 1):
            return False
    return True


def _follows(machine: Machine, counter: Counter) -> bool:
    """Whether the rules hold for the first few n, by running the machine on whole tapes."""
    tape: dict[int, int] = {}
    after = run_plainly(machine, tape, 0, 0, counter.start)
    if after is None or not _is(counter, _record(counter, 0), "", tape, after):
        return False
    for n in range(_NUMBERS):
        steps = counter.steps(n)
        if not 0 < steps <= _MOST_FOLLOWED:
            break
        if not _leads(
            machine, counter, (_record(counter, n), ""), (_record(counter, n + 1), ""), steps
        ):
            return False
    home = counter.tail + counter.carried
    zero, last = counter.digits[0], counter.digits[-1]
    beyond = ["", "1", "0" + "1" * 3, "".join(str(i % machine.n_symbols) for i in range(9))]
    for n in range(_NUMBERS):
        for number, carry in enumerate(counter.carries):
            for rest in beyond:
                before = home, last * n + counter.digits[number] + rest
                later = home, zero * n + counter.digits[number + 1] + rest
                if not _leads(machine, counter, before, later, carry(n)):
                    return False
        grown = home, zero * n + counter.digits[counter.first]
        if not _leads(machine, counter, (home, last * n), grown, counter.growth(n)):
            return False
    return True


def _record(counter: Counter, n: int) -> str:
    return counter.tail + counter.crossed * (n + counter.copies) + counter.carried


def _leads(
    machine: Machine, counter: Counter, before: tuple[str, str], after: tuple[str, str], steps: int
) -> bool:
    """Whether so many steps lead from one tape to another, the head right of the edge in both."""
    left, right = before
    way = counter.direction.offset
    tape = {way * place: int(symbol) for place, symbol in enumerate(left + right)}
    reached = run_plainly(machine, tape, way * len(left), counter.state, steps)
    return reached is not None and _is(counter, after[0], after[1], tape, reached)


def _is(counter: Counter, left: str, right: str, tape: dict[int, int], at: Place) -> bool:
    way = counter.direction.offset
    wanted = {i - len(left): int(s) for i, s in enumerate(left + right) if s != "0"}
    found = {(cell - at.head) * way: symbol for cell, symbol in tape.items() if symbol}
    return at.state == counter.state and wanted == found
