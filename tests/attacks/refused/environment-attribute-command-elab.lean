-- expect: cheating attribute
-- A program is hung into the elaborator by an attribute.

@[command_elab Lean.Parser.Command.theorem] def mine : Nat := 1
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
