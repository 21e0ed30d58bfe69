-- expect: proved
-- Strings that hold `#exit`, `sorry` and a comment's end.

def text : String := "#exit -/ sorry \" axiom"
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 :=
  Machine.haltsAfter_of_check (by decide +kernel)
