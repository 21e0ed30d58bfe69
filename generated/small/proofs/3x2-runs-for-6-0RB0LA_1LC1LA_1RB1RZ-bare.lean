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

/-- The machine has halted. -/
def Halted (c : Config n k) : Prop := c.state = none

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

variable [NeZero n] [NeZero k]

/-- Started on the blank tape, the machine makes at least `N` steps: it has not halted after fewer
than `N`. -/
def RunsFor (M : Machine n k) (N : Nat) : Prop := ∀ t, t < N → ¬ (M.run t .initial).Halted

end BusyBeaver.Machine

open BusyBeaver

/-- The machine `0RB0LA_1LC1LA_1RB1RZ`. State `A` is `0`, state `B` is `1`, state `C` is `2`;
`none` means that it halts. -/
def machine : Machine 3 2
  | 0, 0 => ⟨0, .right, some 1⟩
  | 0, 1 => ⟨0, .left, some 0⟩
  | 1, 0 => ⟨1, .left, some 2⟩
  | 1, 1 => ⟨1, .left, some 0⟩
  | 2, 0 => ⟨1, .right, some 1⟩
  | 2, 1 => ⟨1, .right, none⟩

namespace BusyBeaver.Machine

variable {n k : Nat} {M : Machine n k} {c : Config n k}

/-- A run of no steps leads nowhere else. -/
@[simp] theorem run_zero : M.run 0 c = c := rfl

/-- A run of `t + 1` steps is one step and then a run of `t`. -/
theorem run_succ (t : Nat) : M.run (t + 1) c = M.run t (M.step c) := rfl

/-- A run of `s + t` steps is a run of `s` steps and then one of `t`. -/
theorem run_add (s t : Nat) : M.run (s + t) c = M.run t (M.run s c) := by
  induction s generalizing c with
  | zero => rw [Nat.zero_add, run_zero]
  | succ s ih => rw [Nat.succ_add, run_succ, run_succ, ih]

/-- A step changes nothing once the machine has halted. -/
theorem step_of_halted (h : c.Halted) : M.step c = c := by
  unfold step
  rw [show c.state = none from h]

/-- A run changes nothing once the machine has halted. -/
theorem run_of_halted (h : c.Halted) (t : Nat) : M.run t c = c := by
  induction t with
  | zero => rfl
  | succ t ih => rw [run_succ, step_of_halted h, ih]

/-- A machine that has not halted after `N` steps has not halted before. -/
theorem runs_of_run {N : Nat} (h : (M.run N c).state.isNone = false) (t : Nat) (ht : t < N + 1) :
    ¬ (M.run t c).state = none := by
  intro hhalt
  obtain ⟨d, hd⟩ := Nat.exists_eq_add_of_le (Nat.le_of_lt_succ ht)
  rw [hd, run_add, run_of_halted hhalt, hhalt] at h
  cases h

end BusyBeaver.Machine

/-- Started on the blank tape, the machine does not halt in fewer than 6 steps. -/
theorem runs_for_6_0RB0LA_1LC1LA_1RB1RZ_bare : machine.RunsFor 6 :=
  Machine.runs_of_run (N := 5) (by decide +kernel)
