module

public import BBSynth.Loop
public import BBSynth.Bounds

/-!
# Where the head goes

The depth of a snapshot (see `BBSynth.Simulate`) grows and shrinks with the position of the head, so
a run that is computed with snapshots also tells where the head is, and which cells it visits.

## Main definitions

* `BBSynth.track`: a number of steps on a snapshot, with the least and the greatest depth on the way

## Main results

* `BBSynth.Shows.simulate_head`, `BBSynth.Shows.track`: where the head is
* `BBSynth.Machine.haltsWith_of_check`, `BBSynth.Machine.visitsExactly_of_check`: the configuration
  in which a machine halts, and the cells that it has visited
* `BBSynth.Machine.HaltsWith.haltsLeaving`: the number of cells that are left, from this
* `BBSynth.Machine.HaltsWith.not_of_head`, `BBSynth.Machine.HaltsWith.not_of_cell`,
  `BBSynth.Machine.VisitsExactly.not_visitsExactly`: the negations
* `BBSynth.Machine.not_staysWithin_of_check`, `BBSynth.Machine.not_neverUses_of_check`: the head out
  of an interval, and a transition that is used
-/

@[expose] public section

namespace BBSynth

variable {n k : Nat} {M : Machine n k} {c : Config n k} {q l r d : Nat}

/-- The depth changes as the head moves. -/
theorem Shows.simulate_head {t e : Nat} {x : Snapshot} (h : Shows c q l r (d + e))
    (hx : BBSynth.simulate n k M.table t q l r d = some x) :
    (M.run t c).head + d = c.head + x.depth := by
  induction t generalizing c q l r d with
  | zero =>
    rw [simulate_zero] at hx
    cases hx
    rfl
  | succ t ih =>
    cases q with
    | zero => rw [simulate_halted] at hx; cases hx
    | succ q =>
      have hread := h.read
      generalize he : digit (codeBound n k) M.table (q * k + r % k) = code
      obtain ⟨-, hstep, -⟩ := Machine.step_of_code (M := M) h.state (hread.symm ▸ he)
      have hone : BBSynth.simulate n k M.table 1 (q + 1) l r d =
        if code / k % 2 = 0 then
          if d = 0 then none
          else some ⟨code / k / 2, l / k, l % k + k * (code % k + k * (r / k)), d - 1⟩
        else some ⟨code / k / 2, code % k + k * l, r / k, d + 1⟩ := simulate_succ he 0 l d
      rw [simulate_succ he] at hx
      rw [Machine.run_succ]
      by_cases hmove : code / k % 2 = 0
      · rw [if_pos hmove] at hx hone
        cases d with
        | zero => cases hx
        | succ d =>
          rw [if_neg (Nat.succ_ne_zero d), Nat.add_sub_cancel] at hx hone
          have : (M.run t (M.step c)).head + d = (M.step c).head + x.depth :=
            ih (h.simulate hone).2 hx
          rw [if_pos hmove] at hstep
          omega
      · rw [if_neg hmove] at hx hone
        have : (M.run t (M.step c)).head + (d + 1 : Nat) = (M.step c).head + x.depth :=
          ih (h.simulate hone).2 hx
        rw [if_neg hmove] at hstep
        omega

/-! ### The cells on the way -/

/-- A snapshot, and the least and the greatest depth on the way to it. -/
structure Tracked where
  state : Nat
  left : Nat
  right : Nat
  depth : Nat
  least : Nat
  greatest : Nat

/-- The snapshot after `t` steps, and the least and the greatest of `lo`, `hi` and the depths before
these steps. -/
noncomputable def track (n k table t : Nat) :
    Nat → Nat → Nat → Nat → Nat → Nat → Option Tracked :=
  Nat.rec (motive := fun _ => Nat → Nat → Nat → Nat → Nat → Nat → Option Tracked)
    (fun q l r d lo hi => some ⟨q, l, r, d, lo, hi⟩)
    (fun _ continue_ q l r d lo hi =>
      Option.rec (motive := fun _ => Option Tracked) none
        (fun x =>
          eager (Bool.rec (motive := fun _ => Nat) lo d (Nat.ble d lo)) fun lo =>
          eager (Bool.rec (motive := fun _ => Nat) hi d (Nat.ble hi d)) fun hi =>
          continue_ x.state x.left x.right x.depth lo hi)
        (simulate n k table 1 q l r d))
    t

