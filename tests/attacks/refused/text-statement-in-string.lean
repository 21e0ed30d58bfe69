-- expect: wrong theorem-missing
-- The real statement inside of a string.

def text := "theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by decide"
theorem other : True := trivial
