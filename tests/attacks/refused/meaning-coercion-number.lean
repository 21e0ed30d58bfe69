-- expect: wrong elaboration
-- A coercion from numbers to numbers.

instance : CoeTail Nat Nat := ⟨fun _ => 6⟩
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  Machine.haltsAfter_of_check (by decide +kernel)