/-- One step more of a tracked run. -/
theorem track_succ {table t lo hi : Nat} {x : Snapshot} (hx : simulate n k table 1 q l r d = some x) :
    track n k table (t + 1) q l r d lo hi =
      track n k table t x.state x.left x.right x.depth (min d lo) (max hi d) := by
  have hunfold : track n k table (t + 1) q l r d lo hi =
    Option.rec (motive := fun _ => Option Tracked) none
      (fun x => track n k table t x.state x.left x.right x.depth
        (Bool.rec (motive := fun _ => Nat) lo d (Nat.ble d lo))
        (Bool.rec (motive := fun _ => Nat) hi d (Nat.ble hi d)))
      (simulate n k table 1 q l r d) := rfl
  have hmin : Bool.rec (motive := fun _ => Nat) lo d (Nat.ble d lo) = min d lo := by
    cases h : Nat.ble d lo with
    | true => exact (Nat.min_eq_left (Nat.le_of_ble_eq_true h)).symm
    | false =>
      have : ¬ d ≤ lo := fun hle => by rw [Nat.ble_eq_true_of_le hle] at h; cases h
      show lo = min d lo
      omega
  have hmax : Bool.rec (motive := fun _ => Nat) hi d (Nat.ble hi d) = max hi d := by
    cases h : Nat.ble hi d with
    | true => exact (Nat.max_eq_right (Nat.le_of_ble_eq_true h)).symm
    | false =>
      have : ¬ hi ≤ d := fun hle => by rw [Nat.ble_eq_true_of_le hle] at h; cases h
      show hi = max hi d
      omega
  rw [hunfold, hx, ← hmin, ← hmax]

/-- The head is as far from where it was as the depth is. -/
theorem Tracked.head_eq {i i' z : Int} {d d' : Nat} (h : i' + d = i + d') (hz : i = z + d) :
    i' = z + d' := by omega

/-- **What `track` says of a run**: the snapshot tells the truth, the machine does not halt early,
and the depths are the positions of the head, but for a constant `z`. -/
theorem Shows.track {t lo hi : Nat} {y : Tracked} {z : Int} (h : ∀ e, Shows c q l r (d + e))
    (hz : c.head = z + d) (hy : BBSynth.track n k M.table t q l r d lo hi = some y) :
    (∀ s, s < t → ¬ (M.run s c).Halted) ∧
    (∀ e, Shows (M.run t c) y.state y.left y.right (y.depth + e)) ∧
    (M.run t c).head = z + y.depth ∧ y.least ≤ lo ∧ hi ≤ y.greatest ∧
    (∀ s, s < t → z + y.least ≤ (M.run s c).head ∧ (M.run s c).head ≤ z + y.greatest) ∧
    (y.least = lo ∨ ∃ s, s < t ∧ (M.run s c).head = z + y.least) ∧
    (y.greatest = hi ∨ ∃ s, s < t ∧ (M.run s c).head = z + y.greatest) := by
  induction t generalizing c q l r d lo hi with
  | zero =>
    have hy : some ⟨q, l, r, d, lo, hi⟩ = some y := hy
    cases hy
    exact ⟨fun s hs => absurd hs (Nat.not_lt_zero s), h, hz, Nat.le_refl _, Nat.le_refl _,
      fun s hs => absurd hs (Nat.not_lt_zero s), .inl rfl, .inl rfl⟩
  | succ t ih =>
    cases hx : BBSynth.simulate n k M.table 1 q l r d with
    | none =>
      have : BBSynth.track n k M.table (t + 1) q l r d lo hi = none := by
        have hunfold : BBSynth.track n k M.table (t + 1) q l r d lo hi =
          Option.rec (motive := fun _ => Option Tracked) none
            (fun x => BBSynth.track n k M.table t x.state x.left x.right x.depth
              (Bool.rec (motive := fun _ => Nat) lo d (Nat.ble d lo))
              (Bool.rec (motive := fun _ => Nat) hi d (Nat.ble hi d)))
            (BBSynth.simulate n k M.table 1 q l r d) := rfl
        rw [hunfold, hx]
      rw [this] at hy
      cases hy
    | some x =>
      rw [track_succ hx] at hy
      have hrun : ¬ c.Halted := ((h 0).simulate hx).1 0 Nat.one_pos
      have hhead := (h 0).simulate_head hx
      have hnext := ih (c := M.step c) (fun e => ((h e).simulate hx).2)
        (Tracked.head_eq hhead hz) hy
      obtain ⟨h₁, h₂, h₃, h₄, h₅, h₆, h₇, h₈⟩ := hnext
      refine ⟨fun s hs => ?_, h₂, h₃, Nat.le_trans h₄ (Nat.min_le_right d lo),
        Nat.le_trans (Nat.le_max_left hi d) h₅, fun s hs => ?_, ?_, ?_⟩
      · cases s with
        | zero => exact hrun
        | succ s => exact h₁ s (Nat.lt_of_succ_lt_succ hs)
      · cases s with
        | zero =>
          rw [Machine.run_zero, hz]
          exact ⟨Int.add_le_add_left (Int.ofNat_le.mpr (Nat.le_trans h₄ (Nat.min_le_left d lo))) z,
            Int.add_le_add_left (Int.ofNat_le.mpr (Nat.le_trans (Nat.le_max_right hi d) h₅)) z⟩
        | succ s => exact h₆ s (Nat.lt_of_succ_lt_succ hs)
      · rcases h₇ with h₇ | ⟨s, hs, h₇⟩
        · by_cases hd : d ≤ lo
          · exact .inr ⟨0, Nat.succ_pos t, by rw [Machine.run_zero, hz, h₇, Nat.min_eq_left hd]⟩
          · exact .inl (h₇.trans (Nat.min_eq_right (Nat.le_of_lt (Nat.lt_of_not_le hd))))
        · exact .inr ⟨s + 1, Nat.succ_lt_succ hs, h₇⟩
      · rcases h₈ with h₈ | ⟨s, hs, h₈⟩
        · by_cases hd : hi ≤ d
          · exact .inr ⟨0, Nat.succ_pos t, by rw [Machine.run_zero, hz, h₈, Nat.max_eq_right hd]⟩
          · exact .inl (h₈.trans (Nat.max_eq_left (Nat.le_of_lt (Nat.lt_of_not_le hd))))
        · exact .inr ⟨s + 1, Nat.succ_lt_succ hs, h₈⟩

