"""Reading machines back from statements in Lean and in words; see `bbsynth.problems.readback`.

What conventions have to say of machines is written here, apart from the templates.
"""

from __future__ import annotations

from dataclasses import dataclass

from bbsynth.busy_beaver.reference import Rule, Table
from bbsynth.problems.readback import DIGITS, ReadbackError, Scanner

__all__ = [
    "CONVENTIONS",
    "MachineText",
    "read_lean_machine",
    "read_markdown_machine",
    "read_notation",
]

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

CONVENTIONS = (
    "- **Tape.** The tape is a row of cells, one for each integer, infinite in both directions; "
    "cell *i* + 1 is the right neighbour of cell *i*. Every cell holds one symbol. The symbol 0 "
    "is the blank: a cell that holds it is blank, and a tape is blank if all its cells are.",
    "- **Start.** The machine starts in state A, with its head on cell 0 of the blank tape.",
    "- **Step.** In one step the machine reads the symbol in the cell under its head, writes a "
    "symbol into this cell, moves its head to the left or right neighbour, and then goes to its "
    "next state or halts. What it writes, where it moves and how it goes on depend only on its "
    "state and the symbol read, as given in the table.",
    "- **Halting.** The step in which the machine halts is a step like any other: it writes, it "
    "moves, and it is counted. After it the machine does nothing more, and the tape stays as it "
    "is.",
)
"""What every statement about one machine says of machines, a paragraph each."""


_TABLE_EXPLAINED = (
    "This table says what it does in each state (row) on each symbol that it reads (column).",
    "In this table there is a row for each state, a column for each symbol that the machine may "
    "read in it, and an entry for what it then does.",
)
_NOTATION_EXPLAINED = (
    "the states in order, separated by `_`, and in each of them one group of three characters for "
    "each symbol read, in order: the symbol written, the direction of the move (`L` or `R`), and "
    "the next state, or `Z` to halt."
)


@dataclass(frozen=True)
class MachineText:
    """What a statement says of its machine.

    Parameters
    ----------
    notation : str
        The machine in standard notation; empty if there is none.
    table : tuple
        The machine as its definition, or the table in words, has it; empty if there is none.
    """

    notation: str = ""
    table: Table = ()


def read_notation(text: str, *, partial: bool = False) -> Table:
    """Return the machine that `text` is the standard notation of.

    Parameters
    ----------
    text : str
        The notation.
    partial : bool
        Whether there may be undefined transitions, ``---``.

    Raises
    ------
    ReadbackError
        If it is not a machine, or not written as bbsynth writes it.
    """
    groups = text.split("_")
    table: list[tuple[Rule | None, ...]] = []
    for group in groups:
        if len(group) != len(groups[0]) or len(group) % 3 or not group:
            raise ReadbackError(f"{text!r} is not a machine")
        row: list[Rule | None] = []
        for write, move, following in zip(group[::3], group[1::3], group[2::3], strict=True):
            if partial and (write, move, following) == ("-", "-", "-"):
                row.append(None)
                continue
            if write not in DIGITS or move not in "LR" or following not in _LETTERS:
                raise ReadbackError(f"{write + move + following!r} in {text!r} is no transition")
            state = None if following == "Z" else _LETTERS.index(following)
            row.append((int(write), 1 if move == "R" else -1, state))
        table.append(tuple(row))
    return _checked(tuple(table))


def read_lean_machine(scanner: Scanner) -> tuple[MachineText, str]:
    """Return the machine of a Lean statement, if there is one, and the configurations that are
    defined after it; see `bbsynth.problems.domain.Domain.read_lean_subject`.

    Raises
    ------
    ReadbackError
        If they are not written as bbsynth writes them.
    """
    if not " ".join(scanner.next_comment().split()).startswith("The machine `"):
        return MachineText(), ""
    notation, table = _read_machine_definition(scanner, scanner.comment())
    definitions = ""
    for name in "CD":
        if scanner.next_comment() != f"The configurations {name}(m).":
            break
        scanner.comment()
        size = f"{len(table)} {len(table[0])}"
        scanner.expect(f"noncomputable def {name} (m : Nat) : Config {size} :=\n  ")
        definitions += scanner.until("\n") + "; "
    return MachineText(notation, table), definitions


