"""The check of bouncers, written apart from the search; definitions are in `parametric`.

A configuration for all n is one row here, from left to right, of symbols and of tuples (w, t, p),
and an index into it where the head is. Two rows are compared by cancelling what they begin with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bbsynth.busy_beaver.machines.notation import Direction, Machine
from bbsynth.busy_beaver.parametric import Block
from bbsynth.busy_beaver.plain_run import Place, run_plainly

if TYPE_CHECKING:
    from bbsynth.busy_beaver.certificates.bouncer import Bouncer

__all__ = ["check_bouncer"]

_Row = list[str | Block]

_MAX_BEHIND = 8
_NUMBERS = 3


def check_bouncer(machine: Machine, certificate: Bouncer) -> bool:
    """Return whether `certificate` is right about `machine`.

    It is, if the machine is in C(0) at the time stated, if the macro steps lead from C(n) to
    C(n + 1), and if the machine, put on C(0) to C(2), comes to the next in as many steps as the
    macro steps say. (The last follows from the second, and is here to be safe.)
    """
    if certificate.state >= machine.n_states or not _fits(machine, certificate):
        return False
    tape: dict[int, int] = {}
    after = run_plainly(machine, tape, 0, 0, certificate.start)
    if after is None or not _is_member(certificate, tape, after, 0):
        return False
    steps = _macro_run(machine, certificate)
    if steps is None:
        return False
    for n in range(_NUMBERS):
        cells, head = _member(certificate, n)
        tape = dict(enumerate(cells))
        after = run_plainly(machine, tape, head, certificate.state, steps[0] * n + steps[1])
        if after is None or not _is_member(certificate, tape, after, n + 1):
            return False
    return steps != (0, 0)


def _fits(machine: Machine, certificate: Bouncer) -> bool:
    words = [word for word, _, _ in (*certificate.left, *certificate.right)]
    return all(int(symbol) < machine.n_symbols for word in words for symbol in word)


def _member(certificate: Bouncer, n: int) -> tuple[list[int], int]:
    """Return the cells of C(n), and the index of the head, which may be just outside."""
    left = "".join(word * (t * n + p) for word, t, p in certificate.left)
    right = "".join(word * (t * n + p) for word, t, p in certificate.right)
    head = len(left) if certificate.direction is Direction.RIGHT else len(left) - 1
    return [int(symbol) for symbol in left + right], head


def _is_member(certificate: Bouncer, tape: dict[int, int], at: Place, n: int) -> bool:
    cells, place = _member(certificate, n)
    wanted = {index - place: symbol for index, symbol in enumerate(cells) if symbol}
    found = {cell - at.head: symbol for cell, symbol in tape.items() if symbol}
    return at.state == certificate.state and wanted == found


def _macro_run(machine: Machine, certificate: Bouncer) -> tuple[int, int] | None:
    """Return slope and constant of the steps from C(n) to C(n + 1), or None if it is not reached.

    For a single symbol the head's index is its own; for a block that it is about to enter, too.
    """
    row = _spelt_out(certificate.left, 0)
    index = len(row)
    row += _spelt_out(certificate.right, 0)
    rightwards = certificate.direction is Direction.RIGHT
    if not rightwards:
        index -= 1
    state, slope, constant = certificate.state, 0, 0
    for _ in range(certificate.macro_steps):
        if index < 0:
            row.insert(0, "0")
            index = 0
        elif index == len(row):
            row.append("0")
        here = row[index]
        if isinstance(here, str):
            transition = machine.transitions[state][int(here)]
            if transition is None or transition.halts:
                return None
            row[index] = str(transition.write)
            rightwards = transition.move is Direction.RIGHT
            index += 1 if rightwards else -1
            state = transition.next
            constant += 1
            continue
        word, times, plus = here
        shift = _shift(machine, row, index, here, state, rightwards)
        if shift is not None:
            index, steps = shift
            slope += steps * times
            constant += steps * plus
        elif plus:
            fewer: _Row = [(word, times, plus - 1)]
            row[index : index + 1] = [*word, *fewer] if rightwards else [*fewer, *word]
            if not rightwards:
                index += len(word)
        else:
            return None
    # The edge is left of the head if it faces right, and right of it otherwise.
    edge = index if rightwards else index + 1
    left, right = row[: max(edge, 0)], row[max(edge, 0) :]
    if state != certificate.state or rightwards != (certificate.direction is Direction.RIGHT):
        return None
    next_left, next_right = _spelt_out(certificate.left, 1), _spelt_out(certificate.right, 1)
    if _equal(_mirrored(left), _mirrored(next_left)) and _equal(right, next_right):
        return slope, constant
    return None


def _spelt_out(blocks: tuple[Block, ...], more: int) -> _Row:
    """Return blocks as a row, for n + `more` in place of n."""
    row: _Row = []
    for word, times, plus in blocks:
        if times:
            row.append((word, times, plus + times * more))
        else:
            row += word * plus
    return row


def _shift(
    machine: Machine, row: _Row, index: int, here: Block, state: int, rightwards: bool
) -> tuple[int, int] | None:
    """Cross the block `here` at `index`, changing `row`.

    Return the new index and the steps per copy.
    """
    way = 1 if rightwards else -1
    word, times, plus = here
    for length in range(_MAX_BEHIND + 1):
        # Cells behind the head, from the head on; beyond the row they are blank.
        behind: list[str] = []
        for distance in range(1, length + 1):
            place = index - way * distance
            item = row[place] if 0 <= place < len(row) else "0"
            if not isinstance(item, str):
                return None
            behind.append(item)
        u = "".join(behind[::-way])
        text = u + word if rightwards else word + u
        outcome = _through(machine, text, length if rightwards else len(word) - 1, state, way)
        if outcome is None:
            continue
        cells, steps = outcome
        changed, kept = (
            (cells[: len(word)], cells[len(word) :])
            if rightwards
            else (cells[length:], cells[:length])
        )
        if kept != u:
            continue
        block: _Row = [(changed, times, plus)]
        if rightwards:
            missing = max(0, length - index)
            row[max(0, index - length) : index + 1] = [*block, *u]
            return index + 1 + missing, steps
        row[index : index + 1 + length] = [*u, *block]
        return index - 1, steps
    return None


def _through(
    machine: Machine, text: str, head: int, state: int, way: int
) -> tuple[str, int] | None:
    tape = {place: int(symbol) for place, symbol in enumerate(text)}
    inside, current = range(len(text)), state
    for steps in range(64 * len(text) * machine.n_states):
        if head not in inside:
            good = current == state and (head > 0) == (way > 0)
            return ("".join(str(tape[place]) for place in inside), steps) if good else None
        transition = machine.transitions[current][tape[head]]
        if transition is None or transition.halts:
            return None
        tape[head], current = transition.write, transition.next
        head += transition.move.offset
    return None


def _mirrored(row: _Row) -> _Row:
    return [
        item if isinstance(item, str) else (item[0][::-1], item[1], item[2]) for item in row[::-1]
    ]


def _equal(one: _Row, other: _Row) -> bool:
    """Whether two rows, blanks behind them, are equal for every n: cancel from the front."""
    one, other = [_shortest(item) for item in one], [_shortest(item) for item in other]
    while one or other:
        first: str | Block = one[0] if one else "0"
        second: str | Block = other[0] if other else "0"
        if isinstance(first, str) and isinstance(second, str):
            if first != second:
                return False
            del one[:1], other[:1]
        elif isinstance(first, str):
            if not _opened(second, other) and not _closed(second, one):  # type: ignore[arg-type]
                return False
        elif isinstance(second, str):
            if not _opened(first, one) and not _closed(first, other):
                return False
        elif first[0] != second[0]:
            if not _opened(first, one) and not _opened(second, other):
                return False
        else:
            _cancel(first, one, second, other)
    return True


def _shortest(item: str | Block) -> str | Block:
    if isinstance(item, str):
        return item
    word, times, plus = item
    for length in range(1, len(word) + 1):
        power, rest = divmod(len(word), length)
        if not rest and word[:length] * power == word:
            return word[:length], times * power, plus * power
    return item


def _opened(front: Block, row: _Row) -> bool:
    """Bring a symbol to the front of a row that begins with a block: a copy, or by turning it."""
    word, times, plus = front
    if plus:
        row[:1] = [*word, (word, times, plus - 1)]
        return True
    # (cu)^k c = c (uc)^k
    if len(row) > 1 and row[1] == word[0]:
        row[:2] = [word[0], (word[1:] + word[0], times, plus)]
        return True
    if len(row) == 1 and set(word) == {"0"}:
        row.clear()
        return True
    # The same with c the first of the blanks behind the row.
    if len(row) == 1 and word[0] == "0":
        row[:] = ["0", (word[1:] + "0", times, plus)]
        return True
    return False


def _closed(front: Block, row: _Row) -> bool:
    """Bring a block of the same word to the front of a row, if turning it leads there.

    What stands before it is passed through: c (uc)^k = (cu)^k c.
    """
    passed: list[str] = []
    for item in row:
        if not isinstance(item, str):
            break
        passed.append(item)
    else:
        return False
    word, times, plus = item
    for symbol in reversed(passed):
        if word[-1] != symbol:
            return False
        word = symbol + word[:-1]
    if not passed or word != front[0]:
        return False
    row[: len(passed) + 1] = [(word, times, plus), *passed]
    return True


def _cancel(first: Block, one: _Row, second: Block, other: _Row) -> None:
    """Cancel what two blocks of the same word, at the front of both rows, have in common."""
    common, copies = min(first[1], second[1]), min(first[2], second[2])
    for (word, times, plus), row in ((first, one), (second, other)):
        rest = plus - copies
        row[:1] = [(word, times - common, rest)] if times > common else list(word * rest)
