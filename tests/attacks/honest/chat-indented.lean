-- expect: proved
-- Prose, and the code in an indented block of a list.

1. We compute.

   - So:

        ```lean4
        theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
          exact Machine.haltsAfter_of_check (by decide +kernel)
        ```
2. That is all.
