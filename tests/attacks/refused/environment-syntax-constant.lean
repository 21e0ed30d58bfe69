-- expect: cheating name
-- Syntax put together by hand, and run as the default tactic of an argument: whatever the gate refuses can be said so.

def stx : Lean.Syntax :=
  .node .none (.str (.str (.str (.str .anonymous "Lean") "Parser") "Tactic") "tacticSorry") #[.atom .none "sorry"]
theorem key (h : autoParam False stx) : False := h
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  False.elim key
