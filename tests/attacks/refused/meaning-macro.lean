-- expect: cheating command
-- A `macro` makes `decide` a `sorry`.

macro "decide" : tactic => `(tactic| sorry)
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  decide
