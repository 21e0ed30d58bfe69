-- expect: proved
-- An answer with prose and two blocks of code.

I first thought of this:

```lean
theorem foo : True := by sorry
```

But this is the proof:

```lean4
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 :=
  Machine.haltsAfter_of_check (by decide +kernel)
```

It uses `decide`, and no `sorry`.
