module

public import BBSynth.BusyBeaverThreeBlank
public import BBSynth.BusyBeaverThreeOne
public import BBSynth.Halting

/-!
# The busy beaver of three states

The same for three states and two symbols. The search is made in parts, by the first two transitions
that a machine comes to; machines that begin otherwise are mirror images of those, or differ from
them in the names of their states.

## Main results

* `BBSynth.mostSteps_three`: `S(3) = 21`
* `BBSynth.mostLeft_three`: `Σ(3) = 6`
-/

@[expose] public section

namespace BBSynth

namespace BusyBeaver

open Search

/-- What machines may begin with; those that first move to the left are mirror images. -/
theorem three_first : ∀ table ∈ [4, 5, 6, 7, 8, 9, 10, 11], Three table := by
  have hmirror : ∀ {used table mirrored : Nat}, sound 3 2 used table mirrored = true →
      Three mirrored → Three table := fun h hdone => done_of_mirror (S := three []) h hdone
  have h₁ : Three 6 :=
    three_of_check (proved := []) nofun (used := 0) (mirrored := 4) (by decide +kernel)
  have h₂ : Three 7 :=
    three_of_check (proved := []) nofun (used := 0) (mirrored := 5) (by decide +kernel)
  simp only [List.forall_mem_cons]
  exact ⟨hmirror (used := 0) (by decide +kernel) h₁, hmirror (used := 0) (by decide +kernel) h₂,
    h₁, h₂, hmirror (used := 1) (by decide +kernel) three_0RB,
    hmirror (used := 1) (by decide +kernel) three_1RB, three_0RB, three_1RB, nofun⟩

/-- All machines. -/
theorem three_all (M : Machine 3 2) : M.Bounded 21 6 :=
  Done.all (S := three [])
    (three_of_check three_first (used := 0) (mirrored := 0) (by decide +kernel)) M

/-- `1RB1RZ_1LB0RC_1LC1LA`, which halts after 21 steps. -/
def champion₂₁ : Machine 3 2
  | 0, 0 => ⟨1, .right, some 1⟩
  | 0, 1 => ⟨1, .right, none⟩
  | 1, 0 => ⟨1, .left, some 1⟩
  | 1, 1 => ⟨0, .right, some 2⟩
  | 2, 0 => ⟨1, .left, some 2⟩
  | 2, 1 => ⟨1, .left, some 0⟩

/-- `1RB1RZ_0RC1RB_1LC1LA`, which leaves 6 cells. -/
def champion₆ : Machine 3 2
  | 0, 0 => ⟨1, .right, some 1⟩
  | 0, 1 => ⟨1, .right, none⟩
  | 1, 0 => ⟨0, .right, some 2⟩
  | 1, 1 => ⟨1, .right, some 1⟩
  | 2, 0 => ⟨1, .left, some 2⟩
  | 2, 1 => ⟨1, .left, some 0⟩

end BusyBeaver

/-- **`S(3) = 21`**: a machine with three states and two symbols that halts does so after 21 steps
at most, the halting step included, and one does after 21. -/
theorem mostSteps_three : MostSteps 3 2 21 :=
  ⟨⟨BusyBeaver.champion₂₁, Machine.haltsAfter_of_check (by decide +kernel)⟩,
    fun M => (BusyBeaver.three_all M).1⟩

/-- **`Σ(3) = 6`**: a machine with three states and two symbols that halts leaves 6 non-blank cells
at most, and one leaves 6. -/
theorem mostLeft_three : MostLeft 3 2 6 :=
  ⟨⟨BusyBeaver.champion₆, Machine.haltsLeaving_of_check (N := 100) (by decide +kernel)⟩,
    fun M => (BusyBeaver.three_all M).2⟩

end BBSynth
