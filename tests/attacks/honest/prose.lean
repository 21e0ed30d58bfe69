-- expect: proved
-- Prose before the theorem, and no mark between them.

The machine halts after six steps, which the kernel can see. Here is a proof.

open BBSynth in
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
  exact Machine.haltsAfter_of_check (by decide +kernel)
