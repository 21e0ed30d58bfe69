-- expect: cheating name
-- The same to turn the kernel off.

def p (s : String) : Lean.Name := .str (.str (.str .anonymous "Lean") "Parser") s
def stx : Lean.Syntax :=
  .node .none (.str (p "Tactic") "set_option") #[.atom .none "set_option",
    .ident .none "debug.skipKernelTC".toSubstring (.str (.str .anonymous "debug") "skipKernelTC") [],
    .node .none (.mkSimple "null") #[], .atom .none "true", .atom .none "in",
    .node .none (.str (p "Tactic") "tacticSorry") #[.atom .none "sorry"]]
theorem key (h : autoParam False stx) : False := h
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  False.elim key
