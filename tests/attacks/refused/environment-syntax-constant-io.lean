-- expect: cheating name
-- Syntax put together by hand that smuggles input and output into a configuration: it writes to the judge's output.
-- reference: true.lean

def out (w : Void IO.RealWorld) : Nat :=
  match IO.getStdout w with
  | .mk stream w => match stream.putStr "\n@bbsynth\n" w with
    | .ok _ _ => 100000
    | .error _ _ => 100000
def p (s : String) : Lean.Name := .str (.str (.str (.str .anonymous "Lean") "Parser") "Tactic") s
def q (s : String) : Lean.Name := .str (.str (.str (.str .anonymous "Lean") "Parser") "Term") s
def n (k : Lean.Name) (a : Array Lean.Syntax) : Lean.Syntax := .node .none k a
def i (s : String) : Lean.Syntax := .ident .none ⟨s, 0, s.rawEndPos⟩ (.str .anonymous s) []
def t (s : String) : Lean.Syntax := .atom .none s
def nul (a : Array Lean.Syntax) : Lean.Syntax := .node .none (.str .anonymous "null") a
def foo : Nat := 0
def stx : Lean.Syntax :=
  n (p "simp") #[t "simp", n (p "optConfig") #[nul #[n (p "configItem") #[n (p "valConfigItem")
    #[t "(", i "maxSteps", t ":=", n (q "app") #[i "out", nul #[n (q "app") #[i "unsafeCast", nul #[i "foo"]]]], t ")"]]]],
    nul #[], nul #[], nul #[], nul #[]]
theorem key (h : autoParam (1 + 1 = 2) stx) : True := trivial
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
  have : True := key
  exact Machine.haltsAfter_of_check (by decide +kernel)
