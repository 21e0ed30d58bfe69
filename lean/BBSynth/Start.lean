module

public import BBSynth.Track

/-!
# Runs that do not start on the blank tape

A configuration that is written down, `Config.written`, is shown by a snapshot, so what is computed
of runs from the blank tape can be computed of others.

## Main results

* `BBSynth.Machine.haltsAfterFrom_of_check`, `BBSynth.Machine.neverHaltsFrom_of_loopRight`,
  `BBSynth.Machine.neverHaltsFrom_of_loopLeft`: what a problem's proof uses
-/

@[expose] public section

namespace BBSynth

/-- The cells to the left of the head, as a number. -/
noncomputable def Snapshot.leftOf {k : Nat} [NeZero k] (head start : Int)
    (symbols : List (Fin k)) : Nat :=
  packDigits k (fun j => (cellOf start symbols (head - 1 - j)).val) (head - start).toNat

/-- The cells from the head on, as a number. -/
noncomputable def Snapshot.rightOf {k : Nat} [NeZero k] (head start : Int)
    (symbols : List (Fin k)) : Nat :=
  packDigits k (fun j => (cellOf start symbols (head + j)).val)
    (start + symbols.length - head).toNat

namespace Machine

variable {n k : Nat} [NeZero k] {M : Machine n k}

/-- A configuration that is written down, as a snapshot. -/
theorem shows_written (q : Fin n) (head start : Int) (symbols : List (Fin k)) (d : Nat) :
    Shows (Config.written q head start symbols) (q.val + 1) (Snapshot.leftOf head start symbols)
      (Snapshot.rightOf head start symbols) d := by
  have hdigit : ∀ (f : Nat → Fin k) (m j : Nat), (m ≤ j → (f j).val = 0) →
      (f j).val = digit k (packDigits k (fun j => (f j).val) m) j := by
    intro f m j hj
    by_cases hlt : j < m
    · rw [digit_packDigits (fun j => (f j).isLt) hlt]
    · have : packDigits k (fun j => (f j).val) m < k ^ j :=
        Nat.lt_of_lt_of_le (packDigits_lt (fun j => (f j).isLt) m)
          (Nat.pow_le_pow_right (Nat.pos_of_ne_zero (NeZero.ne k)) (Nat.le_of_not_lt hlt))
      unfold digit
      rw [Nat.div_eq_of_lt this, Nat.zero_mod, hj (Nat.le_of_not_lt hlt)]
  refine ⟨rfl, fun j _ => ?_, fun j => ?_⟩
  · refine hdigit (fun j => cellOf start symbols (head - 1 - j)) _ j fun hj => ?_
    show (cellOf start symbols (head - 1 - j)).val = 0
    rw [show cellOf start symbols (head - 1 - j) = 0 from if_neg (by omega)]
    rfl
  · refine hdigit (fun j => cellOf start symbols (head + j)) _ j fun hj => ?_
    have : cellOf start symbols (head + j) = 0 := by
      unfold cellOf
      split
      · rw [List.getD_eq_getElem?_getD, List.getElem?_eq_none (by omega)]
        rfl
      · rfl
    show (cellOf start symbols (head + j)).val = 0
    rw [this]
    rfl

/-- Computes whether the machine, started in a configuration that is written down, halts after
exactly `N` steps. -/
noncomputable def haltsAfterFromCheck (M : Machine n k) (q : Fin n) (head start : Int)
    (symbols : List (Fin k)) (N : Nat) : Bool :=
  eager M.table fun table =>
  eager (Snapshot.leftOf head start symbols) fun l =>
  eager (Snapshot.rightOf head start symbols) fun r =>
  Option.rec (motive := fun _ => Bool) false (fun x => Nat.beq x.state 0)
    (simulate n k table N (Nat.succ q.val) l r N)

/-- **Halting from a configuration that is written down, by computation**:
`Machine.haltsAfterFrom_of_check (by decide +kernel)`, for some thousands of steps at most. -/
theorem haltsAfterFrom_of_check {q : Fin n} {head start : Int} {symbols : List (Fin k)} {N : Nat}
    (h : M.haltsAfterFromCheck q head start symbols N = true) :
    M.HaltsAfterFrom (.written q head start symbols) N := by
  unfold haltsAfterFromCheck at h
  rw [eager_eq, eager_eq, eager_eq] at h
  cases hx : simulate n k M.table N (q.val + 1) (Snapshot.leftOf head start symbols)
      (Snapshot.rightOf head start symbols) N with
  | none => rw [hx] at h; cases h
  | some x =>
    rw [hx] at h
    have hshows := Shows.simulate (e := 0) (shows_written q head start symbols (N + 0)) hx
    have hzero := hshows.2
    rw [Nat.eq_of_beq_eq_true h] at hzero
    exact ⟨hzero.halted, hshows.1⟩

