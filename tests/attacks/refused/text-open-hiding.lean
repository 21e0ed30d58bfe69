-- expect: wrong statement-changed
-- `open … hiding`: `Machine` is no longer ours.

def Other.machine : Machine 1 1 := fun _ _ => ⟨0, .right, none⟩
open Other hiding foo
open Other renaming machine → machine7
theorem halts_after_1RB1LB_1LA1RZ : machine7.HaltsAfter 1 :=
  Machine.haltsAfter_of_check (by decide +kernel)
