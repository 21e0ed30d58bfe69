"""From what a model answers to what Lean is given.

An answer may be a whole file, the theorem alone, or only what comes after `:=` or `:= by`; it may
stand in a block of code amid prose, after a train of thought, in `<answer>`. What Lean is given is
put together here, and the statement in it is ours: the judge compares the theorem with the
problem's, and takes the problem's definitions, whatever the answer says.

Which block of code is meant? The last one that declares the theorem, of those without `sorry` if
there are any, and of these of those that are marked as Lean; where the theorem is declared with
`sorry` only, the last block with a proof alone. If none declares it, the last one that is marked as
Lean, or else the last one that is not marked as something else. An answer that begins with the
code, as one does that goes on with a block that the question has opened, has its code before the
mark that closes the block. In an answer without marks that begins with prose, the code begins with
the first line that begins a command, if the theorem is declared after it, or else with `by` after a
line that ends with a colon.

A problem may have a second statement, the negation of the first, whose theorem has the same name
with ``not_`` before it. An answer that declares this theorem, and not the other after it, is held
against the negation; it is a task like any other. A proof without its theorem is for the first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Protocol

from bbsynth.errors import UsageError
from bbsynth.judge.verdict import Task

__all__ = ["MAX_CHARACTERS", "Statement", "assemble", "extract"]

MAX_CHARACTERS: Final = 1_000_000
"""The longest text that is judged. The longest proof that anybody would want is far shorter."""

MAX_ANSWER: Final = 4_000_000
"""The longest answer, with all that was thought, in which code is looked for."""

_MAX_NESTING: Final = 1_000

# Possessive, since texts may be hostile: no line is read over and over.
_FENCE = re.compile(r"^([ \t]*+)(`{3,}+|~{3,}+)[ \t]*+([\w+#.-]*+)[^`]*+$")
# The end of a train of thought: in no remark in code, or at the end of a line that is no remark.
_THOUGHT = re.compile(
    r"^(?:(?!--|/-).)*</(?:think|thinking|thought)>|"
    r"^(?![ \t]*--).*</(?:think|thinking|thought)>[ \t]*$",
    re.MULTILINE,
)
# What some models are taught to put the answer in.
_ANSWER = re.compile(r"^(?:(?!--|/-).)*<answer>", re.MULTILINE)
_LAST: Final = 4
_LEAN = ("lean", "lean4", "lean-4", "lean3")
_UNMARKED = ("", "text", "plaintext")

_BLANK = re.compile(r"(?:\s+|--[^\n]*)*")
_COMMENT_MARK = re.compile(r"/-|-/")
# `lemma`, and what may stand before it on its line.
_LEMMA = re.compile(r"(?<![\w.'!?«])lemma(?=\s+[^\W\d]|\s+«)")
_BEFORE_LEMMA = re.compile(r"(?:^|\]|\b(?:in|private|protected|nonrec|noncomputable))[ \t]*$")
_REACH: Final = 200
_COMMAND = re.compile(
    r"/--|/-!|@\[|#\w|(?:import|open|namespace|section|noncomputable|theorem|lemma|def|abbrev|"
    r"instance|example|variable|variables|universe|universes|set_option|attribute|private|"
    r"protected|public|local|scoped|mutual|end|axiom|axioms|constant|opaque|inductive|coinductive|structure|"
    r"class|macro|macro_rules|syntax|elab|elab_rules|notation|infix|infixl|infixr|prefix|postfix|"
    r"unsafe|partial|nonrec|export|include|omit|initialize|deriving|run_cmd|run_elab|module|"
    r"prelude|meta|seal|unseal|irreducible_def|declare_syntax_cat|add_decl_doc|builtin_initialize|simproc)\b"
)
# How prose may begin even where a term could: with a capital letter, as a heading or a list.
_PROSE = re.compile(r"[A-Z]|#+ |[*>-] |\*\*|\d+[.)] ")
# How code begins that stands after prose without a mark: no line of prose looks like this.
_FIRST = re.compile(
    r"/--|@\[|(?:import|open|namespace|set_option)\s+[A-Za-z_][\w.]*|section$|"
    r"(?:private |protected |noncomputable )*(?:theorem|lemma|def|abbrev)\s+[^\s:({\[]+\s*[:({\[⟨]"
)
_BODY = re.compile(
    r":=|by\b|fun\b|λ|⟨|\(|\.|@|·|show\b|have\b|let\b|calc\b|match\b|if\b|nomatch\b|nofun\b|rfl\b|"
    r"trivial\b|"
    r"[A-Za-z_«][\w'«»]*[._][\w.'«»]*"
)

# How tactics begin that are no terms, and how those do that could also be terms.
_TACTIC = re.compile(
    r"(?:(?:set_option[ \t]+[\w.]+[ \t]+\w+|open(?:[ \t]+[\w.]+)+?)[ \t]+in\s+)?"
    r"(?:·(?=\s)|exact|exact_mod_cast|by_cases|by_contra|classical|haveI|letI|solve|solve_by_elim|show_term|"
    r"conv|injections|lia|norm_cast|push_cast|subst_vars|ac_rfl|and_intros|apply_rules|"
    r"apply_assumption|apply|refine|intros?|rintro|rcases|obtain|cases|induction|constructor|exists|left|"
    r"right|rw|rwa|erw|rewrite|simp|simp_all|simpa|dsimp|unfold|delta|omega|decide|bv_decide|"
    r"bv_omega|grind|norm_num|linarith|nlinarith|aesop|use|change|subst|contradiction|exfalso|"
    r"assumption|generalize|specialize|split|repeat|iterate|try|all_goals|any_goals|case|next|"
    r"first|ext|injection|revert|clear|rename_i|rotate_left|fun_induction|fun_cases|replace|sorry)"
    r"(?![\w.'])"
)
_TACTIC_OR_TERM = re.compile(
    r"(?:have|let|show|suffices|match|if|calc|rfl|trivial|funext|congr)(?![\w.'])"
)
# What the line before an indented block ends with.
_OPENER = re.compile(r"(?:\b(?:by|from|with|do|then|else)|=>|:=)[ \t]*$")

_ENDING = re.compile(r":=\s*(?:by\s+)?sorry\s*\Z")

# Pieces of a text in a block comment (these nest), and outside of one: the beginning of a comment,
# a comment to the end of the line, a string (which may lack its end), or some other characters.
_IN_COMMENT: Final = re.compile(r"/-|-/|[^/-]+")
_OUTSIDE: Final = re.compile(r'/-|--[^\n]*|"(?:\\.|[^"\\])*(?:"|\\?\Z)|[^/"-]+', re.DOTALL)

_NEGATION: Final = "not_"
"""What the name of the negation of a theorem begins with, before the theorem's name."""


