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

/-- The machine `1RB0LC_0LB1LC_0RA1RZ`. State `A` is `0`, state `B` is `1`, state `C` is `2`;
`none` means that it halts. -/
def machine : Machine 3 2
  | 0, 0 => ⟨1, .right, some 1⟩
  | 0, 1 => ⟨0, .left, some 2⟩
  | 1, 0 => ⟨0, .left, some 1⟩
  | 1, 1 => ⟨1, .left, some 2⟩
  | 2, 0 => ⟨0, .right, some 0⟩
  | 2, 1 => ⟨1, .right, none⟩

/-- A configuration written down: the state, the position of the head, the cells to the left of the
head from right to left, and the cells from the head on to the right; all others are blank. -/
abbrev Written (n k : Nat) := Option (Fin n) × Int × List (Fin k) × List (Fin k)

variable {n k : Nat} [NeZero n] [NeZero k] {M : Machine n k}

/-- `c` is the configuration that `w` writes down. -/
def Written.Of (w : Written n k) (c : Config n k) : Prop :=
  c.state = w.1 ∧ c.head = w.2.1 ∧ ∀ i : Nat,
    c.tape (c.head - 1 - i) = w.2.2.1.getD i 0 ∧ c.tape (c.head + i) = w.2.2.2.getD i 0

/-- One step, computed. -/
def Written.next (M : Machine n k) : Written n k → Written n k
  | (none, h, l, r) => (none, h, l, r)
  | (some q, h, l, r) =>
    match M q (r.headD 0) with
    | ⟨s, .right, q'⟩ => (q', h + 1, s :: l, r.tail)
    | ⟨s, .left, q'⟩ => (q', h - 1, l.tail, l.headD 0 :: s :: r.tail)

theorem Written.Of.next {w : Written n k} {c : Config n k} (h : w.Of c) :
    (w.next M).Of (M.step c) := by
  obtain ⟨q, p, l, r⟩ := w
  obtain ⟨hq, hp, ht⟩ := h
  dsimp only at hq hp ht
  cases q with
  | none =>
    have hs : M.step c = c := by simp only [Machine.step, hq]
    rw [hs]
    exact ⟨hq, hp, ht⟩
  | some q =>
    have hread : c.tape c.head = r.headD 0 := by
      have := (ht 0).2
      cases r <;> simpa using this
    have hstep : M.step c = ⟨(M q (r.headD 0)).next, c.head + (M q (r.headD 0)).move.offset,
        fun i => if i = c.head then (M q (r.headD 0)).write else c.tape i⟩ := by
      simp only [Machine.step, hq, hread]
    rw [hstep]
    rcases hM : M q (r.headD 0) with ⟨s, d, q'⟩
    cases d with
    | right =>
      simp only [Written.next, hM]
      refine ⟨rfl, by simp only [Dir.offset, hp], fun i => ⟨?_, ?_⟩⟩
      · cases i with
        | zero => simp [Dir.offset]
        | succ i =>
          have := (ht i).1
          simp only [Dir.offset, List.getD_cons_succ]
          rw [if_neg (by omega), ← this]
          congr 1
          omega
      · have := (ht (i + 1)).2
        simp only [Dir.offset]
        rw [if_neg (by omega)]
        have he : c.head + 1 + (i : Int) = c.head + ((i + 1 : Nat) : Int) := by omega
        rw [he, this]
        cases r <;> simp
    | left =>
      simp only [Written.next, hM]
      refine ⟨rfl, by simp only [Dir.offset, hp]; omega, fun i => ⟨?_, ?_⟩⟩
      · have := (ht (i + 1)).1
        simp only [Dir.offset]
        rw [if_neg (by omega)]
        have he : c.head + -1 - 1 - (i : Int) = c.head - 1 - ((i + 1 : Nat) : Int) := by omega
        rw [he, this]
        cases l <;> simp
      · simp only [Dir.offset]
        match i with
        | 0 =>
          have := (ht 0).1
          rw [if_neg (by omega)]
          have he : c.head + -1 + ((0 : Nat) : Int) = c.head - 1 - ((0 : Nat) : Int) := by omega
          rw [he, this]
          cases l <;> simp
        | 1 =>
          rw [if_pos (by omega)]
          simp
        | i + 2 =>
          have := (ht (i + 1)).2
          rw [if_neg (by omega)]
          have he : c.head + -1 + ((i + 2 : Nat) : Int) = c.head + ((i + 1 : Nat) : Int) := by omega
          rw [he, this]
          cases r <;> simp

/-- The blank tape. -/
theorem Written.of_initial : Written.Of ((some 0, 0, [], []) : Written n k) .initial :=
  ⟨rfl, rfl, fun _ => ⟨rfl, rfl⟩⟩

/-- Computes whether the machine halts after exactly so many steps. -/
def Written.stopsAfter (M : Machine n k) : Nat → Written n k → Bool
  | 0, (q, _, _, _) => q.isNone
  | _ + 1, (none, _, _, _) => false
  | t + 1, (some q, h, l, r) => stopsAfter M t (next M (some q, h, l, r))

