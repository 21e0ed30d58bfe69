module

public import BBSynth.Classes

/-!
# The busy beaver of three states: the search

The two halves of it, by what a machine begins with, are modules of their own, since each takes most
of the memory of a small machine; neither needs the other.

## Main definitions

* `BBSynth.BusyBeaver.three`: the search
* `BBSynth.BusyBeaver.Three`: that the search has dealt with a table
-/

@[expose] public section

namespace BBSynth.BusyBeaver

open Search

/-- The search through the machines with three states and two symbols. -/
noncomputable def three (proved : List Nat) : Search :=
  ⟨3, 2, 21, 6, 0, 20, 60, byNGrams 3 2, proved⟩

/-- The machines have a state. -/
instance (proved : List Nat) : NeZero (three proved).n := ⟨Nat.succ_ne_zero 2⟩

/-- The machines have a symbol. -/
instance (proved : List Nat) : NeZero (three proved).k := ⟨Nat.succ_ne_zero 1⟩

/-- A table that is dealt with. -/
def Three (table : Nat) : Prop := Done (three []) table

/-- If the check succeeds, given tables that are dealt with, this table is. -/
theorem three_of_check {proved : List Nat} (h : ∀ table ∈ proved, Three table)
    {used table mirrored : Nat} (hcheck : (three proved).check 200 used table mirrored = true) :
    Three table :=
  done_of_check (S := three proved) rfl (fun _ => neverHalts_of_byNGrams) h hcheck

end BBSynth.BusyBeaver
