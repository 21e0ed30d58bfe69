-- expect: cheating command
-- The name `sorryAx` is put together by a macro.

open Lean in
macro "done!" : term => return mkIdent (.mkSimple ("sorry" ++ "Ax"))
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  done! _