/-- The head moves by one cell at most. -/
theorem Machine.head_step (M : Machine n k) (c : Config n k) :
    (M.step c).head ≤ c.head + 1 ∧ c.head ≤ (M.step c).head + 1 := by
  unfold Machine.step
  cases c.state with
  | none => exact ⟨Int.le_add_of_nonneg_right (by decide), Int.le_add_of_nonneg_right (by decide)⟩
  | some q =>
    show c.head + (M q (c.tape c.head)).move.offset ≤ c.head + 1 ∧
      c.head ≤ c.head + (M q (c.tape c.head)).move.offset + 1
    have := (M q (c.tape c.head)).move.offset_near
    omega

/-- What moves by one at most takes all values between two that it takes. -/
theorem Sequence.exists_between {f : Nat → Int} (hf : ∀ u, f (u + 1) ≤ f u + 1 ∧ f u ≤ f (u + 1) + 1)
    {i : Int} (s d : Nat) (h : (f s ≤ i ∧ i ≤ f (s + d)) ∨ (f (s + d) ≤ i ∧ i ≤ f s)) :
    ∃ u, u ≤ s + d ∧ f u = i := by
  induction d with
  | zero => exact ⟨s, Nat.le_refl s, by rw [Nat.add_zero] at h; omega⟩
  | succ d ih =>
    by_cases hlast : f (s + (d + 1)) = i
    · exact ⟨_, Nat.le_refl _, hlast⟩
    · have := hf (s + d)
      rw [Nat.add_assoc] at this
      obtain ⟨u, hu, heq⟩ := ih (by omega)
      exact ⟨u, by omega, heq⟩

/-! ### The configuration in which a machine halts -/

/-- The symbol in cell `i` of a tape that holds a list of symbols from `start` on. -/
noncomputable def cellOf {k : Nat} [NeZero k] (start : Int) (symbols : List (Fin k))
    (i : Int) : Fin k :=
  if start ≤ i then symbols.getD (i - start).toNat 0 else 0

namespace Machine

