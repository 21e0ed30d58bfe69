module

public import BBSynth.Run

/-!
# Mirror images

A machine whose moves are all reversed does what the machine does, with left and right exchanged.

## Main definitions

* `BBSynth.Machine.mirror`: the machine with its moves reversed

## Main results

* `BBSynth.Machine.run_mirror`: its runs are the mirror images of those of the machine
* `BBSynth.Machine.neverHalts_of_mirror`: it never halts exactly if the machine never does
-/

@[expose] public section

namespace BBSynth

/-- The other direction. -/
def Dir.reverse : Dir → Dir
  | .left => .right
  | .right => .left

/-- The same transition with its move reversed. -/
def Transition.mirror {n k : Nat} (t : Transition n k) : Transition n k :=
  { t with move := t.move.reverse }

/-- The configuration seen in a mirror that stands in cell `0`. -/
def Config.mirror {n k : Nat} (c : Config n k) : Config n k where
  state := c.state
  head := -c.head
  tape := fun i => c.tape (-i)

namespace Machine

variable {n k : Nat}

/-- The machine with its moves reversed. -/
def mirror (M : Machine n k) : Machine n k := fun q s => (M q s).mirror

variable {M : Machine n k} {c : Config n k}

/-- The mirror image of a machine makes the mirror image of a step. -/
theorem step_mirror : M.mirror.step c.mirror = (M.step c).mirror := by
  cases hc : c.state with
  | none =>
    rw [step_of_halted hc, step_of_halted (c := c.mirror) hc]
  | some q =>
    have hq : c.mirror.state = some q := hc
    unfold step
    rw [hc, hq]
    simp only [Config.mirror, mirror, Transition.mirror, Int.neg_neg]
    congr 1
    · cases (M q (c.tape c.head)).move <;> simp only [Dir.reverse, Dir.offset] <;> omega
    · funext i
      by_cases hi : i = -c.head
      · rw [if_pos hi, if_pos (by omega)]
      · rw [if_neg hi, if_neg (by omega)]

/-- The mirror image of a machine makes the mirror image of a run. -/
theorem run_mirror (t : Nat) : M.mirror.run t c.mirror = (M.run t c).mirror := by
  induction t generalizing c with
  | zero => rfl
  | succ t ih => rw [run_succ, run_succ, step_mirror, ih]

/-- The initial configuration is its own mirror image. -/
theorem mirror_initial [NeZero n] [NeZero k] :
    (Config.initial : Config n k).mirror = .initial := rfl

/-- A machine never halts if its mirror image never does. -/
theorem neverHalts_of_mirror [NeZero n] [NeZero k] (h : M.mirror.NeverHalts) : M.NeverHalts := by
  intro t ht
  apply h t
  rw [← mirror_initial, run_mirror]
  exact ht

end Machine

end BBSynth
