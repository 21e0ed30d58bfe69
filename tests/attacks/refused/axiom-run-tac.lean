-- expect: cheating syntax
-- An axiom added inside of a proof.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  run_tac Lean.addDecl (.axiomDecl { name := `key, levelParams := [], type := .const ``False [], isUnsafe := false })
  sorry
