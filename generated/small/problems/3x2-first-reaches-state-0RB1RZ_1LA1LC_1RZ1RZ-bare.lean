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

open BusyBeaver

/-- The machine `0RB1RZ_1LA1LC_1RZ1RZ`. State `A` is `0`, state `B` is `1`, state `C` is `2`;
`none` means that it halts. -/
def machine : Machine 3 2
  | 0, 0 => ⟨0, .right, some 1⟩
  | 0, 1 => ⟨1, .right, none⟩
  | 1, 0 => ⟨1, .left, some 0⟩
  | 1, 1 => ⟨1, .left, some 2⟩
  | 2, 0 => ⟨1, .right, none⟩
  | 2, 1 => ⟨1, .right, none⟩

/-- Started on the blank tape, the machine is in state C for the first time after exactly 4
steps. -/
theorem first_reaches_state_0RB1RZ_1LA1LC_1RZ1RZ_bare : (∀ t, t < 4 → (machine.run t .initial).state ≠ some 2) ∧ (machine.run 4 .initial).state = some 2 := by
  sorry
