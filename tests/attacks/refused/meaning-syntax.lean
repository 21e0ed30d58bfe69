-- expect: cheating command
-- New syntax.

syntax "qed" : tactic
macro_rules | `(tactic| qed) => `(tactic| sorry)
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  qed
