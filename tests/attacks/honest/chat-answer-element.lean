-- expect: proved
-- A chat answer in the element that some models are taught to put it in.
It computes, so I use `decide`.</think><answer>```lean
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 :=
  Machine.haltsAfter_of_check (by decide +kernel)
```
</answer>