class Statement(Protocol):
    """What the judge has to know of a problem; `bbsynth.problems.Problem` is one.

    If it has a text called ``negation_statement``, that is its second statement; see the module.
    """

    @property
    def id(self) -> str:
        """What to call it."""

    @property
    def theorem(self) -> str:
        """The full name of the theorem."""

    @property
    def formal_statement(self) -> str:
        """A Lean file that ends with the theorem, proved `by sorry`."""


@dataclass(frozen=True, slots=True)
class Code:
    """Lean code in an answer.

    Parameters
    ----------
    text : str
        The code.
    first_line : int
        The line of the answer in which it begins, from 1.
    fault : str
        Why there is none; empty if there is.
    """

    text: str
    first_line: int = 1
    fault: str = ""


def extract(answer: str, theorem: str) -> Code:
    """Find the code in an answer that may have prose around it.

    Parameters
    ----------
    answer : str
        What a model said.
    theorem : str
        The name of the theorem that it was asked to prove.

    Raises
    ------
    UsageError
        If the answer is no text.
    """
    if not isinstance(answer, str):
        raise UsageError(f"an answer is a str, not {type(answer).__name__}")
    if len(answer) > MAX_ANSWER:
        return Code("", fault=f"the answer is longer than {MAX_ANSWER:,} characters")
    answer = answer.removeprefix("\ufeff")
    start = 0
    for thought in _THOUGHT.finditer(answer):
        start = thought.end()
    for element in reversed(list(_ANSWER.finditer(answer[start:]))[-_LAST:]):
        inside = answer[start + element.end() :].partition("</answer>")[0]
        if _has_code(inside):
            start += element.end()
            answer = answer[:start] + inside
            break
    offset = answer.count("\n", 0, start)
    named = _declaration(theorem, rf"(?:{_NEGATION})?")
    if (code := _unopened(answer[start:], named)) is not None:
        return Code(code, offset + 1)
    lines = answer[start:].split("\n")
    blocks: list[tuple[str, Code]] = []
    fenced = False
    number = 0
    while number < len(lines):
        opening = _FENCE.match(lines[number])
        number += 1
        if opening is None:
            continue
        fenced = True
        first = number
        indent, mark, language = opening.groups()
        while number < len(lines) and not _closes(lines[number], mark):
            number += 1
        text = "\n".join(line.removeprefix(indent) for line in lines[first:number])
        if text.strip():
            blocks.append((language.lower(), Code(text, offset + first + 1)))
        number += 1
    if not fenced:
        first = _after_prose(lines, named)
        return Code("\n".join(lines[first:]), offset + first + 1)
    lean = [code for language, code in blocks if language in _LEAN]
    unmarked = [code for language, code in blocks if language in _UNMARKED]
    of_lean = [code for code in lean if named.search(code.text)]
    whole = of_lean + [code for code in unmarked if named.search(code.text)]
    # To say once more what was to be proved is not to take the proof back.
    for codes in (of_lean, whole):
        if done := [code for code in codes if len(whole) > 1 and not _has_gap(code.text)]:
            return max(done, key=lambda code: code.first_line)
    # The statement may come first, and then its proof alone.
    if whole and all(_has_gap(code.text) for code in whole):
        alone = [code for code in lean if not named.search(code.text) and _is_proof(code.text)]
    else:
        alone = []
    for choice in (alone, whole, lean, unmarked):
        if choice:
            return max(choice, key=lambda code: code.first_line)
    return Code("", fault="there is no Lean code in the answer")


