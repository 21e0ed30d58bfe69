module

public import BBSynth.Table
public import BBSynth.Closed

/-!
# No halt within reach

Whatever is on the tape: if no halting transition belongs to a state that can be reached from the
initial state by transitions, the machine never halts.

## Main definitions

* `BBSynth.Machine.noHaltCheck`: computes whether that is so

## Main results

* `BBSynth.Machine.neverHalts_of_noReachableHalt`: what a problem's proof uses
-/

@[expose] public section

namespace BBSynth

/-- The states after state `q`, on reading one of the first `m` symbols; none if one halts. -/
noncomputable def nextStates (n k table q : Nat) : Nat → Option (List Nat) :=
  Nat.rec (motive := fun _ => Option (List Nat)) (some []) fun s rest =>
    Nat.rec (motive := fun _ => Option (List Nat)) none
      (fun q' _ => Option.rec (motive := fun _ => Option (List Nat)) none
        (fun qs => some (q' :: qs)) rest)
      (Nat.div (Nat.div (Nat.mod (Nat.div table (Nat.pow (codeBound n k)
        (Nat.add (Nat.mul q k) s))) (codeBound n k)) k) 2)

/-- The state that a transition leads to is among the next states. -/
theorem mem_nextStates {n k table q m s e : Nat} {qs : List Nat}
    (h : nextStates n k table q m = some qs) (hs : s < m)
    (he : digit (codeBound n k) table (q * k + s) = e) : ∃ q' ∈ qs, e / k / 2 = q' + 1 := by
  induction m generalizing qs with
  | zero => cases hs
  | succ m ih =>
    have hunfold : nextStates n k table q (m + 1) =
      Nat.rec (motive := fun _ => Option (List Nat)) none
        (fun q' _ => Option.rec (motive := fun _ => Option (List Nat)) none
          (fun qs => some (q' :: qs)) (nextStates n k table q m))
        (digit (codeBound n k) table (q * k + m) / k / 2) := rfl
    rw [hunfold] at h
    cases hcode : digit (codeBound n k) table (q * k + m) / k / 2 with
    | zero => rw [hcode] at h; cases h
    | succ q' =>
      rw [hcode] at h
      cases hrest : nextStates n k table q m with
      | none => rw [hrest] at h; cases h
      | some rest =>
        rw [hrest] at h
        cases h
        by_cases hsm : s = m
        · subst hsm
          exact ⟨q', List.mem_cons_self, by rw [← he, hcode]⟩
        · obtain ⟨p, hp, heq⟩ := ih hrest (by omega)
          exact ⟨p, List.mem_cons_of_mem _ hp, heq⟩

namespace Machine

variable {n k : Nat} [NeZero n] [NeZero k] {M : Machine n k}

/-- Computes whether no state that can be reached by transitions has one that halts. -/
noncomputable def noHaltCheck (M : Machine n k) : Bool :=
  eager M.table fun table => explore (fun q => nextStates n k table q k) 1000000 [0] .empty

/-- **Never halting, since no halt is within reach**:
`M.neverHalts_of_noReachableHalt (by decide +kernel)`. -/
theorem neverHalts_of_noReachableHalt (h : M.noHaltCheck = true) : M.NeverHalts := by
  unfold noHaltCheck at h
  rw [eager_eq] at h
  refine neverHalts_of_explore (Describes := fun q c => stateCode c.state = q + 1) rfl ?_ h
  intro q qs c hnext hq
  obtain ⟨q', hmem, hq'⟩ := mem_nextStates hnext (c.tape c.head).isLt rfl
  refine ⟨1, Nat.one_pos, fun s hs => ?_, q', hmem, ?_⟩
  · obtain rfl : s = 0 := by omega
    intro hc
    rw [run_zero] at hc
    rw [show c.state = none from hc] at hq
    cases hq
  · exact (step_of_code hq rfl).1.trans hq'

end Machine

end BBSynth