theorem Written.halts_of_stopsAfter {N : Nat} {w : Written n k} {c : Config n k} (hw : w.Of c)
    (h : w.stopsAfter M N = true) :
    (M.run N c).state = none ∧ ∀ t, t < N → ¬ (M.run t c).state = none := by
  induction N generalizing w c with
  | zero =>
    obtain ⟨q, p, l, r⟩ := w
    refine ⟨?_, fun t ht => absurd ht (Nat.not_lt_zero t)⟩
    cases q with
    | none => exact hw.1
    | some q => simp [Written.stopsAfter] at h
  | succ N ih =>
    obtain ⟨q, p, l, r⟩ := w
    cases q with
    | none => simp [Written.stopsAfter] at h
    | some q =>
      obtain ⟨hhalt, hrun⟩ := ih hw.next h
      refine ⟨hhalt, fun t ht => ?_⟩
      cases t with
      | zero =>
        intro hc
        have hc : c.state = none := hc
        rw [hw.1] at hc
        cases hc
      | succ t => exact hrun t (Nat.lt_of_succ_lt_succ ht)

/-- Several steps, computed. -/
def Written.after (M : Machine n k) : Nat → Written n k → Written n k
  | 0, w => w
  | t + 1, (q, h, l, r) => after M t (next M (q, h, l, r))

theorem Written.Of.after {w : Written n k} {c : Config n k} (hw : w.Of c) (t : Nat) :
    (w.after M t).Of (M.run t c) := by
  induction t generalizing w c with
  | zero => exact hw
  | succ t ih => exact ih hw.next

/-- What is written down determines the configuration. -/
theorem Written.Of.unique {w : Written n k} {c d : Config n k} (hc : w.Of c) (hd : w.Of d) :
    c = d := by
  have hhead : c.head = d.head := hc.2.1.trans hd.2.1.symm
  have htape : c.tape = d.tape := by
    funext i
    by_cases hi : i < c.head
    · have h := (hc.2.2 (c.head - 1 - i).toNat).1.trans (hd.2.2 (c.head - 1 - i).toNat).1.symm
      have he : c.head - 1 - ((c.head - 1 - i).toNat : Int) = i := by omega
      rwa [← hhead, he] at h
    · have h := (hc.2.2 (i - c.head).toNat).2.trans (hd.2.2 (i - c.head).toNat).2.symm
      have he : c.head + ((i - c.head).toNat : Int) = i := by omega
      rwa [← hhead, he] at h
  have hstate : c.state = d.state := hc.1.trans hd.1.symm
  cases c
  cases d
  cases hstate
  cases hhead
  cases htape
  rfl

/-- The blank tape, with some of its blanks written down. -/
theorem Written.of_initial_padded (p : Nat) :
    Written.Of ((some 0, 0, List.replicate p 0, List.replicate p 0) : Written n k) .initial := by
  have h : ∀ i : Nat, (List.replicate p (0 : Fin k)).getD i 0 = 0 := by
    intro i
    by_cases hi : i < p <;> simp [List.getD_eq_getElem?_getD, List.getElem?_replicate, hi]
  exact ⟨rfl, rfl, fun i => ⟨(h i).symm, (h i).symm⟩⟩

theorem run_of_halted {c : Config n k} (h : c.state = none) (t : Nat) : M.run t c = c := by
  induction t with
  | zero => rfl
  | succ t ih =>
    have hs : M.step c = c := by simp only [Machine.step, h]
    exact (congrArg (M.run t) hs).trans ih

theorem run_add (s t : Nat) (c : Config n k) : M.run (s + t) c = M.run t (M.run s c) := by
  induction s generalizing c with
  | zero => rw [Nat.zero_add]; rfl
  | succ s ih => rw [Nat.succ_add]; exact ih (M.step c)

/-- Whether the machine comes back, after `p` steps, to where it is after `m` steps. -/
def Written.comesBack (M : Machine n k) (m p : Nat) (w : Written n k) : Bool :=
  (w.after M m).1.isSome && decide ((w.after M m).after M p = w.after M m)

theorem Written.never_of_comesBack {m p : Nat} {w : Written n k} {c : Config n k} (hp : 0 < p)
    (hw : w.Of c) (h : w.comesBack M m p = true) (t : Nat) : ¬ (M.run t c).state = none := by
  simp only [Written.comesBack, Bool.and_eq_true, decide_eq_true_eq] at h
  obtain ⟨hsome, hback⟩ := h
  have hm := hw.after (M := M) m
  have hloop : M.run p (M.run m c) = M.run m c := by
    have := hm.after (M := M) p
    rw [hback] at this
    exact this.unique hm
  have hmany : ∀ j : Nat, M.run (m + j * p) c = M.run m c := by
    intro j
    induction j with
    | zero => rw [Nat.zero_mul, Nat.add_zero]
    | succ j ih => rw [Nat.succ_mul, ← Nat.add_assoc, run_add, ih, hloop]
  intro ht
  have hle : t ≤ m + t * p := Nat.le_trans (Nat.le_mul_of_pos_right t hp) (Nat.le_add_left _ _)
  obtain ⟨d, hd⟩ := Nat.exists_eq_add_of_le hle
  have hlate := hmany t
  rw [hd, run_add, run_of_halted ht] at hlate
  rw [hlate, hm.1] at ht
  rw [ht] at hsome
  cases hsome

/-- Prove or refute: started on the blank tape, the machine never halts. (To refute it, prove
instead `theorem not_decide_it_never_1RB0LC_0LB1LC_0RA1RZ_bare : ¬ machine.NeverHalts`.) -/
theorem decide_it_never_1RB0LC_0LB1LC_0RA1RZ_bare : machine.NeverHalts :=
  Written.never_of_comesBack (m := 0) (p := 6) (by decide)
    (Written.of_initial_padded 7) (by decide +kernel)
