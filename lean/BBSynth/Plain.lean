module

public import BBSynth.Run
public import BBSynth.Predicates

/-!
# Short runs, on the semantics itself

What a machine does in a few dozen steps can be computed on `BBSynth.Machine.run` as it stands,
tapes being functions, at a cost that grows with the square of the steps. The proofs are short, so
they are what a problem brings along that may not use the library.

A tape is a function on all integers, of which a computation sees finitely many values. The others
are as they were: in `t` steps the head moves by `t` cells at most (`tape_run`).

## Main definitions

* `BBSynth.Machine.Loops`: after `p` steps all that matters is the same again, `s` cells further

## Main results

* `BBSynth.Machine.halts_of_run`, `BBSynth.Machine.runs_of_run`: when a machine halts
* `BBSynth.Machine.haltsLeaving_of_run`, `BBSynth.Machine.haltsWith_of_run`,
  `BBSynth.Machine.visitsExactly_of_run`: what it leaves, and where it was
* `BBSynth.Machine.loops_of_run`: a loop, by a run
* `BBSynth.Machine.Loops.always`, `BBSynth.Machine.Loops.head_always`: what is so in a loop for ever
* `BBSynth.Machine.Loops.repeats`, `BBSynth.Machine.Loops.leaves`: where a loop stays or leads
-/

@[expose] public section

namespace BBSynth.Machine

variable {n k : Nat} {M : Machine n k} {c : Config n k}

/-! ### Halting -/

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

/-! ### Cells that are not reached -/

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

/-! ### What is left, and where it was -/

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

/-- If a machine halts after `N` steps with its head on cell `head`, and the cells within reach hold
the symbols from `start` on and are blank otherwise, it halts with this tape and this head. -/
theorem haltsWith_of_run {N : Nat} {start head : Int} {symbols : List (Fin k)} (h : M.HaltsAfter N)
    (hends : 0 - N ≤ start ∧ start + symbols.length ≤ 0 + N)
    (hhead : (M.run N .initial).head = head)
    (htape : ∀ j : Nat, j < 2 * N → (M.run N .initial).tape (0 - N + j) =
      if start ≤ 0 - N + j then symbols.getD (0 - N + j - start : Int).toNat 0 else 0) :
    M.HaltsWith start symbols head := by
  refine ⟨N, h, fun i => ?_, hhead⟩
  by_cases hleast : 0 - (N : Int) ≤ i
  · by_cases hmost : i < 0 + N
    · exact window (good := fun i => (M.run N .initial).tape i =
        if start ≤ i then symbols.getD (i - start).toNat 0 else 0) htape hleast hmost
    · rw [blank_run_initial N (.inr (Int.not_lt.mp hmost)), if_pos (by omega),
        List.getD_eq_getElem?_getD, List.getElem?_eq_none (by omega)]
      rfl
  · rw [blank_run_initial N (.inl (by omega)), if_neg (by omega)]

/-- If a machine halts after `N` steps, and `cells` are those that its head is on before one of
them, each once, it visits exactly as many as there are in the list. -/
theorem visitsExactly_of_run {N : Nat} (h : M.HaltsAfter N) (cells : List Int)
    (hcells : cells.Nodup ∧ (∀ i ∈ cells, ∃ t, t < N ∧ (M.run t .initial).head = i) ∧
      ∀ t, t < N → (M.run t .initial).head ∈ cells) :
    M.VisitsExactly cells.length :=
  ⟨N, h, cells, hcells.1, rfl, fun i => ⟨hcells.2.1 i, fun ⟨t, ht, hi⟩ => hi ▸ hcells.2.2 t ht⟩⟩

omit [NeZero n] [NeZero k]

/-! ### Loops -/

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

/-- In a loop that comes back to where it was, what is so of the head is so for ever. -/
theorem Loops.head_always {m : Nat} (h : M.Loops (M.run m c) p 0 seen) {good : Int → Prop}
    (hgood : ∀ t, t < m + p → good (M.run t c).head) (t : Nat) : good (M.run t c).head := by
  induction t using Nat.strongRecOn with
  | ind t ih =>
    by_cases ht : t < m + p
    · exact hgood t ht
    · obtain ⟨u, rfl⟩ := Nat.exists_eq_add_of_le (Nat.le_of_not_lt ht)
      have hhead := (h.again u).2.2.1
      have hbefore : m + u < m + p + u := by
        rw [Nat.add_right_comm]
        exact Nat.lt_add_of_pos_right h.1
      rw [← run_add, ← run_add, Nat.add_comm u p, ← Nat.add_assoc, Int.add_zero] at hhead
      rw [hhead]
      exact ih (m + u) hbefore

