module

public import BBSynth.Classes
public import BBSynth.Halting

/-!
# The busy beaver of two states

By a search through all machines with two states and two symbols (see `BBSynth.Search`) the greatest
number of steps, and the greatest number of cells that are left, of those that halt.

## Main results

* `BBSynth.mostSteps_two`: `S(2) = 6`
* `BBSynth.mostLeft_two`: `Σ(2) = 4`
-/

@[expose] public section

namespace BBSynth

namespace BusyBeaver

open Search

/-- The search through the machines with two states and two symbols. -/
noncomputable def two (proved : List Nat) : Search :=
  ⟨2, 2, 6, 4, 0, 20, 60, byNGrams 2 2, proved⟩

/-- The machines have a state. -/
instance (proved : List Nat) : NeZero (two proved).n := ⟨Nat.succ_ne_zero 1⟩

/-- The machines have a symbol. -/
instance (proved : List Nat) : NeZero (two proved).k := ⟨Nat.succ_ne_zero 1⟩

/-- A table that is dealt with. -/
def Two (table : Nat) : Prop := Done (two []) table

/-- If the check succeeds, given tables that are dealt with, this table is. -/
theorem two_of_check {proved : List Nat} (h : ∀ table ∈ proved, Two table)
    {used table mirrored : Nat} (hcheck : (two proved).check 100 used table mirrored = true) :
    Two table :=
  done_of_check (S := two proved) rfl (fun _ => neverHalts_of_byNGrams) h hcheck

/-- Machines that first move to the right. -/
theorem two_right : Two 6 ∧ Two 7 ∧ Two 10 ∧ Two 11 :=
  ⟨two_of_check (proved := []) nofun (used := 0) (mirrored := 4) (by decide +kernel),
    two_of_check (proved := []) nofun (used := 0) (mirrored := 5) (by decide +kernel),
    two_of_check (proved := []) nofun (used := 1) (mirrored := 8) (by decide +kernel),
    two_of_check (proved := []) nofun (used := 1) (mirrored := 9) (by decide +kernel)⟩

/-- Machines that first move to the left are mirror images. -/
theorem two_first : ∀ table ∈ [4, 5, 6, 7, 8, 9, 10, 11], Two table := by
  have hmirror : ∀ {used table mirrored : Nat}, sound 2 2 used table mirrored = true →
      Two mirrored → Two table := fun h hdone => done_of_mirror (S := two []) h hdone
  obtain ⟨h₁, h₂, h₃, h₄⟩ := two_right
  simp only [List.forall_mem_cons]
  exact ⟨hmirror (used := 0) (by decide +kernel) h₁, hmirror (used := 0) (by decide +kernel) h₂,
    h₁, h₂, hmirror (used := 1) (by decide +kernel) h₃,
    hmirror (used := 1) (by decide +kernel) h₄, h₃, h₄, nofun⟩

/-- All machines. -/
theorem two_all (M : Machine 2 2) : M.Bounded 6 4 :=
  Done.all (S := two []) (two_of_check two_first (used := 0) (mirrored := 0) (by decide +kernel)) M

/-- `1RB1LB_1LA1RZ`, which halts after 6 steps and leaves 4 cells. -/
def champion : Machine 2 2
  | 0, 0 => ⟨1, .right, some 1⟩
  | 0, 1 => ⟨1, .left, some 1⟩
  | 1, 0 => ⟨1, .left, some 0⟩
  | 1, 1 => ⟨1, .right, none⟩

end BusyBeaver

/-- **`S(2) = 6`**: a machine with two states and two symbols that halts does so after 6 steps at
most, the halting step included, and one does after 6. -/
theorem mostSteps_two : MostSteps 2 2 6 :=
  ⟨⟨BusyBeaver.champion, Machine.haltsAfter_of_check (by decide +kernel)⟩,
    fun M => (BusyBeaver.two_all M).1⟩

/-- **`Σ(2) = 4`**: a machine with two states and two symbols that halts leaves 4 non-blank cells at
most, and one leaves 4. -/
theorem mostLeft_two : MostLeft 2 2 4 :=
  ⟨⟨BusyBeaver.champion, Machine.haltsLeaving_of_check (N := 6) (by decide +kernel)⟩,
    fun M => (BusyBeaver.two_all M).2⟩

end BBSynth