/-- Computes whether the machine, started in a configuration that is written down, is in a loop to
the right, as in `BBSynth.Machine.loopCheck`. -/
noncomputable def loopFromCheck (M : Machine n k) (q : Fin n) (head start : Int)
    (symbols : List (Fin k)) (steps period width : Nat) : Bool :=
  eager M.table fun table =>
  eager (Snapshot.leftOf head start symbols) fun l =>
  eager (Snapshot.rightOf head start symbols) fun r =>
  match simulate n k table steps (Nat.succ q.val) l r (steps + width) with
  | none => false
  | some x =>
    eager (x.left % k ^ width) fun window =>
    match simulate n k table period x.state window x.right width with
    | none => false
    | some y =>
      Nat.blt 0 period && Nat.beq y.state x.state && Nat.beq y.right x.right &&
        Nat.ble width y.depth && Nat.beq (y.left % k ^ width) window && Nat.ble width x.depth

/-- **Never halting from a configuration that is written down, by a loop to the right or in
place**: `Machine.neverHaltsFrom_of_loopRight (steps := …) (period := …) (width := …)
(by decide +kernel)`. -/
theorem neverHaltsFrom_of_loopRight {q : Fin n} {head start : Int} {symbols : List (Fin k)}
    {steps period width : Nat}
    (h : M.loopFromCheck q head start symbols steps period width = true) :
    M.NeverHaltsFrom (.written q head start symbols) := by
  unfold loopFromCheck at h
  rw [eager_eq, eager_eq, eager_eq] at h
  split at h
  next => cases h
  next x hx =>
    rw [eager_eq] at h
    split at h
    next => cases h
    next y hy =>
      simp only [Bool.and_eq_true] at h
      obtain ⟨⟨⟨⟨⟨hpos, hstate⟩, hright⟩, hdepth⟩, hleft⟩, hwide⟩ := h
      have hstart := Shows.simulate (e := 0)
        (shows_written q head start symbols (steps + width + 0)) hx
      have hround : ∀ c : Config n k, Shows c x.state (x.left % k ^ width) x.right width →
          (∀ s, s < period → ¬ (M.run s c).Halted) ∧
            Shows (M.run period c) x.state (x.left % k ^ width) x.right width := by
        intro c hc
        have h := Shows.simulate (e := 0) hc hy
        refine ⟨h.1, ?_⟩
        have := h.2.of_mod_pow (w := width) (Nat.le_of_ble_eq_true hdepth)
          (Nat.eq_of_beq_eq_true hleft)
        rwa [Nat.eq_of_beq_eq_true hstate, Nat.eq_of_beq_eq_true hright] at this
      have hpos := Nat.le_of_ble_eq_true hpos
      have hforever : ∀ t (c : Config n k),
          Shows c x.state (x.left % k ^ width) x.right width → ¬ (M.run t c).Halted := by
        intro t
        induction t using Nat.strongRecOn with
        | _ t ih =>
          intro c hc
          by_cases ht : t < period
          · exact (hround c hc).1 t ht
          · rw [show t = period + (t - period) by omega, run_add]
            exact ih (t - period) (by omega) _ (hround c hc).2
      intro t
      by_cases ht : t < steps
      · exact hstart.1 t ht
      · rw [show t = steps + (t - steps) by omega, run_add]
        exact hforever _ _ (hstart.2.mod_pow (Nat.le_of_ble_eq_true hwide))

/-- The mirror image of a configuration that is written down. -/
theorem mirror_written (q : Fin n) (head start : Int) (symbols : List (Fin k)) :
    (Config.written q head start symbols).mirror =
      .written q (-head) (1 - start - symbols.length) symbols.reverse := by
  unfold Config.mirror Config.written
  simp only [Config.mk.injEq, true_and]
  funext i
  by_cases hi : start ≤ -i ∧ -i < start + symbols.length
  · rw [if_pos hi.1, if_pos (by omega), List.getD_eq_getElem?_getD, List.getD_eq_getElem?_getD,
      List.getElem?_reverse (by omega)]
    congr 2
    omega
  · have hout : ∀ xs : List (Fin k), ∀ j : Nat, xs.length ≤ j → xs.getD j 0 = 0 := by
      intro xs j hj
      rw [List.getD_eq_getElem?_getD, List.getElem?_eq_none hj]
      rfl
    have hleft : (if start ≤ -i then symbols.getD (-i - start).toNat 0 else 0) = 0 := by
      split
      · exact hout _ _ (by omega)
      · rfl
    rw [hleft]
    split
    · exact (hout _ _ (by rw [List.length_reverse]; omega)).symm
    · rfl

/-- **Never halting from a configuration that is written down, by a loop to the left**: the mirror
image loops to the right. -/
theorem neverHaltsFrom_of_loopLeft {q : Fin n} {head start : Int} {symbols : List (Fin k)}
    {steps period width : Nat}
    (h : M.mirror.loopFromCheck q (-head) (1 - start - symbols.length) symbols.reverse steps period
      width = true) : M.NeverHaltsFrom (.written q head start symbols) := by
  intro t ht
  apply neverHaltsFrom_of_loopRight h t
  rw [← mirror_written, run_mirror]
  exact ht

end Machine

end BBSynth
