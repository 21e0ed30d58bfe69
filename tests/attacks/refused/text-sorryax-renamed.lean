-- expect: cheating name
-- `open … renaming` gives an axiom of Lean an innocent name.

open Lean renaming trustCompiler → reflection
open Nat renaming rec → recursion
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  have := reflection
  exact sorryAx _ true
