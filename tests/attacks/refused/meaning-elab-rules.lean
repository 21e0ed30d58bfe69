-- expect: cheating command
-- `elab_rules` takes over a tactic.

elab_rules : tactic | `(tactic| rfl) => pure ()
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  rfl
