-- expect: cheating attribute
-- A macro for the whole process.

@[builtin_macro Lean.Parser.Term.num] def mine : Lean.Macro := fun _ => Lean.Macro.throwUnsupported
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
