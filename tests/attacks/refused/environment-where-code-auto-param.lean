-- expect: wrong local-definition
-- Code: a local definition of a theorem, run as the tactic of an `autoParam` that nobody has written.

theorem helper : True := trivial
where
  evil : Lean.Syntax :=
    .node .none (.str (.str (.str (.str .anonymous "Lean") "Parser") "Tactic") "tacticSorry")
      #[.atom .none "sorry"]

theorem src (h : True := by trivial) : True := h

theorem tie {F : Prop → Lean.Syntax → Prop} {P s} (_ : F P s → True) {Q : Prop} {t}
    (k : F Q t → Q) : F Q t → Q := k

def key := tie (@src) (Q := False) (t := helper.evil) (fun h => h)

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  exact False.elim key