def _has_code(text: str) -> bool:
    """Whether there is a block of code, or code begins at once."""
    return any(map(_FENCE.match, text.split("\n"))) or _begins_code(text, _beginning(text))


def _unopened(text: str, named: re.Pattern[str]) -> str | None:
    """The code before the mark that closes a block which was opened before the text; or none."""
    place = _beginning(text)
    begins = _COMMAND.match(text, place) is not None
    proof = re.match(r":=|by\s", text[place : place + 3]) is not None or _tactics(text, place)
    if not begins and not proof:
        # A term, if the marks cannot be those of blocks, since one is left over.
        marks = sum(_FENCE.match(line) is not None for line in text.split("\n"))
        if marks % 2 == 0 or _BODY.match(text, place) is None:
            return None
    start = 0
    for line in _without_comments(text).split("\n"):
        fence = _FENCE.match(line)
        if fence is not None:
            code = text[: start - 1]
            other = fence[3] or (named.search(code) is None and named.search(text) is not None)
            return None if other else code
        start += len(line) + 1
    return text if begins else None


def _after_prose(lines: list[str], named: re.Pattern[str]) -> int:
    """The line in which the code begins; 0 if there is no prose before it, or no code."""
    text = "\n".join(lines)
    last = max((match.start() for match in named.finditer(text)), default=-1)
    place = _beginning(text)
    if _PROSE.match(text, place) is None and _begins_code(text, place):
        return 0
    start = 0
    announced = False
    for number, line in enumerate(lines):
        if start <= last and _FIRST.match(line):
            return number
        if last < 0 and announced and re.match(r"by(?:\s|$)", line):
            return number
        if line.strip():
            announced = line.rstrip().endswith(":")
        start += len(line) + 1
    return 0


def _begins_code(text: str, place: int) -> bool:
    """Whether a command, a term or a tactic may begin at a place."""
    return (_COMMAND.match(text, place) or _BODY.match(text, place)) is not None or (
        _tactics(text, place) != ""
    )


def _declaration(theorem: str, prefix: str = "") -> re.Pattern[str]:
    """Matches the beginning of a declaration of a theorem."""
    name = prefix + re.escape(theorem)
    return re.compile(rf"\b(?:theorem|lemma)\s+(?:_root_\.)?{name}(?![\w'.])")


def _is_for_negation(text: str, theorem: str) -> bool:
    """Whether the last declaration of the two is that of the negation, comments left aside."""
    text = _without_comments(text)
    last = [
        max((match.start() for match in _declaration(name).finditer(text)), default=-1)
        for name in (theorem, _NEGATION + theorem)
    ]
    return last[1] > last[0]


def _without_comments(text: str) -> str:
    """The text with blanks in the place of the comments."""
    kept = []
    depth = place = 0
    while place < len(text):
        token = (_IN_COMMENT if depth else _OUTSIDE).match(text, place)
        part = token[0] if token else text[place]
        place += len(part)
        before = depth
        if part == "/-":
            depth += 1
        elif depth and part == "-/":
            depth -= 1
        outside = not before and not depth and not part.startswith("--")
        kept.append(part if outside else re.sub(r"[^\n]", " ", part))
    return "".join(kept)


def _is_proof(text: str) -> bool:
    """Whether it begins as a proof without its theorem does, and leaves nothing out."""
    place = _beginning(text)
    begins = re.match(r":=|by\s", text[place : place + 3]) is not None or _tactics(text, place)
    return bool(begins) and not _has_gap(text)


def _has_gap(text: str) -> bool:
    return re.search(r"\bsorry\b", _without_comments(text)) is not None


def _closes(line: str, mark: str) -> bool:
    line = line.strip()
    return len(line) >= len(mark) and line == mark[0] * len(line)