/-- Computes whether the machine halts after exactly `N` steps, with the head on cell `head`, and
with these symbols on the tape from `start` on. -/
noncomputable def haltsWithCheck {n k : Nat} [NeZero k] (M : Machine n k) (N : Nat) (start : Int)
    (symbols : List (Fin k)) (head : Int) : Bool :=
  eager M.table fun table =>
  match simulate n k table N 1 0 0 N with
  | none => false
  | some x =>
    Nat.beq x.state 0 && decide ((x.depth : Int) - N = head) &&
    Nat.beq x.left (packDigits k (fun j => (cellOf start symbols (head - 1 - j)).val)
      (head - start).toNat) &&
    Nat.beq x.right (packDigits k (fun j => (cellOf start symbols (head + j)).val)
      (start + symbols.length - head).toNat)

variable [NeZero n] [NeZero k]

/-- Before the symbols the cells are blank. -/
theorem cellOf_of_lt {start i : Int} {symbols : List (Fin k)} (h : i < start) :
    cellOf start symbols i = 0 := if_neg (by omega)

/-- Behind the symbols the cells are blank. -/
theorem cellOf_of_le {start i : Int} {symbols : List (Fin k)} (h : start + symbols.length ≤ i) :
    cellOf start symbols i = 0 := by
  unfold cellOf
  rw [if_pos (by omega), List.getD_eq_getElem?_getD, List.getElem?_eq_none (by omega)]
  rfl

/-- The digits of packed symbols, beyond which there are blanks only. -/
theorem digit_packed {f : Nat → Fin k} {m j : Nat} (hf : m ≤ j → f j = 0) :
    digit k (packDigits k (fun j => (f j).val) m) j = (f j).val := by
  by_cases hj : j < m
  · exact digit_packDigits (fun j => Fin.isLt _) hj
  · have hj := Nat.le_of_not_lt hj
    have : packDigits k (fun j => (f j).val) m < k ^ j :=
      Nat.lt_of_lt_of_le (packDigits_lt (fun j => (f j).isLt) m)
        (Nat.pow_le_pow_right (Nat.pos_of_ne_zero (NeZero.ne k)) hj)
    unfold digit
    rw [Nat.div_eq_of_lt this, Nat.zero_mod, hf hj]
    rfl

/-- A cell is to the left of the head, or it is not. -/
theorem cell_cases (head i : Int) :
    (∃ j : Nat, i = head - 1 - j) ∨ ∃ j : Nat, i = head + j := by
  by_cases hi : i < head
  · exact .inl ⟨(head - 1 - i).toNat, by omega⟩
  · exact .inr ⟨(i - head).toNat, by omega⟩

/-- So many cells to the left of the head is left of `start`. -/
theorem before_start {head start : Int} {j : Nat} (h : (head - start).toNat ≤ j) :
    head - 1 - j < start := by omega

/-- So many cells to the right of the head is behind the last symbol. -/
theorem behind_end {head last : Int} {j : Nat} (h : (last - head).toNat ≤ j) :
    last ≤ head + j := by omega

