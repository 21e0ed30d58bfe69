-- expect: proved
-- `noncomputable section` and a definition with choice.

noncomputable section
open Classical in
def first (p : Nat → Prop) : Nat := if h : ∃ n, p n then choose h else 0
end
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 :=
  Machine.haltsAfter_of_check (by decide +kernel)
