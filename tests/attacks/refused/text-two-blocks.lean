-- expect: wrong elaboration
-- Two blocks of code: the last that has the theorem without `sorry` counts.

```lean
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  decide
```
and
```lean
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
```
