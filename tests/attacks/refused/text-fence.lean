-- expect: wrong theorem-missing
-- The answer has the theorem outside of its block of code.

```lean
theorem other : True := trivial
```
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by decide