/-- The depth tells where the head is. -/
theorem head_of_depth {i i' head : Int} {N d : Nat} (h : i + (N + 0 : Nat) = i' + d)
    (hi : i' = 0) (hd : (d : Int) - N = head) : i = head := by omega

/-- **The configuration in which a machine halts, by computation**:
`Machine.haltsWith_of_check (N := …) (by decide +kernel)`, where `N` is the halting time, some
thousands at most. -/
theorem haltsWith_of_check {N : Nat} {start head : Int} {symbols : List (Fin k)}
    (h : M.haltsWithCheck N start symbols head = true) : M.HaltsWith start symbols head := by
  unfold haltsWithCheck at h
  rw [eager_eq] at h
  split at h
  next => cases h
  next x hx =>
    simp only [Bool.and_eq_true] at h
    obtain ⟨⟨⟨hstate, hhead⟩, hleft⟩, hright⟩ := h
    have hstate := Nat.eq_of_beq_eq_true hstate
    have hleft := Nat.eq_of_beq_eq_true hleft
    have hright := Nat.eq_of_beq_eq_true hright
    have hhead := of_decide_eq_true hhead
    have hshows := fun e => Shows.simulate (e := e) (Shows.initial (n := n) (k := k) (N + e)) hx
    have hpos := Shows.simulate_head (e := 0) (Shows.initial (n := n) (k := k) (N + 0)) hx
    have hpos := head_of_depth hpos rfl hhead
    have hzero := (hshows 0).2
    rw [hstate] at hzero
    refine ⟨N, ⟨hzero.halted, (hshows 0).1⟩, fun i => ?_, hpos⟩
    show _ = cellOf start symbols i
    apply Fin.ext
    rcases cell_cases head i with ⟨j, rfl⟩ | ⟨j, rfl⟩
    · have := (hshows (j + 1)).2.left j
        (Nat.lt_of_lt_of_le (Nat.lt_succ_self j) (Nat.le_add_left _ _))
      rw [hpos, hleft] at this
      rw [this]
      exact digit_packed (f := fun j => cellOf start symbols (head - 1 - j))
        fun h => cellOf_of_lt (before_start h)
    · have := hzero.right j
      rw [hpos, hright] at this
      rw [this]
      exact digit_packed (f := fun j => cellOf start symbols (head + j))
        fun h => cellOf_of_le (behind_end h)

/-- The cells that a machine leaves, from the tape with which it halts:
`(Machine.haltsWith_of_check (N := …) (start := …) (symbols := …) (head := …)
(by decide +kernel)).haltsLeaving (by decide)`. -/
theorem HaltsWith.haltsLeaving {start head : Int} {symbols : List (Fin k)} {s : Nat}
    (h : M.HaltsWith start symbols head)
    (hs : ((List.range symbols.length).filter fun j => symbols.getD j 0 ≠ 0).length = s) :
    M.HaltsLeaving s := by
  obtain ⟨N, hN, htape, -⟩ := h
  refine ⟨N, hN, ((List.range symbols.length).filter fun j => symbols.getD j 0 ≠ 0).map
    fun j => start + (j : Nat), ?_, by rw [List.length_map, hs], fun i => ?_⟩
  · refine List.pairwise_map.mpr ((List.nodup_range.filter _).imp ?_)
    intro a b hab heq
    omega
  · rw [List.mem_map, htape i]
    constructor
    · rintro ⟨j, hj, rfl⟩
      have hj := of_decide_eq_true (List.mem_filter.mp hj).2
      rw [if_pos (by omega), show (start + (j : Int) - start).toNat = j by omega]
      exact hj
    · intro hi
      by_cases hle : start ≤ i
      · rw [if_pos hle] at hi
        refine ⟨(i - start).toNat, List.mem_filter.mpr ⟨List.mem_range.mpr ?_, ?_⟩, by omega⟩
        · refine Nat.lt_of_not_le fun hlen => hi ?_
          rw [List.getD_eq_getElem?_getD, List.getElem?_eq_none hlen]
          rfl
        · exact decide_eq_true hi
      · rw [if_neg hle] at hi
        exact absurd rfl hi

/-- **Not halting with the head on that cell**, for a machine that halts with its head on another:
`(Machine.haltsWith_of_check (N := …) (start := …) (symbols := …) (head := …)
(by decide +kernel)).not_of_head (by decide)`. -/
theorem HaltsWith.not_of_head {start head start' head' : Int} {symbols symbols' : List (Fin k)}
    (h : M.HaltsWith start symbols head) (hne : head ≠ head') :
    ¬ M.HaltsWith start' symbols' head' := by
  rintro ⟨N', hN', -, hhead'⟩
  obtain ⟨N, hN, -, hhead⟩ := h
  obtain rfl := hN.unique hN'
  exact hne (hhead.symm.trans hhead')

/-- **Not halting with that tape**, for a machine that halts with another symbol in cell `i`:
`(Machine.haltsWith_of_check (N := …) (start := …) (symbols := …) (head := …)
(by decide +kernel)).not_of_cell i (by decide)`. -/
theorem HaltsWith.not_of_cell {start head start' head' : Int} {symbols symbols' : List (Fin k)}
    (h : M.HaltsWith start symbols head) (i : Int)
    (hne : cellOf start symbols i ≠ cellOf start' symbols' i) :
    ¬ M.HaltsWith start' symbols' head' := by
  rintro ⟨N', hN', htape', -⟩
  obtain ⟨N, hN, htape, -⟩ := h
  obtain rfl := hN.unique hN'
  exact hne ((htape i).symm.trans (htape' i))

/-! ### The cells that are visited -/

/-- Computes whether the machine halts after exactly `N` steps and has visited exactly `s` cells. -/
noncomputable def visitsCheck (M : Machine n k) (N s : Nat) : Bool :=
  eager M.table fun table =>
  Option.rec (motive := fun _ => Bool) false
    (fun y => Bool.rec (motive := fun _ => Bool) false
      (Bool.rec (motive := fun _ => Bool) false (Nat.ble 1 N)
        (Nat.beq (Nat.sub (Nat.succ y.greatest) y.least) s))
      (Nat.beq y.state 0))
    (track n k table N 1 0 0 N N N)

/-- **The number of cells visited, by computation**:
`Machine.visitsExactly_of_check (N := …) (by decide +kernel)`, where `N` is the halting time, some
thousands at most. -/
theorem visitsExactly_of_check {N s : Nat} (h : M.visitsCheck N s = true) :
    M.VisitsExactly s := by
  unfold visitsCheck at h
  rw [eager_eq] at h
  cases hy : track n k M.table N 1 0 0 N N N with
  | none => rw [hy] at h; cases h
  | some y =>
    rw [hy] at h
    cases hstate : Nat.beq y.state 0 with
    | false => simp only [hstate] at h <;> cases h
    | true =>
    cases hcount : Nat.beq (Nat.sub (Nat.succ y.greatest) y.least) s with
    | false => simp only [hstate, hcount] at h <;> cases h
    | true =>
    simp only [hstate, hcount] at h
    have hstate := Nat.eq_of_beq_eq_true hstate
    have hcount : y.greatest + 1 - y.least = s := Nat.eq_of_beq_eq_true hcount
    have hpos : 1 ≤ N := Nat.le_of_ble_eq_true h
    obtain ⟨z, hz⟩ : ∃ z : Int, z + N = 0 := ⟨0 - N, by omega⟩
    obtain ⟨h₁, h₂, h₃, h₄, h₅, h₆, h₇, h₈⟩ := Shows.track (M := M) (z := z)
      (fun e => Shows.initial (n := n) (k := k) (N + e))
      (by show (0 : Int) = z + N; omega) hy
    have hzero := h₂ 0
    rw [hstate] at hzero
    have hinit : (Config.initial : Config n k).head = 0 := rfl
    have hlow : ∃ a, a < N ∧ (M.run a .initial).head = z + y.least := by
      rcases h₇ with h₇ | h₇
      · exact ⟨0, hpos, by rw [run_zero, hinit, h₇, hz]⟩
      · exact h₇
    have hhigh : ∃ b, b < N ∧ (M.run b .initial).head = z + y.greatest := by
      rcases h₈ with h₈ | h₈
      · exact ⟨0, hpos, by rw [run_zero, hinit, h₈, hz]⟩
      · exact h₈
    clear h₇ h₈
    obtain ⟨a, ha, hheada⟩ := hlow
    obtain ⟨b, hb, hheadb⟩ := hhigh
    refine ⟨N, ⟨hzero.halted, h₁⟩,
      (List.range s).map fun j => z + y.least + (j : Nat), ?_,
      by rw [List.length_map, List.length_range], fun i => ?_⟩
    · refine List.pairwise_map.mpr (List.nodup_range.imp ?_)
      intro a b hab heq
      omega
    · have hrange : i ∈ ((List.range s).map fun j => z + y.least + (j : Nat)) ↔
          z + y.least ≤ i ∧ i ≤ z + y.greatest := by
        rw [List.mem_map]
        constructor
        · rintro ⟨j, hj, rfl⟩
          rw [List.mem_range] at hj
          omega
        · rintro ⟨hle, hge⟩
          exact ⟨(i - (z + y.least)).toNat, List.mem_range.mpr (by omega), by omega⟩
      rw [hrange]
      constructor
      · rintro ⟨hle, hge⟩
        have hf : ∀ u, (M.run (u + 1) .initial).head ≤ (M.run u .initial).head + 1 ∧
            (M.run u .initial).head ≤ (M.run (u + 1) .initial).head + 1 := by
          intro u
          rw [run_succ']
          exact head_step M _
        by_cases hab : a ≤ b
        · obtain ⟨u, hu, heq⟩ := Sequence.exists_between hf (i := i) a (b - a)
            (.inl ⟨by omega, by rw [show a + (b - a) = b by omega]; omega⟩)
          exact ⟨u, by omega, heq⟩
        · obtain ⟨u, hu, heq⟩ := Sequence.exists_between hf (i := i) b (a - b)
            (.inr ⟨by rw [show b + (a - b) = a by omega]; omega, by omega⟩)
          exact ⟨u, by omega, heq⟩
      · rintro ⟨t, ht, rfl⟩
        exact h₆ t ht

/-- The number of cells visited is unique. -/
theorem VisitsExactly.unique {s s' : Nat} (h : M.VisitsExactly s) (h' : M.VisitsExactly s') :
    s = s' := by
  obtain ⟨N, hN, cells, hnodup, hlength, hmem⟩ := h
  obtain ⟨N', hN', cells', hnodup', hlength', hmem'⟩ := h'
  obtain rfl := hN.unique hN'
  rw [← hlength, ← hlength']
  exact List.length_eq_of_mem_iff hnodup hnodup' fun i => (hmem i).trans (hmem' i).symm

/-- **Not visiting exactly `s'` cells**, for a machine that visits another number:
`(Machine.visitsExactly_of_check (N := …) (s := …) (by decide +kernel)).not_visitsExactly
(by decide)`. -/
theorem VisitsExactly.not_visitsExactly {s s' : Nat} (h : M.VisitsExactly s) (hne : s ≠ s') :
    ¬ M.VisitsExactly s' := fun h' => hne (h.unique h')

/-! ### One moment of a run -/

/-- Computes a property of the snapshot after `t` steps. -/
noncomputable def momentCheck (M : Machine n k) (t : Nat) (p : Snapshot → Bool) : Bool :=
  eager M.table fun table =>
  Option.rec (motive := fun _ => Bool) false p (simulate n k table t 1 0 0 t)

/-- If the check succeeds, `p` holds of the snapshot after `t` steps, and its depth tells where the
head is. -/
theorem exists_of_momentCheck {t : Nat} {p : Snapshot → Bool} (h : M.momentCheck t p = true) :
    ∃ x, p x = true ∧ (M.run t .initial).head = x.depth - t ∧
      Shows (M.run t .initial) x.state x.left x.right x.depth := by
  unfold momentCheck at h
  rw [eager_eq] at h
  cases hx : simulate n k M.table t 1 0 0 t with
  | none => rw [hx] at h; cases h
  | some x =>
    rw [hx] at h
    have hhead := Shows.simulate_head (e := 0) (Shows.initial (n := n) (k := k) (t + 0)) hx
    have : (Config.initial : Config n k).head = 0 := rfl
    exact ⟨x, h, by omega,
      (Shows.simulate (e := 0) (Shows.initial (n := n) (k := k) (t + 0)) hx).2⟩

/-- **Not staying within an interval**, for a machine whose head is elsewhere after `t` steps:
`Machine.not_staysWithin_of_check (t := …) (by decide +kernel)`. -/
theorem not_staysWithin_of_check {a b : Int} {t : Nat}
    (h : M.momentCheck t (fun x => decide ((x.depth : Int) - t < a ∨ b < (x.depth : Int) - t)) =
      true) : ¬ M.StaysWithin a b := by
  obtain ⟨x, hx, hhead, -⟩ := exists_of_momentCheck h
  intro hstays
  have := hstays t
  have := of_decide_eq_true hx
  omega

/-- **A transition that is used**, for a machine that is about to use it after `t` steps:
`Machine.not_neverUses_of_check (t := …) (by decide +kernel)`. -/
theorem not_neverUses_of_check {q : Fin n} {s : Fin k} {t : Nat}
    (h : M.momentCheck t (fun x => Nat.beq x.state (Nat.succ q.val) &&
      Nat.beq (Nat.mod x.right k) s.val) = true) : ¬ M.NeverUses q s := by
  obtain ⟨x, hx, -, hshows⟩ := exists_of_momentCheck h
  obtain ⟨hstate, hread⟩ := Bool.and_eq_true_iff.mp hx
  intro hnever
  apply hnever t
  have hq := hshows.state
  rw [Nat.eq_of_beq_eq_true hstate] at hq
  constructor
  · cases hc : (M.run t .initial).state with
    | none => rw [hc] at hq; cases hq
    | some q' => rw [hc] at hq; exact congrArg some (Fin.ext (Nat.succ.inj hq))
  · exact Fin.ext (hshows.read.trans (Nat.eq_of_beq_eq_true hread))

end Machine

end BBSynth
