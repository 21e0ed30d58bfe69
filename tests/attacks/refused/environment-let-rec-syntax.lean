-- expect: wrong local-definition
-- The same in a `let rec`.

theorem helper : True := by
  let rec stx : Lean.Syntax := .node .none (.str (.str (.str (.str .anonymous "Lean") "Parser") "Tactic") "tacticSorry") #[.atom .none "sorry"]
  trivial
theorem key (h : autoParam False helper.stx) : False := h
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  exact False.elim key
