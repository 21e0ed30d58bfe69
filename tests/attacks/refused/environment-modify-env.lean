-- expect: cheating command
-- The environment is exchanged by a program.

#eval show Lean.Elab.Command.CommandElabM Unit from Lean.modifyEnv id
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