def assemble(problem: Statement, code: Code, *, name: str | None = None) -> Task:
    """Put together what Lean is given for a problem and the code of an answer to it.

    Parameters
    ----------
    problem : Statement
        The problem.
    code : Code
        Untrusted Lean code; see `extract`.
    name : str, optional
        What to call the task; by default the problem's id.

    Raises
    ------
    UsageError
        If the problem's Lean statement does not end with a proof that is left out.
    """
    text, fault = (
        code.text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"),
        code.fault,
    )
    before = ""
    theorem, reference = problem.theorem, problem.formal_statement
    negation: str = getattr(problem, "negation_statement", "")
    if not fault:
        fault = _fault(text)
    if not fault and negation and _is_for_negation(text, theorem):
        theorem, reference = _NEGATION + theorem, negation
    if not fault:
        # Core Lean does not know the word; what the text states is compared in any case.
        text = _with_theorems(text)
        place = _beginning(text)
        tactics = _tactics(text, place)
        if tactics or _COMMAND.match(text, place) is None:
            if tactics:
                text = "\n" * text.count("\n", 0, place) + tactics
                before = _without_proof(problem.id, reference) + " by\n"
            elif _BODY.match(text, place) is None:
                if place < len(text):
                    fault = "it begins with neither a declaration nor a proof"
            else:
                # A comment before a body would come before its `:=`; it says nothing to Lean.
                text = "\n" * text.count("\n", 0, place) + text[place:]
                text = text.replace(":=", "", 1) if text.lstrip().startswith(":=") else text
                before = _without_proof(problem.id, reference) + "\n"
    return Task(
        name=problem.id if name is None else name,
        theorem=theorem,
        reference=reference,
        candidate="" if fault else before + text,
        fault=fault,
        lines_before=before.count("\n"),
        first_line=code.first_line,
    )


def _with_theorems(text: str) -> str:
    """The text with `theorem` for `lemma` where it begins a declaration."""
    if "lemma" not in text:
        return text
    bare = _without_comments(text)
    parts, done = [], 0
    for match in _LEMMA.finditer(bare):
        before = bare[max(0, match.start() - _REACH) : match.start()]
        if _BEFORE_LEMMA.search(before.rpartition("\n")[2]):
            parts += [text[done : match.start()], "theorem"]
            done = match.end()
    return "".join([*parts, text[done:]])


def _tactics(text: str, place: int) -> str:
    """The text from a place on, if it is tactics without `by`; empty if it is not.

    The first line may have lost its indentation, since it goes on with what the question ended
    with. What begins with a word that could begin a term is tactics if one of its lines at the
    same column begins with a word that could not.
    """
    if not _could_be_tactic(text[place : place + _REACH]):
        return ""
    column = place - (text.rfind("\n", 0, place) + 1)
    first, *others = text[place:].split("\n")
    rest = [(len(line) - len(line.lstrip(" ")), line) for line in others if line.strip()]
    if column == 0 and rest:
        least = min(indent for indent, _ in rest)
        belongs_to_first = _OPENER.search(first) is not None and rest[0][0] == least
        if not belongs_to_first and any(
            indent == least and _could_be_tactic(line[least:]) for indent, line in rest
        ):
            column = least
    level = [first, *(line[column:] for indent, line in rest if indent == column)]
    begins = _TACTIC.match(text, place) is not None
    return " " * column + text[place:] if begins or any(map(_TACTIC.match, level)) else ""


def _could_be_tactic(line: str) -> bool:
    return (_TACTIC.match(line) or _TACTIC_OR_TERM.match(line)) is not None


def _without_proof(name: str, reference: str) -> str:
    ending = _ENDING.search(reference, max(0, len(reference) - _REACH))
    if ending is None:
        raise UsageError(f"the Lean statement of {name} does not end with `:= by sorry`")
    return reference[: ending.start()] + ":="


def _beginning(text: str) -> int:
    """Return where the code begins after blanks and comments; these may be nested."""
    place = 0
    while True:
        blank = _BLANK.match(text, place)
        place = place if blank is None else blank.end()
        if not text.startswith("/-", place) or text.startswith(("/--", "/-!"), place):
            return place
        depth, here = 0, place
        while True:
            mark = _COMMENT_MARK.search(text, here)
            if mark is None:
                return place
            here = mark.end()
            depth += 1 if mark[0] == "/-" else -1
            if depth == 0:
                break
        place = here


def _fault(text: str) -> str:
    """Why a text is not worth asking Lean about; empty if it is."""
    if len(text) > MAX_CHARACTERS:
        return f"it is longer than {MAX_CHARACTERS:,} characters"
    if "\0" in text:
        return "it has a NUL character in it"
    try:
        text.encode()
    except UnicodeEncodeError as error:
        return f"not Unicode: a lone surrogate at character {error.start:,}"
    depth = deepest = 0
    for bracket in re.findall(r"[()\[\]{}⟨⟩]", text):
        depth = depth + 1 if bracket in "([{⟨" else max(0, depth - 1)
        deepest = max(deepest, depth)
    if deepest > _MAX_NESTING:
        return f"its brackets are nested more than {_MAX_NESTING:,} deep"
    return ""
