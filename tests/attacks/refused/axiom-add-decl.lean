-- expect: cheating command
-- An axiom added by a program, with `addDecl`.

run_cmd Lean.liftCoreM do Lean.addDecl (.axiomDecl { name := `key, levelParams := [], type := .const ``False [], isUnsafe := false })
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
