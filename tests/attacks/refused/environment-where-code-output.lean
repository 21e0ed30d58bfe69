-- expect: wrong local-definition
-- Code: what is local to a theorem is compiled, and run as the tactic of an `autoParam` unseen.
-- It puts another stream in the place of the output, which turns `wrong` into `proved`.

theorem helper : True := trivial
where
  join (sep : String) : List String → String
    | [] => ""
    | [a] => a
    | a :: rest => a ++ sep ++ join sep rest
  act : BaseIO Nat := do
    let old ← IO.getStdout
    let new : IO.FS.Stream := { old with putStr := fun s => old.putStr (join "proved" (s.splitOn "wrong")) }
    let _ ← IO.setStdout new
    pure 100000
  out (w : Void IO.RealWorld) : Nat :=
    match act w with
    | .mk r _ => r
  p (s : String) : Lean.Name := .str (.str (.str (.str .anonymous "Lean") "Parser") "Tactic") s
  q (s : String) : Lean.Name := .str (.str (.str (.str .anonymous "Lean") "Parser") "Term") s
  n (k : Lean.Name) (a : Array Lean.Syntax) : Lean.Syntax := .node .none k a
  i (m : Lean.Name) : Lean.Syntax := .ident .none ⟨"x", 0, ⟨1⟩⟩ m []
  t (s : String) : Lean.Syntax := .atom .none s
  nul (a : Array Lean.Syntax) : Lean.Syntax := .node .none (.str .anonymous "null") a
  evil : Lean.Syntax :=
    n (p "simp") #[t "simp", n (p "optConfig") #[nul #[n (p "configItem") #[n (p "valConfigItem")
      #[t "(", i (.str .anonymous "maxSteps"), t ":=", n (q "app") #[i (.str (.str .anonymous "helper") "out"), nul #[n (q "app") #[i (.str .anonymous "unsafeCast"), nul #[i (.str (.str .anonymous "Nat") "zero")]]]], t ")"]]]],
      nul #[], nul #[], nul #[], nul #[]]
theorem src (h : True := by trivial) : True := h
theorem tie {F : Prop → Lean.Syntax → Prop} {P s} (_ : F P s → True) {Q : Prop} {t} (k : F Q t → Q) : F Q t → Q := k
def key := tie (@src) (Q := 1 + 1 = 2) (t := helper.evil) (fun h => h)
theorem foo : 1 + 1 = 2 := by
  exact key
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