/-- How far a loop moves in `j` turns. -/
theorem Loops.head_turns (h : M.Loops c p s seen) (j : Nat) :
    (M.run (j * p) c).head = c.head + j * s := by
  induction j with
  | zero =>
    rw [Nat.zero_mul, run_zero]
    omega
  | succ j ih =>
    rw [Nat.succ_mul, (h.again (j * p)).2.2.1, ih, Int.natCast_succ, Int.add_mul]
    omega

/-- A machine in a loop that moves by some cells moves its head out of every finite part of the
tape. -/
theorem Loops.leaves [NeZero n] [NeZero k] {m : Nat} (h : M.Loops (M.run m .initial) p s seen)
    (hs : s ≠ 0) : M.LeavesEveryInterval := by
  intro a b
  have hturn (j : Nat) : (M.run (m + j * p) .initial).head =
      (M.run m (.initial : Config n k)).head + j * s := by
    rw [run_add]
    exact h.head_turns j
  generalize (M.run m .initial).head = x at hturn
  by_cases hpos : 0 < s
  · refine ⟨m + (b - x + 1).toNat * p, .inr ?_⟩
    rw [hturn]
    have := Int.mul_le_mul_of_nonneg_left (show 1 ≤ s by omega)
      (Int.natCast_nonneg (b - x + 1).toNat)
    omega
  · refine ⟨m + (x - a + 1).toNat * p, .inl ?_⟩
    rw [hturn]
    have := Int.mul_le_mul_of_nonneg_left (show s ≤ -1 by omega)
      (Int.natCast_nonneg (x - a + 1).toNat)
    omega

/-- A tape that is written down is blank further on. -/
theorem blankBeyond_written [NeZero k] {q : Fin n} {head start : Int} {symbols : List (Fin k)}
    {r : Nat} (h : head ≤ start + r ∧ start + symbols.length ≤ head + r) :
    BlankBeyond r (Config.written q head start symbols) := by
  intro i hi
  show (if start ≤ i then symbols.getD (i - start).toNat 0 else 0) = 0
  rcases hi with (hi : i + r < head) | (hi : head + r ≤ i)
  · rw [if_neg (by omega)]
  · split
    · rw [List.getD_eq_getElem?_getD, List.getElem?_eq_none (by omega)]
      rfl
    · rfl

/-- Repetition: the configurations before the first that comes back are told apart by the state, the
head, or a cell. -/
theorem Loops.repeats [NeZero n] [NeZero k] {m : Nat}
    (h : M.Loops (M.run m .initial) p 0 fun _ => True)
    (hgoes : (M.run m .initial).state.isNone = false)
    (hdiffer : ∀ t, t < m + p → ∀ s, s < t → (M.run s .initial).state ≠ (M.run t .initial).state ∨
      (M.run s .initial).head ≠ (M.run t .initial).head ∨ ∃ j : Nat, j < 2 * (m + p) ∧
        (M.run s .initial).tape (j - (m + p)) ≠ (M.run t .initial).tape (j - (m + p))) :
    M.RepeatsFrom m p := by
  refine ⟨h.1, runs_of_run hgoes m (Nat.lt_succ_self m), ?_, fun s t hs ht heq => ?_⟩
  · obtain ⟨hstate, hhead, htape⟩ := h.2.2.2
    rw [run_add]
    generalize M.run p (M.run m .initial) = d at hstate hhead htape
    generalize M.run m .initial = c at hstate hhead htape
    refine Config.ext hstate (hhead.trans (Int.add_zero _)) (funext fun i => ?_)
    have := htape i trivial
    rw [Int.add_zero] at this
    exact this
  · have hne := hdiffer t ht s hs
    rw [heq] at hne
    obtain h | h | ⟨_, -, h⟩ := hne <;> exact h rfl

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

end BBSynth.Machine
