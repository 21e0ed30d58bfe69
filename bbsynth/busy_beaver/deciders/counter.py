"""Simple counters: machines that count up, in some base, in digits next to a fixed end.

All is said of a machine that faces right; for one that faces left it is mirrored, words included.
There are words, all but two of the same length: the *digits* d(0), ..., d(b - 1), the *crossed*
digit x, and of any lengths the *tail* u and the *carried* cells c. At home, the machine is in the
state q on the first digit, the least significant:

    u c | digits     (the head right of the bar)

It counts on in four movements, each of which stays within the cells that it speaks of:

1. Out: from c | d(b - 1), in the state q, to x c |, in q again. So it crosses every d(b - 1).
2. Turn: from c | d(i), in q, to | c' d(i + 1), facing left in a state r, for i < b - 1.
3. Back: from x | c', facing left in r, to | c' d(0), in r again. So it crosses every x.
4. At home: from u | c', facing left in r, to u c |, in q.

So there is a *carry rule* for any n, whatever lies beyond: d(b - 1)^n d(i) becomes d(0)^n d(i + 1),
in a number of steps that is linear in n. By induction on n, d(0)^n becomes d(b - 1)^n, in a number
of steps that grows like b^n. If, moreover, the turn on blanks leaves a digit d(f), then the machine
is in the configurations

    C(n): u x^(n + k) c | blanks

for every n, if it is in one, and from C(n) to C(n + 1) it takes a·b^n + s steps for all n.

The search takes u, x and c from a record of the machine (see `edges`); the rest follows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from bbsynth.busy_beaver.edges import EdgeRecord, edge_records
from bbsynth.busy_beaver.machines.notation import Direction, Machine
from bbsynth.busy_beaver.parametric import Family, Linear
from bbsynth.errors import UsageError

__all__ = ["Counter", "Exponential", "find_counter"]

_LATEST: Final = 4
_MOST_RECORDS: Final = 100
_MAX_DIGIT: Final = 6
_MAX_CARRIED: Final = 6
_MAX_TAIL: Final = 8
_MAX_BLANKS: Final = 4
_MAX_BASE: Final = 8
_MAX_WALK: Final = 400
_LEAST_COPIES: Final = 2


@dataclass(frozen=True)
class Exponential:
    """The number ``factor`` · ``base``^n + ``constant``."""

    factor: int
    base: int
    constant: int

    def __call__(self, n: int) -> int:
        """Return the value at n."""
        return int(self.factor * self.base**n + self.constant)

    def __str__(self) -> str:
        power = f"{self.base}^n" if self.factor == 1 else f"{self.factor}·{self.base}^n"
        return (
            power
            if not self.constant
            else f"{power} {'+-'[self.constant < 0]} " + str(abs(self.constant))
        )


@dataclass(frozen=True)
class Counter:
    """What a simple counter does; see above. Words are as the tape has them, if it faces right.

    Parameters
    ----------
    start : int
        The time of C(0), in steps from the blank tape.
    state, back : int
        The states q and r.
    direction : Direction
        The side on which the digits are; if it is the left, all is mirrored.
    tail, crossed, carried, returned : str
        The words u, x, c and c'.
    copies : int
        The number k; that of digits in C(0).
    digits : tuple of str
        The digits; their number is the base.
    first : int
        The number f of the digit that blanks become.
    carries : tuple of Linear
        For each digit d(i) but the last, the steps of its carry rule.
    growth : Linear
        The steps from d(b - 1)^n before blanks to d(0)^n d(f).
    steps : Exponential
        The steps from C(n) to C(n + 1).
    """

    start: int
    state: int
    back: int
    direction: Direction
    tail: str
    crossed: str
    carried: str
    returned: str
    copies: int
    digits: tuple[str, ...]
    first: int
    carries: tuple[Linear, ...]
    growth: Linear
    steps: Exponential

    def family(self) -> Family:
        """Return the configurations C(n)."""
        row = ((self.tail, 0, 1), (self.crossed, 1, self.copies), (self.carried, 0, 1))
        return self._family(row, ())

    def carry(self, digit: int | None, beyond: str = "") -> tuple[Family, Family, Linear]:
        """Return a carry rule: a family, what every member leads to, and in how many steps.

        Parameters
        ----------
        digit : int or None
            The digit that is counted up, not the last; None for the blanks after all digits.
        beyond : str
            What lies beyond that digit; it may be anything.

        Raises
        ------
        UsageError
            If there is no such rule.
        """
        if digit is None:
            before, after, steps = "", self.digits[self.first], self.growth
            if beyond.strip("0"):
                raise UsageError(f"beyond the last digit all is blank, unlike {beyond!r}")
        elif isinstance(digit, bool) or not 0 <= digit < len(self.digits) - 1:
            raise UsageError(f"a digit to count up is 0 to {len(self.digits) - 2}, not {digit!r}")
        else:
            before, after = self.digits[digit], self.digits[digit + 1]
            steps = self.carries[digit]
        home = ((self.tail + self.carried, 0, 1),)
        full, empty = (self.digits[-1], 1, 0), (self.digits[0], 1, 0)
        return (
            self._family(home, (full, (before + beyond, 0, 1))),
            self._family(home, (empty, (after + beyond, 0, 1))),
            steps,
        )

    def _family(
        self, left: tuple[tuple[str, int, int], ...], right: tuple[tuple[str, int, int], ...]
    ) -> Family:
        left, right = (
            tuple(block for block in row if block[0] and (block[1] or block[2]))
            for row in (left, right)
        )
        if self.direction is Direction.RIGHT:
            return Family(self.state, self.direction, left, right)
        mirrored = [
            tuple((word[::-1], times, plus) for word, times, plus in reversed(row))
            for row in (right, left)
        ]
        return Family(self.state, self.direction, mirrored[0], mirrored[1])


def find_counter(machine: Machine, max_steps: int = 4_000) -> Counter | None:
    """Return the rules of a simple counter, or None if `machine` does not look like one.

    `bbsynth.busy_beaver.deciders.counter_check` checks them.

    Parameters
    ----------
    machine : Machine
        The machine.
    max_steps : int
        Steps to look at, at most 1,000,000.

    Raises
    ------
    UsageError
        If an argument is not right.
    """
    for way, records in edge_records(machine, max_steps).items():
        # A machine with more is no counter, and most that are asked about sweep to and fro.
        if len(records) > _MOST_RECORDS:
            continue
        search = _Search(machine, way)
        seen: dict[int, int] = {}
        for record in reversed(records):
            seen[record.state] = seen.get(record.state, 0) + 1
            if seen[record.state] > _LATEST:
                continue
            found = search.in_record(record, records)
            if found is not None:
                return found
    return None


_Walk = tuple[int, bool, str, int]
"""State, whether it left in the direction in which it came, all cells, and the steps."""


class _Search:
    def __init__(self, machine: Machine, way: Direction) -> None:
        self.machine = machine
        self.way = way
        self.turned: dict[tuple[int, str, int], _Walk | None] = {}

    def in_record(self, record: EdgeRecord, records: list[EdgeRecord]) -> Counter | None:
        """Try all ways to see u x^n c in a record."""
        tape = record.tape
        for length in range(1, _MAX_DIGIT + 1):
            for kept in range(_MAX_CARRIED + 1):
                end = len(tape) - kept
                crossed = tape[max(0, end - length) : end]
                copies = 0
                while crossed and tape[:end].endswith(crossed):
                    end -= len(crossed)
                    copies += 1
                if copies < _LEAST_COPIES or end > _MAX_TAIL or len(crossed) < length:
                    continue
                carried = tape[len(tape) - kept :]
                found = self._counter(record, tape[:end], crossed, carried)
                if found is not None:
                    return _from_the_first(found, record, records)
        return None

    def _counter(self, record: EdgeRecord, tail: str, crossed: str, carried: str) -> Counter | None:
        state, kept = record.state, len(carried)
        key = state, carried, len(crossed)
        if key not in self.turned:
            self.turned[key] = self._walk(state, True, carried, "0" * len(crossed))
        turn = self.turned[key]
        if turn is None or turn[1]:
            return None
        facing_left, _, cells, on_blanks = turn
        back_carried, grown = cells[:kept], cells[kept:]
        back = self._walk(facing_left, False, crossed, back_carried)
        if back is None or back[:2] != (facing_left, True) or back[2][:kept] != back_carried:
            return None
        digits, turns = [back[2][kept:]], []
        while True:
            out = self._walk(state, True, carried, digits[-1])
            if out == (state, True, crossed + carried, out[3] if out else 0):
                break
            if out is None or out[:2] != (facing_left, False) or out[2][:kept] != back_carried:
                return None
            digits.append(out[2][kept:])
            turns.append(out[3])
            if len(digits) > _MAX_BASE or digits[-1] in digits[:-1]:
                return None
        if not turns or grown not in digits:
            return None
        for blanks in range(_MAX_BLANKS + 1):
            longer = "0" * blanks + tail
            home = self._walk(facing_left, False, longer, back_carried)
            if home == (state, False, longer + carried, home[3] if home else 0):
                break
        else:
            return None
        base, first = len(digits), digits.index(grown)
        slope = out[3] + back[3]
        # T(n + 1) = base * T(n) + (base - 1) * (slope * n + home) + sum(turns), T(0) = 0.
        high, left_over = divmod(sum(turns) + (base - 1) * home[3] + slope, base - 1)
        if left_over:
            return None
        rounds = base - first
        constant = rounds * (home[3] - high) + sum(turns[first:]) + on_blanks + out[3]
        return Counter(
            start=record.time,
            state=state,
            back=facing_left,
            direction=self.way,
            tail=longer,
            crossed=crossed,
            carried=carried,
            returned=back_carried,
            copies=0,
            digits=tuple(digits),
            first=first,
            carries=tuple(Linear(slope, steps + home[3]) for steps in turns),
            growth=Linear(slope, on_blanks + home[3]),
            steps=Exponential(rounds * high, base, constant),
        )

    def _walk(self, state: int, rightwards: bool, left: str, right: str) -> _Walk | None:
        """Run the machine on some cells, the head next to the edge between them, until it leaves.

        The picture is that of a machine that faces right.
        """
        cells = list(left + right)
        place = len(left) if rightwards else len(left) - 1
        if not 0 <= place < len(cells):
            return state, True, left + right, 0
        for step in range(1, _MAX_WALK + 1):
            transition = self.machine.transitions[state][int(cells[place])]
            if transition is None or transition.halts:
                return None
            cells[place] = str(transition.write)
            state = transition.next
            place += 1 if transition.move is self.way else -1
            if place == len(cells):
                return state, rightwards, "".join(cells), step
            if place < 0:
                return state, not rightwards, "".join(cells), step
        return None


def _from_the_first(
    found: Counter, record: EdgeRecord, records: list[EdgeRecord]
) -> Counter | None:
    """Return the same with C(0) the first such record."""
    for earlier in records:
        middle = len(earlier.tape) - len(found.tail.lstrip("0")) - len(found.carried)
        copies = max(0, middle // len(found.crossed))
        tape = (found.tail + found.crossed * copies + found.carried).lstrip("0")
        if earlier.state == found.state and earlier.tape == tape:
            steps = found.steps
            return replace(
                found,
                start=earlier.time,
                copies=copies,
                steps=replace(steps, factor=steps.factor * steps.base**copies),
            )
        if earlier == record:
            break
    return None
