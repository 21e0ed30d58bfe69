"""Reading statements back: what machine do they describe, and what do they claim of it?

The readers know how a statement looks, but share nothing with the templates that wrote it. They
are strict: every character has to be accounted for. What titles and conventions have to say is
written here, and by the families, apart from the templates.
"""

from __future__ import annotations

from dataclasses import dataclass

from bbsynth.busy_beaver.reference import Rule, Table

__all__ = [
    "COMMON_CONVENTIONS",
    "LeanStatement",
    "MarkdownStatement",
    "ReadbackError",
    "read_lean",
    "read_markdown",
    "read_notation",
]

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_DIGITS = "0123456789"
_NO_TABLE: Table = ()
_HEADER = "import BBSynth\n\nopen BBSynth\n"
_NAME = _LETTERS + _LETTERS.lower() + _DIGITS + "_"


COMMON_CONVENTIONS = (
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


class ReadbackError(ValueError):
    """A text does not have the form of a statement."""


@dataclass(frozen=True)
class LeanStatement:
    """What a Lean statement says.

    Parameters
    ----------
    header : str
        What comes before the machine: imports, or the semantics.
    notation : str
        The machine as the comment on it has it; empty if there is none.
    table : tuple
        The machine as its definition has it; empty if there is none.
    sentence : str
        The claim, as the comment on the theorem has it, on one line.
    theorem : str
        The name of the theorem.
    proposition : str
        What the theorem states, with the definition before it, if there is one.
    """

    header: str
    notation: str
    table: Table
    sentence: str
    theorem: str
    proposition: str


@dataclass(frozen=True)
class MarkdownStatement:
    """What a Markdown statement says.

    Parameters
    ----------
    title : str
        Its heading.
    notation : str
        The machine in standard notation; empty if there is none.
    table : tuple
        The machine as the table has it; empty if there is none.
    sentence : str
        The claim.
    conventions : tuple of str
        What is said of machines and of the words in the claim, a paragraph each.
    """

    title: str
    notation: str
    table: Table
    sentence: str
    conventions: tuple[str, ...]


class _Scanner:
    """A place in a text, and what stands there."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.place = 0

    def sees(self, literal: str) -> bool:
        """Return whether `literal` comes next, and go past it if so."""
        if not self.text.startswith(literal, self.place):
            return False
        self.place += len(literal)
        return True

    def expect(self, literal: str) -> None:
        """Go past `literal`, which has to come next."""
        if not self.sees(literal):
            raise self.error(repr(literal))

    def error(self, expected: str) -> ReadbackError:
        """Return the error that something else comes next than what was expected."""
        line = self.text.count("\n", 0, self.place) + 1
        found = self.text[self.place : self.place + 30]
        return ReadbackError(f"line {line}: expected {expected}, found {found!r}")

    def take(self, characters: str) -> str:
        """Return the longest run of the given characters; there has to be at least one."""
        start = self.place
        while self.place < len(self.text) and self.text[self.place] in characters:
            self.place += 1
        if self.place == start:
            raise self.error(f"one of {characters}")
        return self.text[start : self.place]

    def number(self) -> int:
        """Return a number, which has no leading zero."""
        digits = self.take(_DIGITS)
        if digits != str(int(digits)):
            raise ReadbackError(f"a number is written {digits!r}")
        return int(digits)

    def until(self, literal: str) -> str:
        """Return what comes before the next `literal`, and go past it."""
        start = self.place
        end = self.text.find(literal, start)
        if end < 0:
            raise ReadbackError(f"there is no {literal!r}")
        self.place = end + len(literal)
        return self.text[start:end]

    def choice(self, *literals: str) -> int:
        """Go past whichever of the literals comes next, and return its index."""
        for index, literal in enumerate(literals):
            if self.sees(literal):
                return index
        raise self.error(" or ".join(map(repr, literals)))

    def end(self) -> None:
        """Be at the end of the text."""
        if self.place != len(self.text):
            raise ReadbackError(f"there is more text: {self.text[self.place : self.place + 40]!r}")


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
            if write not in _DIGITS or move not in "LR" or following not in _LETTERS:
                raise ReadbackError(f"{write + move + following!r} in {text!r} is no transition")
            state = None if following == "Z" else _LETTERS.index(following)
            row.append((int(write), 1 if move == "R" else -1, state))
        table.append(tuple(row))
    return _checked(tuple(table))


def read_lean(text: str, header: str = _HEADER) -> LeanStatement:
    """Return what a Lean statement says; see the Lean templates for its form.

    Parameters
    ----------
    text : str
        The statement.
    header : str
        What it begins with.

    Raises
    ------
    ReadbackError
        If it has another form.
    """
    scanner = _Scanner(text)
    scanner.expect(header)
    scanner.expect("\n/-- ")
    comment = scanner.until(" -/\n")
    notation, table = "", _NO_TABLE
    if " ".join(comment.split()).startswith("The machine `"):
        notation, table = _read_lean_machine(scanner, comment)
        scanner.expect("\n/-- ")
        comment = scanner.until(" -/\n")
    definition = ""
    for name in "CD":
        if comment != f"The configurations {name}(m)." or not table:
            break
        size = f"{len(table)} {len(table[0])}"
        scanner.expect(f"noncomputable def {name} (m : Nat) : Config {size} :=\n  ")
        definition += scanner.until("\n") + "; "
        scanner.expect("\n/-- ")
        comment = scanner.until(" -/\n")
    scanner.expect("theorem ")
    theorem = scanner.take(_NAME)
    scanner.expect(" ")
    proposition = scanner.until(" := by\n  sorry\n")
    scanner.end()
    return LeanStatement(
        header=header,
        notation=notation,
        table=table,
        sentence=" ".join(comment.split()),
        theorem=theorem,
        proposition=definition + " ".join(proposition.removeprefix(": ").split()),
    )


def _read_lean_machine(scanner: _Scanner, comment: str) -> tuple[str, Table]:
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
    scanner = _Scanner(text.replace("\n", " "))
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


def _read_lean_entry(scanner: _Scanner, state: int, symbol: int, partial: bool) -> Rule | None:
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


def read_markdown(text: str) -> MarkdownStatement:
    """Return what a Markdown statement says; see the Markdown templates for its form.

    Raises
    ------
    ReadbackError
        If it has another form.
    """
    scanner = _Scanner(text)
    scanner.expect("# ")
    title = scanner.until("\n")
    if scanner.sees("\n## Conventions\n\n"):
        notation, table = "", _NO_TABLE
    else:
        scanner.expect("\n## The machine\n\n")
        notation, table = _read_markdown_machine(scanner)
        scanner.expect(_NOTATION_EXPLAINED + "\n\n## Conventions\n\n")
    conventions = scanner.until("\n\n## To prove")
    scanner.choice("\n\n", " or to refute\n\n")
    sentence = scanner.until("\n")
    scanner.end()
    paragraphs = tuple(conventions.split("\n"))
    return MarkdownStatement(
        title=title, notation=notation, table=table, sentence=sentence, conventions=paragraphs
    )


def _read_markdown_machine(scanner: _Scanner) -> tuple[str, Table]:
    """Return the notation and the table of the machine that is described next."""
    scanner.choice("A Turing machine has ", "Consider the Turing machine with ")
    n_states = scanner.number()
    scanner.expect(" state, " if n_states == 1 else " states, ")
    scanner.expect(_enumeration(list(_LETTERS[:n_states])) + ", and ")
    n_symbols = scanner.number()
    scanner.expect(f" symbols, {_enumeration(list(_DIGITS[:n_symbols]))}. ")
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


def _read_markdown_entry(scanner: _Scanner) -> Rule | None:
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
