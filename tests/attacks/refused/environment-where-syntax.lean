-- expect: wrong local-definition
-- Syntax put together by hand, in the `where` of a theorem, whose definitions are compiled.

theorem helper : True := trivial
where stx : Lean.Syntax := .node .none (.str (.str (.str (.str .anonymous "Lean") "Parser") "Tactic") "tacticSorry") #[.atom .none "sorry"]
theorem key (h : autoParam False helper.stx) : False := h
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  exact False.elim key