def _read_machine_definition(scanner: Scanner, comment: str) -> tuple[str, Table]:
    """Return the notation and the table of the machine that is defined next."""
    notation, n_states, partial = _read_lean_comment(comment)
    scanner.expect("def machine : PartialMachine " if partial else "def machine : Machine ")
    if scanner.number() != n_states:
        raise ReadbackError("the comment on the machine names another number of states")
    scanner.expect(" ")
    n_symbols = scanner.number()
    scanner.expect("\n")
    table = tuple(
        tuple(_read_lean_entry(scanner, state, symbol, partial) for symbol in range(n_symbols))
        for state in range(n_states)
    )
    return notation, _checked(table)


def _read_lean_comment(text: str) -> tuple[str, int, bool]:
    """Return the notation, the number of states, and whether the machine is partial."""
    scanner = Scanner(text.replace("\n", " "))
    scanner.expect("The machine `")
    notation = scanner.until("`. ")
    for n_states, letter in enumerate(_LETTERS, start=1):
        scanner.expect(f"{'State' if n_states == 1 else 'state'} `{letter}` is `{n_states - 1}`")
        if scanner.sees("; "):
            break
        scanner.expect(", ")
    partial = scanner.choice(
        "`none` means that it halts.",
        "`none` means that it halts, and in the place of a transition that this transition is not "
        "known.",
    )
    scanner.end()
    return notation, n_states, partial == 1


def _read_lean_entry(scanner: Scanner, state: int, symbol: int, partial: bool) -> Rule | None:
    scanner.expect(f"  | {state}, {symbol} => ")
    if partial:
        if scanner.choice("none\n", "some ⟨") == 0:
            return None
    else:
        scanner.expect("⟨")
    write = scanner.number()
    move = -1 if scanner.choice(", .left, ", ", .right, ") == 0 else 1
    following = scanner.number() if scanner.choice("some ", "none") == 0 else None
    scanner.expect("⟩\n")
    return write, move, following


def read_markdown_machine(scanner: Scanner) -> MachineText:
    """Return the machine of a statement in words, if there is one.

    Raises
    ------
    ReadbackError
        If it is not written as bbsynth writes it.
    """
    if not scanner.sees("\n## The machine\n\n"):
        return MachineText()
    notation, table = _read_machine_in_words(scanner)
    scanner.expect(_NOTATION_EXPLAINED + "\n")
    return MachineText(notation, table)


def _read_machine_in_words(scanner: Scanner) -> tuple[str, Table]:
    """Return the notation and the table of the machine that is described next."""
    scanner.choice("A Turing machine has ", "Consider the Turing machine with ")
    n_states = scanner.number()
    scanner.expect(" state, " if n_states == 1 else " states, ")
    scanner.expect(_enumeration(list(_LETTERS[:n_states])) + ", and ")
    n_symbols = scanner.number()
    scanner.expect(f" symbols, {_enumeration(list(DIGITS[:n_symbols]))}. ")
    scanner.choice(*(f"{text}\n\n" for text in _TABLE_EXPLAINED))
    scanner.expect("| state |" + "".join(f" reads {symbol} |" for symbol in range(n_symbols)))
    scanner.expect("\n| :---: |" + " :--- |" * n_symbols + "\n")
    table = []
    for letter in _LETTERS[:n_states]:
        scanner.expect(f"| {letter} |")
        table.append(tuple(_read_markdown_entry(scanner) for _ in range(n_symbols)))
        scanner.expect("\n")
    scanner.expect("\nIn standard notation the machine is `")
    return scanner.until("`: "), _checked(tuple(table))


def _read_markdown_entry(scanner: Scanner) -> Rule | None:
    if scanner.choice(" write ", " — |") == 1:
        return None
    write = scanner.number()
    move = -1 if scanner.choice(", move left, ", ", move right, ") == 0 else 1
    following = None
    if scanner.choice("halt", "go to ") == 1:
        following = _LETTERS.index(scanner.take(_LETTERS))
    scanner.expect(" |")
    return write, move, following


def _enumeration(words: list[str]) -> str:
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]


def _checked(table: Table) -> Table:
    """Return the table if it writes and enters only what there is."""
    n_states, n_symbols = len(table), len(table[0])
    for row in table:
        for rule in row:
            if rule is None:
                continue
            write, _, following = rule
            if write >= n_symbols or (following is not None and following >= n_states):
                raise ReadbackError("the machine writes or enters what it does not have")
    return table
