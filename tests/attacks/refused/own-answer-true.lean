-- expect: wrong statement-changed
-- An answer hole that is filled with another type.
-- reference: answer.lean

abbrev answer : Prop := True
theorem halts_after_1RB1LB_1LA1RZ (n : Nat) : machine.HaltsAfter n ↔ machine.HaltsAfter n := Iff.rfl
