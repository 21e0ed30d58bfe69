/-!
A Turing machine works on a tape that is infinite in both directions, a symbol in every cell. It
starts in state `0` on the blank tape, on which every cell holds the symbol `0`. In one step it
reads the symbol under its head, writes a symbol there, moves its head by one cell to the left or to
the right, and goes to its next state or halts. The step that halts is a step like any other: it
writes, it moves, and it is counted.
-/

namespace BusyBeaver

/-- A direction in which the head moves. -/
inductive Dir where
  | left
  | right
deriving DecidableEq

/-- How far the head moves: one cell to the left is `-1`, one cell to the right is `1`. -/
def Dir.offset : Dir → Int
  | .left => -1
  | .right => 1

/-- What a machine with `n` states and `k` symbols does in one step: it writes a symbol, moves its
head, and goes to its next state, where `none` means that it halts. -/
structure Transition (n k : Nat) where
  write : Fin k
  move : Dir
  next : Option (Fin n)

/-- A Turing machine with `n` states and `k` symbols: a transition for each state and each symbol
read. State `0` is the initial state, symbol `0` is the blank. -/
abbrev Machine (n k : Nat) := Fin n → Fin k → Transition n k

/-- A configuration: the state (`none` once the machine has halted), the position of the head,
and the contents of the tape. -/
structure Config (n k : Nat) where
  state : Option (Fin n)
  head : Int
  tape : Int → Fin k

end BusyBeaver

namespace BusyBeaver.Config

variable {n k : Nat}

/-- The initial configuration: state `0`, head on cell `0`, every cell blank. -/
def initial [NeZero n] [NeZero k] : Config n k where
  state := some 0
  head := 0
  tape := fun _ => 0

end BusyBeaver.Config

namespace BusyBeaver.Machine

variable {n k : Nat}

/-- One step. A configuration in which the machine has halted stays as it is. -/
def step (M : Machine n k) (c : Config n k) : Config n k :=
  match c.state with
  | none => c
  | some q =>
    let t := M q (c.tape c.head)
    { state := t.next
      head := c.head + t.move.offset
      tape := fun i => if i = c.head then t.write else c.tape i }

/-- `M.run t c`: the configuration that `t` steps lead to from `c`. -/
def run (M : Machine n k) : Nat → Config n k → Config n k
  | 0, c => c
  | t + 1, c => M.run t (M.step c)

end BusyBeaver.Machine

namespace BusyBeaver.Config

variable {n k : Nat}

/-- The same configuration `d` cells further to the right. -/
def shift (c : Config n k) (d : Int) : Config n k where
  state := c.state
  head := c.head + d
  tape := fun i => c.tape (i - d)

/-- The cells of a row of words from left to right, each word repeated so many times:
`[([1, 0], 2), ([1], 3)]` are the cells `1, 0, 1, 0, 1, 1, 1`. -/
noncomputable def spell {α : Type} : List (List α × Nat) → List α
  | [] => []
  | (word, times) :: row => (List.replicate times word).flatten ++ spell row

/-- State `q`, and the tape between blanks: the row `left` ends in cell `-1`, the row `right`
begins in cell `0`. If the machine faces right, its head is on cell `0`; if it faces left, its head
is on cell `-1`. -/
noncomputable def rows [NeZero k] (q : Fin n) (facing : Dir) (left right : List (List (Fin k) × Nat)) :
    Config n k where
  state := some q
  head := match facing with
    | .left => -1
    | .right => 0
  tape := fun i =>
    if 0 ≤ i then (spell right).getD i.toNat 0 else (spell left).reverse.getD (-1 - i).toNat 0

end BusyBeaver.Config

namespace BusyBeaver.Machine

variable {n k : Nat}

-- Irreducible, as Lean would otherwise run machines to see that two statements are not the same.
/-- From the configuration `c`, exactly `t` steps lead to the configuration `d`, wherever on the
tape. -/
@[irreducible] def Reaches (M : Machine n k) (c d : Config n k) (t : Nat) : Prop :=
  ∃ s, M.run t c = d.shift s

end BusyBeaver.Machine

open BusyBeaver

/-- The machine `1RB1RZ_1LC1RB_1RB1LC`. State `A` is `0`, state `B` is `1`, state `C` is `2`;
`none` means that it halts. -/
def machine : Machine 3 2
  | 0, 0 => ⟨1, .right, some 1⟩
  | 0, 1 => ⟨1, .right, none⟩
  | 1, 0 => ⟨1, .left, some 2⟩
  | 1, 1 => ⟨1, .right, some 1⟩
  | 2, 0 => ⟨1, .right, some 1⟩
  | 2, 1 => ⟨1, .left, some 2⟩

/-- The configurations C(m). -/
noncomputable def C (m : Nat) : Config 3 2 :=
  .rows 1 .right [([1], 2 * m + 1)] []

/-- For every natural number m, let C(m) be the configuration in state B with the tape `(1)^{2 *
m + 1} |` and the head on the first cell to the right of the bar. Then, for every m, exactly 4 *
m + 5 steps lead the machine from C(m) to C(m + 1). -/
theorem rule_1RB1RZ_1LC1RB_1RB1LC_bare : ∀ m, machine.Reaches (C m) (C (m + 1)) (4 * m + 5) := by
  sorry
