module

public import BBSynth.Simulate
public import BBSynth.Mirror

/-!
# Machines that repeat themselves

A *cycler* comes back to a configuration that it was in before. A *translated cycler* comes back to
one that looks the same from its head, in another place of the tape: between the two times the
head never goes more than `width` cells behind the place where it was at the first, so that what
lies further back makes no difference; and what it saw from its head onwards, and up to `width`
cells behind it, is there again. Both are the same argument, and one check covers them: a cycler is
the case in which the head comes back to the same cell.

## Main results

* `BBSynth.Machine.neverHalts_of_loop`: the argument, for a loop to the right
* `BBSynth.Machine.neverHalts_of_loopRight`, `BBSynth.Machine.neverHalts_of_loopLeft`: what a
  problem's proof uses
-/

@[expose] public section

namespace BBSynth.Machine

variable {n k : Nat} [NeZero n] [NeZero k] {M : Machine n k}

/-- If `x` is reached after `start` steps, and from the window of `width` cells behind its head
(and all that is before it) the same window, state, and tape ahead are reached again after `period`
more steps, then the machine never halts. -/
theorem neverHalts_of_loop {start period width : Nat} {x y : Snapshot}
    (hx : simulate n k M.table start 1 0 0 start = some x)
    (hy : simulate n k M.table period x.state (x.left % k ^ width) x.right width = some y)
    (hpos : 0 < period) (hstate : y.state = x.state) (hright : y.right = x.right)
    (hdepth : width ≤ y.depth) (hleft : y.left % k ^ width = x.left % k ^ width) :
    M.NeverHalts := by
  have hstart := Shows.simulate (e := width) (Shows.initial (n := n) (k := k) (start + width)) hx
  have hround : ∀ c : Config n k, Shows c x.state (x.left % k ^ width) x.right width →
      (∀ s, s < period → ¬ (M.run s c).Halted) ∧
        Shows (M.run period c) x.state (x.left % k ^ width) x.right width := by
    intro c hc
    have h := Shows.simulate (e := 0) hc hy
    refine ⟨h.1, ?_⟩
    have := h.2.of_mod_pow (w := width) hdepth hleft
    rwa [hstate, hright] at this
  have hforever : ∀ t (c : Config n k),
      Shows c x.state (x.left % k ^ width) x.right width → ¬ (M.run t c).Halted := by
    intro t
    induction t using Nat.strongRecOn with
    | _ t ih =>
      intro c hc
      by_cases ht : t < period
      · exact (hround c hc).1 t ht
      · have hsplit : t = period + (t - period) := by omega
        rw [hsplit, run_add]
        exact ih (t - period) (by omega) _ (hround c hc).2
  intro t
  by_cases ht : t < start
  · exact hstart.1 t ht
  · have hsplit : t = start + (t - start) := by omega
    rw [hsplit, run_add]
    exact hforever _ _ (hstart.2.mod_pow (Nat.le_add_left width x.depth))

/-- Computes whether the machine, after `start` steps, is in a loop to the right (or in place) of
`period` steps in which the head stays within `width` cells to the left of where it was. -/
noncomputable def loopCheck (M : Machine n k) (start period width : Nat) : Bool :=
  eager M.table fun table =>
  match simulate n k table start 1 0 0 start with
  | none => false
  | some x =>
    eager (x.left % k ^ width) fun window =>
    match simulate n k table period x.state window x.right width with
    | none => false
    | some y =>
      Nat.blt 0 period && Nat.beq y.state x.state && Nat.beq y.right x.right &&
        Nat.ble width y.depth && Nat.beq (y.left % k ^ width) window

/-- **Never halting, by a loop to the right or in place**:
`M.neverHalts_of_loopRight (start := …) (period := …) (width := …) (by decide +kernel)`. -/
theorem neverHalts_of_loopRight {start period width : Nat}
    (h : M.loopCheck start period width = true) : M.NeverHalts := by
  unfold loopCheck at h
  rw [eager_eq] at h
  split at h
  next => cases h
  next x hx =>
    rw [eager_eq] at h
    split at h
    next => cases h
    next y hy =>
      simp only [Bool.and_eq_true] at h
      obtain ⟨⟨⟨⟨hpos, hstate⟩, hright⟩, hdepth⟩, hleft⟩ := h
      exact neverHalts_of_loop hx hy (Nat.le_of_ble_eq_true hpos) (Nat.eq_of_beq_eq_true hstate)
        (Nat.eq_of_beq_eq_true hright) (Nat.le_of_ble_eq_true hdepth)
        (Nat.eq_of_beq_eq_true hleft)

/-- **Never halting, by a loop to the left**: the mirror image loops to the right. -/
theorem neverHalts_of_loopLeft {start period width : Nat}
    (h : M.mirror.loopCheck start period width = true) : M.NeverHalts :=
  neverHalts_of_mirror (neverHalts_of_loopRight h)

end BBSynth.Machine
