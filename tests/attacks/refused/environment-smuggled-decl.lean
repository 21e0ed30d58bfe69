-- expect: cheating command
-- `addDeclCore` without checking, from a program.

open Lean in
run_cmd modifyEnv fun env => (env.addDeclCore 0 default none false).toOption.getD env
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
