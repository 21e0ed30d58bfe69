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

/-- Exactly `s` cells are not blank: there is a list of `s` different cells, and the cells in it
are those that do not hold `0`. -/
def NonBlankCount [NeZero k] (c : Config n k) (s : Nat) : Prop :=
  ∃ cells : List Int, cells.Nodup ∧ cells.length = s ∧ ∀ i, i ∈ cells ↔ c.tape i ≠ 0

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

/-- Started on the blank tape, the machine halts after exactly `N` steps, the halting step
included: it has halted after `N` steps, and not after fewer. -/
def HaltsAfter (M : Machine n k) (N : Nat) : Prop :=
  (M.run N .initial).Halted ∧ ∀ t, t < N → ¬ (M.run t .initial).Halted

/-- Started on the blank tape, the machine halts, and then exactly `s` cells are not blank. -/
def HaltsLeaving (M : Machine n k) (s : Nat) : Prop :=
  ∃ N, M.HaltsAfter N ∧ (M.run N .initial).NonBlankCount s

end BusyBeaver.Machine

open BusyBeaver

/-- The machine `1RB1LC_1LB1RA_1RZ0RA`. State `A` is `0`, state `B` is `1`, state `C` is `2`;
`none` means that it halts. -/
def machine : Machine 3 2
  | 0, 0 => ⟨1, .right, some 1⟩
  | 0, 1 => ⟨1, .left, some 2⟩
  | 1, 0 => ⟨1, .left, some 1⟩
  | 1, 1 => ⟨1, .right, some 0⟩
  | 2, 0 => ⟨1, .right, none⟩
  | 2, 1 => ⟨0, .right, some 0⟩

namespace BusyBeaver

/-- The head moves by one cell at most. -/
theorem Dir.offset_near (d : Dir) : -1 ≤ d.offset ∧ d.offset ≤ 1 := by cases d <;> decide

end BusyBeaver

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

variable [NeZero n] [NeZero k]

