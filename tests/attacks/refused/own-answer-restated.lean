-- expect: wrong statement-changed
-- An answer hole that is filled with the question.
-- reference: answer.lean

def answer : Nat → Prop := machine.HaltsAfter
theorem halts_after_1RB1LB_1LA1RZ (n : Nat) : answer n ↔ machine.HaltsAfter n := Iff.rfl
