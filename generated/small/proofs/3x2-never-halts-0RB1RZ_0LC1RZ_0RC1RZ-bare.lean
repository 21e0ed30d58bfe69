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

/-- Started on the blank tape, the machine never halts. -/
def NeverHalts (M : Machine n k) : Prop := ∀ t, ¬ (M.run t .initial).Halted

end BusyBeaver.Machine

open BusyBeaver

/-- The machine `0RB1RZ_0LC1RZ_0RC1RZ`. State `A` is `0`, state `B` is `1`, state `C` is `2`;
`none` means that it halts. -/
def machine : Machine 3 2
  | 0, 0 => ⟨0, .right, some 1⟩
  | 0, 1 => ⟨1, .right, none⟩
  | 1, 0 => ⟨0, .left, some 2⟩
  | 1, 1 => ⟨1, .right, none⟩
  | 2, 0 => ⟨0, .right, some 2⟩
  | 2, 1 => ⟨1, .right, none⟩

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

/-- A run of `t + 1` steps is a run of `t` and then one step. -/
theorem run_succ' (t : Nat) : M.run (t + 1) c = M.step (M.run t c) := run_add t 1

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

/-- What is seen of `d` is what is seen of `c`, moved by `s` cells. -/
def Alike (seen : Int → Prop) (s : Int) (c d : Config n k) : Prop :=
  d.state = c.state ∧ d.head = c.head + s ∧ ∀ i, seen i → d.tape (i + s) = c.tape i

/-- Configurations that are alike where they are seen are so after a step, if the head is where it
is seen. -/
theorem Alike.step {seen : Int → Prop} {s : Int} {d : Config n k} (h : Alike seen s c d)
    (hseen : seen c.head) : Alike seen s (M.step c) (M.step d) := by
  obtain ⟨hstate, hhead, htape⟩ := h
  have hread : d.tape d.head = c.tape c.head := by rw [hhead, htape _ hseen]
  unfold Machine.step
  rw [hstate, hread]
  split
  · exact ⟨hstate, hhead, htape⟩
  · refine ⟨rfl, by simp only [hhead]; omega, fun i hi => ?_⟩
    by_cases hat : i = c.head
    · simp only [hat, hhead, if_true]
    · simp only [hat, hhead, if_false, htape i hi]
      exact if_neg (by omega)

/-- After `p` steps from `c` all that is seen is the same again, moved by `s` cells, and until then
the head is where it is seen. -/
def Loops (M : Machine n k) (c : Config n k) (p : Nat) (s : Int) (seen : Int → Prop) : Prop :=
  0 < p ∧ (∀ i, seen i → seen (i + s)) ∧ (∀ t, t < p → seen (M.run t c).head) ∧
    Alike seen s c (M.run p c)

variable {p : Nat} {s : Int} {seen : Int → Prop}

/-- In a loop, what is seen after `t` steps is seen again `p` steps later, `s` cells further, and at
all times the head is where it is seen. -/
theorem Loops.again (h : M.Loops c p s seen) (t : Nat) :
    seen (M.run t c).head ∧ Alike seen s (M.run t c) (M.run (t + p) c) := by
  obtain ⟨hp, hshift, hseen, hback⟩ := h
  induction t using Nat.strongRecOn with
  | ind t ih =>
    constructor
    · by_cases ht : t < p
      · exact hseen t ht
      · obtain ⟨hhead, -, halike, -⟩ := ih (t - p) (by omega)
        rw [Nat.sub_add_cancel (Nat.le_of_not_lt ht)] at halike
        rw [halike]
        exact hshift _ hhead
    · cases t with
      | zero => rw [Nat.zero_add]; exact hback
      | succ t =>
        obtain ⟨hhead, halike⟩ := ih t (Nat.lt_succ_self t)
        rw [Nat.succ_add, run_succ', run_succ']
        exact halike.step hhead

/-- What is so of the state and the symbol read, in each step until a loop has been run through
once, is so for ever. -/
theorem Loops.always {m : Nat} (h : M.Loops (M.run m c) p s seen)
    {good : Option (Fin n) → Fin k → Prop}
    (hgood : ∀ t, t < m + p → good (M.run t c).state ((M.run t c).tape (M.run t c).head)) (t : Nat) :
    good (M.run t c).state ((M.run t c).tape (M.run t c).head) := by
  induction t using Nat.strongRecOn with
  | ind t ih =>
    by_cases ht : t < m + p
    · exact hgood t ht
    · obtain ⟨u, rfl⟩ := Nat.exists_eq_add_of_le (Nat.le_of_not_lt ht)
      obtain ⟨hseen, hstate, hhead, htape⟩ := h.again u
      have hbefore : m + u < m + p + u := by
        rw [Nat.add_right_comm]
        exact Nat.lt_add_of_pos_right h.1
      rw [← run_add] at hseen
      simp only [← run_add, Nat.add_comm u p, ← Nat.add_assoc] at hstate hhead htape
      rw [hstate, hhead, htape _ hseen]
      exact ih (m + u) hbefore

/-- A loop, by a run: of cells that are far away nothing has to be computed. -/
theorem loops_of_run [NeZero k] {m r : Nat} (w : Nat) (hfar : BlankBeyond r c)
    (hshift : ∀ i, seen i → seen (i + s))
    (hsize : 0 < p ∧ -(p : Int) ≤ s ∧ s ≤ p ∧ r + (m + p) + p ≤ w)
    (hseen : ∀ t, t < p → seen (M.run t (M.run m c)).head)
    (hends : (M.run p (M.run m c)).state = (M.run m c).state ∧
      (M.run p (M.run m c)).head = (M.run m c).head + s)
    (htape : ∀ j : Nat, j < 2 * w → seen (c.head - w + j) →
      (M.run p (M.run m c)).tape (c.head - w + j + s) = (M.run m c).tape (c.head - w + j)) :
    M.Loops (M.run m c) p s seen := by
  obtain ⟨hp, hback, hforth, hw⟩ := hsize
  refine ⟨hp, hshift, hseen, hends.1, hends.2, fun i => ?_⟩
  by_cases hleast : c.head - w ≤ i
  · by_cases hmost : i < c.head + w
    · exact window (good := fun i => seen i →
        (M.run p (M.run m c)).tape (i + s) = (M.run m c).tape i) htape hleast hmost
    · intro
      rw [← run_add, hfar.run (m + p) (.inr (by omega)), hfar.run m (.inr (by omega))]
  · intro
    rw [← run_add, hfar.run (m + p) (.inl (by omega)), hfar.run m (.inl (by omega))]

end BusyBeaver.Machine

/-- Started on the blank tape, the machine never halts. -/
theorem never_halts_0RB1RZ_0LC1RZ_0RC1RZ_bare : machine.NeverHalts :=
  have loops : machine.Loops (machine.run 4 .initial) 1 1 fun i => 2 ≤ i :=
    Machine.loops_of_run 6 Machine.blankBeyond_initial
      (fun i (h : 2 ≤ i) => show 2 ≤ i + 1 by omega) (by decide) (by decide +kernel)
      (by decide +kernel) (by decide +kernel)
  loops.always (good := fun q _ => ¬ q = none) (by decide +kernel)