/-- The halting time is unique. -/
theorem HaltsAfter.unique {N N' : Nat} (h : M.HaltsAfter N) (h' : M.HaltsAfter N') : N = N' := by
  rcases Nat.lt_trichotomy N N' with hlt | heq | hgt
  · exact absurd h.1 (h'.2 N hlt)
  · exact heq
  · exact absurd h'.1 (h.2 N' hgt)

end BusyBeaver.Machine

namespace BusyBeaver.Machine

variable {n k : Nat} {M : Machine n k} {c : Config n k}

/-- A machine that has not halted after `N` steps has not halted before. -/
theorem runs_of_run {N : Nat} (h : (M.run N c).state.isNone = false) (t : Nat) (ht : t < N + 1) :
    ¬ (M.run t c).state = none := by
  intro hhalt
  obtain ⟨d, hd⟩ := Nat.exists_eq_add_of_le (Nat.le_of_lt_succ ht)
  rw [hd, run_add, run_of_halted hhalt, hhalt] at h
  cases h

/-- It is enough to look at the last step. -/
theorem halts_of_run {N : Nat} (hlast : (M.run N c).state.isNone = false)
    (hhalt : (M.run (N + 1) c).state.isNone = true) :
    (M.run (N + 1) c).state = none ∧ ∀ t, t < N + 1 → ¬ (M.run t c).state = none :=
  ⟨Option.isNone_iff_eq_none.mp hhalt, runs_of_run hlast⟩

/-- Of the cells around `x` those within a distance of `w` are finitely many. -/
theorem window {good : Int → Prop} {x : Int} {w : Nat}
    (h : ∀ j : Nat, j < 2 * w → good (x - w + j)) {i : Int} (hleast : x - w ≤ i)
    (hmost : i < x + w) : good i := by
  have hj : x - w + ((i - (x - w)).toNat : Int) = i := by omega
  have hlt : (i - (x - w)).toNat < 2 * w := by omega
  exact hj ▸ h _ hlt

/-- All cells of `c` that are `r` or more cells away from the head are blank. -/
def BlankBeyond [NeZero k] (r : Nat) (c : Config n k) : Prop :=
  ∀ i, i + r < c.head ∨ c.head + r ≤ i → c.tape i = 0

/-- In a step the head moves by one cell, and leaves the others as they are. -/
theorem step_near (M : Machine n k) (c : Config n k) :
    c.head - 1 ≤ (M.step c).head ∧ (M.step c).head ≤ c.head + 1 ∧
      ∀ i, i ≠ c.head → (M.step c).tape i = c.tape i := by
  unfold step
  cases c.state with
  | none =>
    exact ⟨Int.sub_le_self _ (by decide), Int.le_add_of_nonneg_right (by decide), fun _ _ => rfl⟩
  | some q =>
    have := (M q (c.tape c.head)).move.offset_near
    refine ⟨?_, ?_, fun i hi => if_neg hi⟩
    · show c.head - 1 ≤ c.head + (M q (c.tape c.head)).move.offset
      omega
    · show c.head + (M q (c.tape c.head)).move.offset ≤ c.head + 1
      omega

/-- A cell that `t` steps cannot reach is after them as it was before. -/
theorem tape_run {i : Int} (t : Nat) (h : i + t ≤ c.head ∨ c.head + t ≤ i) :
    (M.run t c).tape i = c.tape i := by
  induction t generalizing c with
  | zero => rfl
  | succ t ih =>
    obtain ⟨hleast, hmost, hother⟩ := step_near M c
    rw [Int.natCast_succ, ← Int.add_assoc, ← Int.add_assoc] at h
    rcases h with (h : i + t < c.head) | (h : c.head + t < i)
    · exact (ih (.inl (Int.le_trans (Int.le_sub_one_of_lt h) hleast))).trans (hother i
        (Int.ne_of_lt (Int.lt_of_le_of_lt (Int.le_add_of_nonneg_right (Int.natCast_nonneg t)) h)))
    · refine (ih (.inr (Int.le_trans (Int.add_le_add_right hmost t) ?_))).trans (hother i
        (Int.ne_of_gt (Int.lt_of_le_of_lt (Int.le_add_of_nonneg_right (Int.natCast_nonneg t)) h)))
      rw [Int.add_right_comm]
      exact h

/-- If the cells `r` or more away from the head are blank, then after `t` steps those `r + t` or
more away from where it was are. -/
theorem BlankBeyond.run [NeZero k] {r : Nat} (h : BlankBeyond r c) (t : Nat) {i : Int}
    (hi : i + (r + t : Nat) < c.head ∨ c.head + (r + t : Nat) ≤ i) : (M.run t c).tape i = 0 := by
  have hr : (r : Int) ≤ (r + t : Nat) := Int.ofNat_le.mpr (Nat.le_add_right r t)
  have ht : (t : Int) ≤ (r + t : Nat) := Int.ofNat_le.mpr (Nat.le_add_left t r)
  refine (tape_run t (hi.imp (fun hi => ?_) fun hi => ?_)).trans
    (h i (hi.imp (fun hi => ?_) fun hi => ?_))
  · exact Int.le_of_lt (Int.lt_of_le_of_lt (Int.add_le_add_left ht i) hi)
  · exact Int.le_trans (Int.add_le_add_left ht c.head) hi
  · exact Int.lt_of_le_of_lt (Int.add_le_add_left hr i) hi
  · exact Int.le_trans (Int.add_le_add_left hr c.head) hi

variable [NeZero n] [NeZero k]

/-- On the blank tape all cells are blank, however near. -/
theorem blankBeyond_initial : BlankBeyond 0 (.initial : Config n k) := fun _ _ => rfl

/-- Cells that are `t` cells away are blank after `t` steps. -/
theorem blank_run_initial (t : Nat) {i : Int} (hi : i + t < 0 ∨ 0 + t ≤ i) :
    (M.run t .initial).tape i = 0 :=
  blankBeyond_initial.run t (by rwa [Nat.zero_add])

/-- If a machine halts after `N` steps, and `cells` are the cells within reach that are not blank
then, each once, it halts leaving as many as there are in the list. -/
theorem haltsLeaving_of_run {N : Nat} (h : M.HaltsAfter N) (cells : List Int)
    (hcells : cells.Nodup ∧ (∀ i ∈ cells, (M.run N .initial).tape i ≠ 0) ∧
      ∀ j : Nat, j < 2 * N → (M.run N .initial).tape (0 - N + j) ≠ 0 → (0 - N + j : Int) ∈ cells) :
    M.HaltsLeaving cells.length := by
  obtain ⟨hnodup, hleft, hall⟩ := hcells
  refine ⟨N, h, cells, hnodup, rfl, fun i => ⟨hleft i, ?_⟩⟩
  by_cases hleast : 0 - (N : Int) ≤ i
  · by_cases hmost : i < 0 + N
    · exact window (good := fun i => (M.run N .initial).tape i ≠ 0 → i ∈ cells) hall hleast hmost
    · exact fun hi => absurd (blank_run_initial N (.inr (Int.not_lt.mp hmost))) hi
  · exact fun hi => absurd (blank_run_initial N (.inl (by omega))) hi

end BusyBeaver.Machine

namespace BusyBeaver

/-- A list without repetitions is no longer than one that has all its members. -/
theorem List.length_le_of_subset {xs ys : List Int} (hx : xs.Nodup) (h : ∀ i, i ∈ xs → i ∈ ys) :
    xs.length ≤ ys.length := by
  induction xs generalizing ys with
  | nil => exact Nat.zero_le _
  | cons x xs ih =>
    obtain ⟨hnot, hx⟩ := List.nodup_cons.mp hx
    have hmem := h x List.mem_cons_self
    have hle := ih (ys := ys.erase x) hx fun i hi =>
      (List.mem_erase_of_ne (by rintro rfl; exact hnot hi)).mpr (h i (List.mem_cons_of_mem x hi))
    rw [List.length_erase_of_mem hmem] at hle
    have := List.length_pos_of_mem hmem
    rw [List.length_cons]
    omega

/-- Two lists without repetition that have the same members are of the same length. -/
theorem List.length_eq_of_mem_iff {xs ys : List Int} (hx : xs.Nodup) (hy : ys.Nodup)
    (h : ∀ i, i ∈ xs ↔ i ∈ ys) : xs.length = ys.length :=
  Nat.le_antisymm (length_le_of_subset hx fun i => (h i).mp)
    (length_le_of_subset hy fun i => (h i).mpr)

end BusyBeaver

namespace BusyBeaver.Machine

variable {n k : Nat} [NeZero n] [NeZero k] {M : Machine n k}

/-- The number of cells that are left is unique. -/
theorem HaltsLeaving.unique {s s' : Nat} (h : M.HaltsLeaving s) (h' : M.HaltsLeaving s') :
    s = s' := by
  obtain ⟨N, hN, cells, hnodup, hlength, hmem⟩ := h
  obtain ⟨N', hN', cells', hnodup', hlength', hmem'⟩ := h'
  obtain rfl := hN.unique hN'
  rw [← hlength, ← hlength']
  exact List.length_eq_of_mem_iff hnodup hnodup' fun i => (hmem i).trans (hmem' i).symm

/-- A machine that halts leaving `s` cells that are not blank does not leave another number. -/
theorem HaltsLeaving.not_haltsLeaving {s s' : Nat} (h : M.HaltsLeaving s) (hne : s ≠ s') :
    ¬ M.HaltsLeaving s' := fun h' => hne (h.unique h')

end BusyBeaver.Machine

/-- Prove or refute: started on the blank tape, the machine halts, and then exactly 3 cells are
not blank. (To refute it, prove instead `theorem
not_decide_it_leaving_3_1RB1LC_1LB1RA_1RZ0RA_bare : ¬ machine.HaltsLeaving 3`.) -/
theorem not_decide_it_leaving_3_1RB1LC_1LB1RA_1RZ0RA_bare : ¬ machine.HaltsLeaving 3 :=
  have left : machine.HaltsLeaving 2 := Machine.haltsLeaving_of_run (Machine.halts_of_run (N := 6) (by decide +kernel) (by decide +kernel))
    [0, 1] (by decide +kernel)
  left.not_haltsLeaving (by decide)
