-- expect: proved
-- An answer that goes on with a block of code which the question has opened, and talks on after it.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 :=
  Machine.haltsAfter_of_check (by decide +kernel)
```

The machine halts after six steps:
```
A: 1RB 1LB
B: 1LA 1RZ
```
