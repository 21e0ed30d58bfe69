-- expect: cheating declaration
-- An axiom behind `open … in`.

open Nat in
set_option linter.all false in
axiom key : False
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  key.elim
